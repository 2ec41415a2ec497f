import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { combineBoxes, meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import type { MeanColumn } from '../../methods/evaluation/mean-boxes.js';
import type { Units } from '../../methods/evaluation/units.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Output } from '../figure.js';
import type { AttributeRows } from './attribute-rows.js';

/** The value guessed of each row, members first, then the control group: with the model and without it. */
export interface Guesses {
  readonly guessed: Int32Array;
  readonly imputed: Int32Array;
}

/** Figures of the two groups: independent samples, their resamples drawn apart; a difference within one is paired. */
export function attributeFigures(
  { members, control, values, units }: AttributeRows,
  { guessed, imputed }: Guesses,
  { params, rng }: Pick<MeasureContext<{ readonly draws: number }>, 'params' | 'rng'>,
  basis: Basis,
): Pick<MeasureResult, 'outputs' | 'details'> {
  const side = (from: number, count: number, of: Units, stream: string) => {
    const hits = (guesses: Int32Array): Int8Array =>
      Int8Array.from({ length: count }, (_, i) => Number(guesses[from + i] === values[from + i]));
    const columns: MeanColumn[] = [guessed, imputed].map((guesses) => ({
      values: hits(guesses),
      lowest: 0,
      highest: 1,
    }));
    const [first, second] = columns;
    columns.push({
      values: Int8Array.from({ length: count }, (_, i) => first!.values[i]! - second!.values[i]!),
      lowest: -1,
      highest: 1,
    });
    const boxes = meanBoxes(columns, of, { rng: rng(stream), draws: params.draws, extras: 1 });
    return { means: columns.map((column) => meanOfColumn(column, of.weights)), boxes, n: of.count };
  };
  const own = side(0, members, units.members, 'members');
  const held = side(members, control, units.control, 'control');
  const figure = (estimate: number, box: BoxDraws, n: number, low = 0): Output =>
    drawnFigure(estimate, joinBox(box), { n, basis, range: [low, 1] });
  return {
    outputs: {
      attackAccuracy: figure(own.means[0]!, own.boxes[0]!, own.n),
      controlAccuracy: figure(held.means[0]!, held.boxes[0]!, held.n),
      advantage: figure(
        own.means[0]! - held.means[0]!,
        combineBoxes(own.boxes[0]!, held.boxes[0]!, (a, b) => a - b),
        Math.min(own.n, held.n),
        -1,
      ),
      imputationAccuracy: figure(own.means[1]!, own.boxes[1]!, own.n),
      gainOverImputation: figure(own.means[2]!, own.boxes[2]!, own.n, -1),
    },
    details: [
      intervals([
        ['with the model, training rows', own.means[0]!, own.boxes[0]!],
        ['with the model, other rows', held.means[0]!, held.boxes[0]!],
        ['without it, training rows', own.means[1]!, own.boxes[1]!],
        ['without it, other rows', held.means[1]!, held.boxes[1]!],
      ]),
    ],
  };
}

const intervals = (items: readonly (readonly [string, number, BoxDraws])[]): Detail => ({
  type: 'intervals',
  id: 'guesses',
  title: { en: 'Share of rows whose attribute is guessed', zh: '敏感属性被猜中的行比例' },
  level: 0.95,
  items: items.map(([name, estimate, box]) => {
    const draws = joinBox(box).sort();
    return {
      name,
      estimate,
      lower: Math.min(estimate, quantileOfSorted(draws, 0.025)),
      upper: Math.max(estimate, quantileOfSorted(draws, 0.975)),
    };
  }),
});
