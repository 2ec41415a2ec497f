import { type Attacked, fallingScores, sidesOf } from '../../methods/privacy/membership/attacked.js';
import { lossOf } from '../../methods/privacy/membership/confidence.js';
import { fewestOthers, thresholdAt } from '../../methods/privacy/membership/low-fpr.js';
import type { Shadows } from '../../methods/privacy/membership/shadows.js';
import { rocAuc, scoreSteps } from '../../numerics/metrics/ranking.js';
import type { Detail } from '../detail.js';
import { RATES } from './exposure-outputs.js';

/** Points of a curve that a page can draw. */
const MOST_POINTS = 200;
/** A page shows no more rows. */
export const MOST_ROWS = 50;

/** The ROC curve with both axes as powers of ten, where low rates show: its steps, thinned. */
export function rocCurve({ member, scores }: Pick<Attacked, 'member' | 'scores'>): Detail {
  const { steps } = scoreSteps(member, scores);
  const members = member.reduce((sum, is) => sum + is, 0);
  const others = member.length - members;
  const points: [number, number][] = [];
  let [found, wrong] = [0, 0];
  for (const { positives, negatives } of steps) {
    found += positives;
    wrong += negatives;
    if (found === 0 || wrong === 0) continue;
    const point: [number, number] = [Math.log10(wrong / others), Math.log10(found / members)];
    const last = points[points.length - 1];
    const near = last !== undefined && point[0] - last[0] < Math.log10(others) / MOST_POINTS;
    if (near) points[points.length - 1] = [last[0], Math.max(last[1], last[0] === point[0] ? point[1] : last[1])];
    else points.push(point);
  }
  return {
    type: 'curve',
    id: 'roc',
    title: {
      en: 'ROC curve of the attack, both axes as powers of ten',
      zh: '攻击的 ROC 曲线（两轴均为以 10 为底的对数）',
    },
    x: { name: 'log10 false positive rate' },
    y: { name: 'log10 true positive rate' },
    series: [{ name: 'attack', points }],
  };
}

/** By class of the rows: their own area, and how many members are above the thresholds of all rows. */
export function classTable(
  attacked: Attacked,
  target: { readonly classes: readonly string[]; readonly codes: Int32Array },
): Detail {
  const others = fallingScores(attacked, 0);
  const lowest = lowestRate(attacked) ?? Infinity;
  const thresholds = Object.values(RATES).map((rate) => (rate >= lowest ? thresholdAt(others, rate) : null));
  return {
    type: 'table',
    id: 'classes',
    title: { en: 'By class', zh: '按类别' },
    columns: [
      { name: 'class' },
      { name: 'members' },
      { name: 'nonMembers' },
      { name: 'rocAuc' },
      ...Object.keys(RATES).map((name) => ({ name })),
    ],
    rows: target.classes.map((name, code) => {
      const entries = attacked.row.map((row, i) => (target.codes[row] === code ? i : -1)).filter((i) => i >= 0);
      const scores = Float64Array.from(entries, (i) => attacked.scores[i]!);
      const member = Uint8Array.from(entries, (i) => attacked.member[i]!);
      const members = member.reduce((sum, is) => sum + is, 0);
      const found = (threshold: number): number =>
        scores.reduce((sum, score, i) => sum + Number(member[i] === 1 && score > threshold), 0);
      const area = members > 0 && members < member.length ? rocAuc(member, scores) : null;
      return [
        name,
        members,
        member.length - members,
        area,
        ...thresholds.map((threshold) => (members > 0 && threshold !== null ? found(threshold) / members : null)),
      ];
    }),
  };
}

/** The attacked model beside the shadows: where they differ much, the estimator is not the one that made the model. */
export function shadowTable(
  target: { readonly member: Uint8Array; readonly confidences: Float64Array },
  shadows: Shadows,
): Detail {
  const losses = (member: Uint8Array, confidences: Float64Array): readonly [number, number] => {
    const sums = [0, 0];
    const counts = [0, 0];
    confidences.forEach((value, row) => {
      sums[member[row]!]! += lossOf(value);
      counts[member[row]!]!++;
    });
    return [sums[1]! / counts[1]!, sums[0]! / counts[0]!];
  };
  const of = (model: number): readonly [number, number] => {
    const [from, to] = [model * shadows.rows, (model + 1) * shadows.rows];
    return losses(shadows.member.subarray(from, to), shadows.confidences.subarray(from, to));
  };
  const all = Array.from({ length: shadows.models }, (_, model) => of(model));
  const row = (name: string, pick: (values: readonly number[]) => number): (string | number)[] => [
    name,
    pick(all.map(([own]) => own)),
    pick(all.map(([, other]) => other)),
  ];
  return {
    type: 'table',
    id: 'shadows',
    title: {
      en: 'The model beside the shadow models: log loss on the rows that each learnt of, and on others',
      zh: '模型与影子模型：在各自训练行与其他行上的对数损失',
    },
    columns: [{ name: 'model' }, { name: 'own rows' }, { name: 'other rows' }],
    rows: [
      ['model', ...losses(target.member, target.confidences)],
      row('shadows, least', (values) => Math.min(...values)),
      row('shadows, mean', (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
      row('shadows, most', (values) => Math.max(...values)),
    ],
  };
}

/** Lowest of the rates that the non-members resolve; `undefined` where there is none. */
export function lowestRate(attacked: Attacked): number | undefined {
  const { others } = sidesOf(attacked);
  return Object.values(RATES)
    .filter((rate) => others.units >= fewestOthers(rate))
    .sort((a, b) => a - b)[0];
}
