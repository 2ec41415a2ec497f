/** Every kind of uncertainty on its own, over sample sizes and rates. */
import { normalCdf } from '../../engine/numerics/distributions/normal.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Ordering } from '../../engine/rules/ast.js';
import { compare, literal, output, ruleOf } from './rules.js';
import {
  band,
  dice,
  empirical,
  exact,
  hoeffding,
  proportion,
  resampled,
  resampledTruth,
  studentT,
  transformedT,
  type Sampler,
} from './samples.js';
import type { Scenario } from './scenario.js';

function scenarioOf(sampler: Sampler, operator: Ordering, confidence: number, more: Partial<Scenario> = {}): Scenario {
  const side = operator === '>=' || operator === '>' ? 1 : -1;
  return {
    section: 'One figure',
    name: `${sampler.name}, \`${operator}\``,
    confidence,
    canBeFalse: true,
    canBeTrue: true,
    make: (rng, shift) => ({
      // The limit moves instead of the truth: the same data, a subject that far on the passing side.
      rule: ruleOf(compare(output('x'), operator, literal(sampler.truth - side * shift * sampler.error)), confidence),
      source: { measurements: { m: { x: sampler.draw(rng) } }, facts: {} },
    }),
    ...more,
  };
}

const SIZES = [10, 30, 100, 300, 1000, 3000, 10_000];
const RATES = [0.5, 0.7, 0.9, 0.95, 0.99];

export function oneFigure(): readonly Scenario[] {
  const both = (sampler: Sampler, more: Partial<Scenario> = {}): readonly Scenario[] => [
    scenarioOf(sampler, '>=', 0.95, more),
    scenarioOf(sampler, '<=', 0.95, more),
  ];
  const truthOf = (n: number, folds: number): number =>
    resampledTruth(n - n / folds, normalCdf, createRng('calibration/resampled-truth'));
  return [
    ...SIZES.flatMap((n) => RATES.map((rate) => scenarioOf(proportion(n, rate), '>=', 0.95))),
    ...[0.9, 0.99].map((confidence) => scenarioOf(proportion(100, 0.9), '<=', confidence)),
    ...[30, 1000].map((n) => scenarioOf(dice(n, 0.7), '>=', 0.95)),
    ...[2, 3, 5, 10, 30, 1000].map((n) => scenarioOf(studentT(n, 1, 2), '>=', 0.95)),
    scenarioOf(studentT(5, 1, 2), '<', 0.99),
    ...[5, 20].flatMap((n) =>
      (['logit', 'log'] as const).map((form) => scenarioOf(transformedT(n, 1, 0.7, form), '>=', 0.95)),
    ),
    ...(
      [
        [100, 5, 2],
        [100, 10, 10],
        [500, 5, 5],
      ] as const
    ).map(([n, folds, repeats]) =>
      scenarioOf(resampled(n, folds, repeats, truthOf(n, folds)), '>=', 0.95, { weight: 0.25 }),
    ),
    ...[10, 20, 50, 200].flatMap((n) => both(empirical(n, 'normal', 999), { weight: 0.25 })),
    ...[20, 200].flatMap((n) => both(empirical(n, 'uniform', 999), { weight: 0.25 })),
    ...[99, 2000].map((count) => scenarioOf(empirical(30, 'normal', count), '>=', 0.95, { weight: 0.25 })),
    ...[0.95, 0.99].flatMap((level) => [30, 1000].map((n) => scenarioOf(hoeffding(n, 0.8, level), '>=', 0.95))),
    ...[0.02, 0.4].map((width) => scenarioOf(band(width), '>=', 0.95)),
    scenarioOf(exact(0.7), '>=', 0.95, { canBeFalse: false }),
    scenarioOf(exact(0.7), '>', 0.95, { canBeTrue: false }),
  ];
}
