import { type BoxDraws, joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { combineBoxes } from '../../methods/evaluation/mean-boxes.js';
import type { DrawOptions } from '../../methods/evaluation/mean-boxes.js';
import { FEWEST_OF_CLASS, type Score, fewestUnits, scoreBoxes, scoreValue } from '../../methods/evaluation/score.js';
import type { Units } from '../../methods/evaluation/units.js';
import { greatestOf, lowerQuantile, negateBox } from '../../methods/evaluation/worst-of-many.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** What the answers come to under one variant of a perturbation. */
export interface VariantScores {
  readonly name: string;
  readonly metric: Score;
  /** One a class; empty for regressions. */
  readonly recalls: readonly Score[];
  /** Share of answers that are others; absent for regressions. */
  readonly flips: Score | undefined;
}

/** Estimates and boxes, turned so that greater is worse. */
interface Harm {
  readonly estimate: number;
  readonly box: BoxDraws;
}

export interface Harms {
  readonly metric: readonly Harm[];
  readonly drop: readonly Harm[];
  readonly recall: readonly Harm[];
  readonly flips: readonly Harm[];
}

export interface Frame {
  readonly units: Units;
  readonly basis: Basis;
  readonly rows: string;
  readonly draws: number;
  readonly options: () => DrawOptions;
  /** Awaited between batches; throws to stop. */
  readonly pause: () => Promise<void>;
}

/** Variants that are drawn at once: bounds the memory. */
const AT_ONCE = 16;

export async function harmsOf(clean: Score, variants: readonly VariantScores[], frame: Frame): Promise<Harms> {
  const harms = { metric: [] as Harm[], drop: [] as Harm[], recall: [] as Harm[], flips: [] as Harm[] };
  for (let start = 0; start < variants.length; start += AT_ONCE) {
    await frame.pause();
    const batch = variants.slice(start, start + AT_ONCE);
    const scores = [
      clean,
      ...batch.flatMap(({ metric, recalls, flips }) => [metric, ...recalls, ...(flips ? [flips] : [])]),
    ];
    const boxes = new Map(scoreBoxes(scores, frame.units, frame.options()).map((box, at) => [scores[at]!, box]));
    const harm = (score: Score): Harm => {
      const [value, box] = [scoreValue(score, frame.units.weights), boxes.get(score)!];
      return score.better === 'lower' ? { estimate: value, box } : { estimate: -value, box: negateBox(box) };
    };
    const before = harm(clean);
    for (const { metric, recalls, flips } of batch) {
      const after = harm(metric);
      harms.metric.push(after);
      harms.drop.push({
        estimate: after.estimate - before.estimate,
        box: combineBoxes(after.box, before.box, (a, b) => a - b),
      });
      harms.recall.push(...recalls.map(harm));
      if (flips) harms.flips.push(harm(flips));
    }
  }
  return harms;
}

/** The worst of some harms, as a figure of the score itself: `sign` −1 turns it back where more of it is better. */
export function worstFigure(
  harms: readonly Harm[],
  sign: 1 | -1,
  range: readonly [number, number],
  frame: Frame,
): Figure | Unmeasured {
  const { estimate, draws } = worstOf(harms, frame.draws);
  return drawnFigure(
    sign * estimate,
    draws.map((draw) => sign * draw),
    { n: frame.units.count, basis: frame.basis, rows: frame.rows, range },
  );
}

function worstOf(harms: readonly Harm[], draws: number): { readonly estimate: number; readonly draws: Float64Array } {
  const estimate = Math.max(...harms.map((harm) => harm.estimate));
  if (harms.length === 1) return { estimate, draws: joinBox(harms[0]!.box) };
  const worst = greatestOf(harms.length, draws);
  for (const { box } of harms) worst.add(box);
  return { estimate, draws: worst.draws() };
}

/** How certain it is that what was found is not better than chance makes it look. */
const FOUND_LEVEL = 0.999;

/**
 * What is known of the true worst case from what a search found: it is at least as bad (one-sided bound at 99.9 %, so that
 * chance in the rows is paid for at any confidence up to that), and may be as bad as can be. A `range`: a rule can be
 * refuted by it and never supported, and more rows would not change that.
 */
export function inBoxFigure(
  harms: readonly Harm[],
  sign: 1 | -1,
  [low, high]: readonly [number, number],
  frame: Frame,
): Figure | Unmeasured {
  const end = sign > 0 ? high : low;
  if (Math.abs(end) >= Number.MAX_VALUE) {
    return unmeasured('unsupported', 'the metric has no worst value: read what the search found');
  }
  const { estimate, draws } = worstOf(harms, frame.draws);
  const bound = sign * Math.min(estimate, lowerQuantile(draws.toSorted(), 1 - FOUND_LEVEL));
  const known = Math.min(high, Math.max(low, bound));
  return {
    estimate: sign * estimate + 0,
    unit: '1',
    n: frame.units.count,
    uncertainty: { kind: 'range', lower: Math.min(known, end), upper: Math.max(known, end) },
    basis: frame.basis,
    rows: frame.rows,
  };
}

/** Why recalls cannot be told. */
export function recallFault(recalls: readonly Score[], units: Units): Unmeasured | undefined {
  if (recalls.length === 0) return unmeasured('unsupported', 'recall is of classifiers; the model is a regression');
  const rare = recalls.findIndex((recall) => fewestUnits(recall, units) < FEWEST_OF_CLASS);
  if (rare < 0) return undefined;
  return unmeasured('out-of-domain', `class ${rare + 1} has fewer than ${FEWEST_OF_CLASS} ${units.name}`);
}
