import { type Score, scoreValue } from '../../methods/evaluation/score.js';
import type { Detail } from '../detail.js';
import type { Unmeasured } from '../figure.js';
import type { VariantScores } from './robustness-figures.js';
import type { PerturbedName } from './robustness-outputs.js';

/** One row a variant of each perturbation. */
export function robustnessDetails(
  measured: ReadonlyMap<PerturbedName, { readonly variants: readonly VariantScores[] } | Unmeasured>,
  clean: Score,
  weights: Float64Array,
): readonly Detail[] {
  const value = (score: Score | undefined): number | null => (score ? numberOrNull(scoreValue(score, weights)) : null);
  const rows = [...measured].flatMap(([name, one]): (string | number | null)[][] => {
    if ('unmeasured' in one) return [[name, '', null, null, null, one.detail]];
    return one.variants.map(({ name: variant, metric, recalls, flips }) => {
      const worst = Math.min(...recalls.map((recall) => scoreValue(recall, weights)));
      return [name, variant, value(metric), numberOrNull(worst), value(flips), null];
    });
  });
  return [
    {
      type: 'table',
      id: 'perturbations',
      title: { en: 'Perturbations', zh: '扰动' },
      columns: [
        { name: 'perturbation' },
        { name: 'variant' },
        { name: 'metric', unit: '1' },
        { name: 'minRecall', unit: '1' },
        { name: 'flipRate', unit: '1' },
        { name: 'notMeasured' },
      ],
      rows: [['none', '', value(clean), null, null, null], ...rows],
    },
  ];
}

const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
