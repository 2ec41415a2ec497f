import { composed, epsilonOf, spanOf } from './composed-loss.js';
import { optimistic, pessimistic } from './discrete-loss.js';
import type { DiscreteLoss } from './discrete-loss.js';
import { NotAccounted } from './phase.js';
import type { Phase } from './phase.js';
import { privacyLosses } from './privacy-loss.js';
import type { PrivacyLoss } from './privacy-loss.js';
import { renyiCurve } from './rdp.js';

/** Both ends of a figure that a discretisation encloses. */
export interface Enclosed {
  readonly lower: number;
  readonly upper: number;
}

export interface LossAccount {
  /** Width of the grid of losses. */
  readonly interval: number;
  /** Deltas below it are lost in the rounding of the transforms. */
  readonly leastDelta: number;
  /** The least epsilon ≥ 0 at a delta of at least `leastDelta`; the upper end may be Infinity. */
  epsilon(delta: number): Enclosed;
  /** Its upper end alone, at half the cost. */
  epsilonAtMost(delta: number): number;
}

const WIDEST = 4e-3;
const MOST_PLACES = 2 ** 20;
const MOST_PLACES_OF_STEP = 2 ** 18;
const MOST_WIDENINGS = 40;
/** Of the span of composed losses, on either side. */
const TAIL = 1e-16;
/** Of losses above this, e^loss is near the end of the doubles. */
const HIGHEST = 700;
/** Of the transforms, in delta, a step: a unit in the last place of a probability near 1, to the power of the steps. */
const ROUNDING_OF_STEP = 2 ** -52;

/**
 * The accountant of privacy loss distributions (Koskela, Jälkö & Honkela 2020; Sommer, Meiser & Mohammadi 2019): losses
 * on a grid, rounded pessimistically for the upper end and optimistically for the lower, composed by Fourier transform.
 * Both directions of add and remove are composed, and the worse counts. The grid is at most 4e-3 wide, and a hundredth
 * of a step's own spread; wider only where the composed losses would take more than a million places.
 *
 * Throws `NotAccounted` for what it has no dominating pair of, and for losses beyond e^700.
 */
export function lossAccount(phases: readonly Phase[], interval = fineInterval(phases)): LossAccount {
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  const sides = phases.map(({ mechanism }) => privacyLosses(mechanism));
  const directions = sides.every((side) => side.with === side.without) ? ['with'] : ['with', 'without'];
  const high = (directions as readonly ('with' | 'without')[]).map((side) => pessimisticSum(phases, side, interval));
  let low: readonly OnGrid[] | undefined;
  const uncertain = 2 * TAIL + steps * ROUNDING_OF_STEP;
  const worst = (sums: readonly OnGrid[], delta: number, sign: 1 | -1): number =>
    Math.max(...sums.map(({ sum, width }) => epsilonOf(sum, width, delta - sign * uncertain)));
  const epsilonAtMost = (delta: number): number => worst(high, delta, 1);
  return {
    interval: Math.max(...high.map(({ width }) => width)),
    leastDelta: 4 * uncertain,
    epsilonAtMost,
    epsilon(delta) {
      low ??= high.map(optimisticSum);
      return { lower: worst(low, delta, -1), upper: epsilonAtMost(delta) };
    },
  };
}

interface Losses {
  readonly loss: PrivacyLoss;
  readonly times: number;
}

interface OnGrid {
  readonly losses: readonly Losses[];
  readonly width: number;
  readonly sum: DiscreteLoss;
}

function pessimisticSum(phases: readonly Phase[], side: 'with' | 'without', interval: number): OnGrid {
  const losses = phases.map(({ mechanism, steps }) => ({ loss: privacyLosses(mechanism)[side], times: steps }));
  const highest = Math.max(...losses.map(({ loss }) => loss.highest));
  if (highest > HIGHEST) throw new NotAccounted(`a step can have a privacy loss of ${Math.round(highest)}: no privacy`);
  let width = interval;
  for (let widening = 0; widening < MOST_WIDENINGS; widening++) {
    const sum = sumOf(losses, pessimistic, width);
    if (typeof sum !== 'number') return { losses, width, sum };
    width *= 2 ** Math.ceil(Math.log2(sum));
  }
  throw new NotAccounted('the privacy losses of all steps together are too wide to be put on a grid');
}

/** On the grid that the pessimistic sum fits on, the optimistic one, whose losses are smaller, does too. */
function optimisticSum({ losses, width }: OnGrid): OnGrid {
  const sum = sumOf(losses, optimistic, width);
  if (typeof sum === 'number') throw new NotAccounted('the lower end of the privacy losses does not fit on the grid');
  return { losses, width, sum };
}

/** Where it takes too many places: so many times too many. */
function sumOf(
  losses: readonly Losses[],
  discrete: (loss: PrivacyLoss, width: number) => DiscreteLoss,
  width: number,
): DiscreteLoss | number {
  const widest = Math.max(...losses.map(({ loss }) => (loss.highest - loss.lowest) / width));
  if (widest > MOST_PLACES_OF_STEP) return widest / MOST_PLACES_OF_STEP;
  const parts = losses.map(({ loss, times }) => ({ loss: discrete(loss, width), times }));
  const span = spanOf(parts, TAIL);
  const places = span.to - span.from + 2;
  return places > MOST_PLACES ? places / MOST_PLACES : composed(parts, span);
}

/**
 * Connecting the dots adds at most interval²/4 to the variance of a step's loss: a hundredth of the steps' deviation
 * makes that 2.5e-5 of it. Losses with a mass of their own get a place of the grid.
 */
export function fineInterval(phases: readonly Phase[]): number {
  // The divergence of order 2 of a normal loss is its variance.
  const { values } = renyiCurve(phases, [2]);
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  const typical = Math.sqrt(values[0]! / steps);
  const wanted = Math.min(WIDEST, typical > 0 ? typical / 100 : WIDEST);
  const atom = phases.map(({ mechanism }) => privacyLosses(mechanism).with.atom).find((loss) => loss !== undefined);
  return atom === undefined || atom === 0 ? wanted : atom / Math.ceil(atom / wanted);
}
