import { joinBox } from '../../engine/methods/evaluation/bayesian-bootstrap.js';
import { unitsOf } from '../../engine/methods/evaluation/units.js';
import { createRng } from '../../engine/numerics/generator.js';
import { effectsDraws } from '../../engine/plugins/explainability/effects-draws.js';
import type { EffectsDraws, Peak } from '../../engine/plugins/explainability/effects-draws.js';

/** α = 0.05 is a rank of so many draws. */
const DRAWS = 199;
/** Where the curve of the first feature is drawn: its partial dependence has a range of 3 there. */
const GRID = Float64Array.of(-1.5, -0.5, 0.5, 1.5);

export interface EffectsCounts {
  readonly rows: number;
  readonly strength: number;
  readonly samples: number;
  /** The true H of the strongest pair, and the true range. */
  readonly h: number;
  readonly range: number;
  /** How often each bound at α = 0.05 lies beyond the truth. */
  readonly falsely: Readonly<Record<'hAtMost' | 'hAtLeast' | 'rangeAtMost' | 'rangeAtLeast', number>>;
}

/**
 * Models a + b + strength·a·b + 0.8·c of independent uniforms of variance 1, so many rows, all three pairs tried: H of the first
 * pair is √(strength²/(2 + strength²)), of the others 0.
 */
export function simulateEffects(rows: number, strength: number, samples: number): EffectsCounts {
  const h = Math.sqrt(strength ** 2 / (2 + strength ** 2));
  const falsely = { hAtMost: 0, hAtLeast: 0, rangeAtMost: 0, rangeAtLeast: 0 };
  for (let sample = 0; sample < samples; sample++) {
    const { strongest, ranges } = drawn(`${rows} ${strength} ${sample}`, rows, strength);
    const ofH = boundsOf(strongest);
    const ofRange = boundsOf(ranges[0]!);
    if (ofH.upper < h - 1e-12) falsely.hAtMost++;
    if (ofH.lower > h + 1e-12) falsely.hAtLeast++;
    if (ofRange.upper < 3) falsely.rangeAtMost++;
    if (ofRange.lower > 3) falsely.rangeAtLeast++;
  }
  return { rows, strength, samples, h, range: 3, falsely };
}

function boundsOf({ box }: Peak): { readonly lower: number; readonly upper: number } {
  const sorted = joinBox(box).sort();
  const tail = 0.05 * (DRAWS + 1);
  return { lower: sorted[tail - 1]!, upper: sorted[DRAWS - tail]! };
}

function drawn(seed: string, rows: number, strength: number): EffectsDraws {
  const rng = createRng(seed);
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => (2 * rng.next() - 1) * Math.sqrt(3)));
  const answer = ([a, b, c]: readonly number[]): number => a! + b! + strength * a! * b! + 0.8 * c!;
  const crossed = (own: readonly number[]): Float64Array =>
    Float64Array.from({ length: rows * rows }, (_, at) =>
      answer(columns.map((column, k) => column[own.includes(k) ? Math.floor(at / rows) : at % rows]!)),
    );
  const curves = Float64Array.from({ length: rows * GRID.length }, (_, at) => {
    const row = Math.floor(at / GRID.length);
    return answer([GRID[at % GRID.length]!, columns[1]![row]!, columns[2]![row]!]);
  });
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ].map(([first, second]) => ({ first: first!, second: second!, joint: crossed([first!, second!]) }));
  return effectsDraws(
    [{ name: 'a', place: 0, grid: GRID, curves: { rows, points: GRID.length, values: curves } }],
    { rows: Int32Array.from({ length: rows }, (_, row) => row), singles: [0, 1, 2].map((k) => crossed([k])), pairs },
    unitsOf(rows, undefined, undefined),
    { rng: createRng(`${seed} draws`), draws: DRAWS },
  );
}

/** So many of the samples at α = 0.05 and three standard errors. */
export const allowed = (samples: number): number => 0.05 * samples + 3 * Math.sqrt(0.05 * 0.95 * samples);
