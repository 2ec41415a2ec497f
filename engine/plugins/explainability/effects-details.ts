import type { Units } from '../../methods/evaluation/units.js';
import { accumulatedEffects } from '../../methods/explainability/effects/accumulated.js';
import { partialDependence } from '../../methods/explainability/effects/curves.js';
import { strengthOf } from '../../methods/explainability/effects/interaction.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import type { Detail } from '../detail.js';
import { pairSums } from './effects-draws.js';
import type { Interactions } from './effects-draws.js';
import type { FeatureEffects } from './feature-effects.js';

/** Individual curves that are drawn. */
const DRAWN_ROWS = 5;

/** Curves feature by feature, and H of the pairs. `numbers` are those of the rows, `dependences` draws × points. */
export const effectsDetails = (
  features: readonly FeatureEffects[],
  dependences: readonly Float64Array[] | undefined,
  interactions: Interactions,
  units: Units,
  numbers: Int32Array,
): readonly Detail[] => [
  ...features.flatMap((feature, at) => {
    if (feature.grid.length === 0) return [];
    return [feature.levels ? levelBars(feature, at, units) : curve(feature, at, dependences?.[at], units, numbers)];
  }),
  ...(interactions.pairs.length === 0 ? [] : [pairTable(features, interactions, units)]),
];

function curve(
  { name, grid, curves, local }: FeatureEffects,
  at: number,
  draws: Float64Array | undefined,
  units: Units,
  numbers: Int32Array,
): Detail {
  const means = partialDependence(curves, units.weights);
  const points = (values: ArrayLike<number>, from = 0) =>
    Array.from(grid, (x, point) => [x, values[from + point]!] as const);
  const level = means.reduce((sum, value) => sum + value, 0) / means.length;
  return {
    type: 'curve',
    id: `effect-${at + 1}`,
    title: { en: `How the answers hang on ${name}`, zh: `答案如何随 ${name} 变化` },
    x: { name },
    y: { name: 'answer' },
    series: [
      { name: 'partial dependence', points: points(means), ...(draws && { band: bandOf(draws, grid.length) }) },
      ...(local === undefined
        ? []
        : [
            {
              name: 'accumulated local effects, at the level of the former',
              points: Array.from(
                accumulatedEffects(local.bins, local.changes, units.weights),
                (effect, edge) => [local.bins.edges[edge]!, level + effect] as const,
              ).filter(([x]) => x >= grid[0]! && x <= grid.at(-1)!),
            },
          ]),
      ...[...numbers.subarray(0, DRAWN_ROWS)].map((number, row) => ({
        name: `row ${number}`,
        points: points(curves.values, row * curves.points),
      })),
    ],
  };
}

/** Point by point the middle 95 % of the draws. */
function bandOf(draws: Float64Array, points: number): readonly (readonly [number, number])[] {
  return Array.from({ length: points }, (_, point) => {
    const own = draws.filter((_value, at) => at % points === point).sort();
    return [quantileOfSorted(own, 0.025), quantileOfSorted(own, 0.975)] as const;
  });
}

function levelBars({ name, levels, curves }: FeatureEffects, at: number, units: Units): Detail {
  const means = partialDependence(curves, units.weights);
  return {
    type: 'bars',
    id: `effect-${at + 1}`,
    title: { en: `Partial dependence on ${name}`, zh: `对 ${name} 的部分依赖` },
    bars: levels!.map((level, point) => ({ name: level, value: means[point]! })),
  };
}

function pairTable(features: readonly FeatureEffects[], interactions: Interactions, units: Units): Detail {
  const sums = pairSums(interactions, units.weights);
  const rows = interactions.pairs
    .map(({ first, second }, at) => [features[first]!.name, features[second]!.name, strengthOf(sums[at]!)] as const)
    .sort(([, , a], [, , b]) => b - a);
  return {
    type: 'table',
    id: 'interactions',
    title: { en: 'Friedman’s H of the pairs that move the answers', zh: '影响答案的特征对的弗里德曼 H' },
    columns: [{ name: 'feature' }, { name: 'with' }, { name: 'H' }],
    rows,
  };
}
