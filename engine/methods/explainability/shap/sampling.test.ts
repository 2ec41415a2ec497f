import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';
import { enumeratedShapley } from './enumeration.js';
import { kernelShap } from './kernel-shap.js';
import { permutationShap } from './permutation-shap.js';
import type { SampledShares, SamplingPlan } from './sampling.js';

/** Two explained and seven background rows of `n` numbers, under a function of them. */
function game(n: number, seed: string, f: (x: Float64Array) => number): Explained {
  const rng = createRng(seed);
  const draw = (rows: number): Float64Array[] =>
    Array.from({ length: rows }, () => Float64Array.from({ length: n }, () => rng.normal()));
  const [explained, background] = [draw(2), draw(7)];
  return {
    players: Array.from({ length: n }, (_, player) => `x${player}`),
    rows: 2,
    backgrounds: 7,
    value: async ({ rows, backgrounds, masks }) =>
      Float64Array.from(rows, (row, mix) =>
        f(
          explained[row]!.map((own, player) =>
            masks[mix * n + player] ? own : background[backgrounds[mix]!]![player]!,
          ),
        ),
      ),
  };
}

/** Interactions, a step, and a player without effect. */
const rugged = (x: Float64Array): number =>
  x[0]! * x[1]! * x[5]! + (x[2]! > 0 ? 2 : 0) + Math.tanh(x[0]! + x[3]! + x[4]!) + Math.abs(x[3]!) * x[1]! * x[4]!;

const plan = (over: Partial<SamplingPlan>): SamplingPlan => ({
  tolerance: 0,
  mostEvaluations: 2000,
  rng: (row: number): Rng => createRng(`row ${row}`),
  ...over,
});

describe.each<[string, (explained: Explained, plan: SamplingPlan) => Promise<SampledShares>]>([
  ['kernel', kernelShap],
  ['permutation', permutationShap],
])('%s SHAP', (_, method) => {
  test('an additive model is known at once and exactly but for the background', async () => {
    const additive = game(5, 'additive', (x) => 3 * x[0]! - x[1]! + 0.5 * x[2]!);
    const exact = await enumeratedShapley(additive);
    const many = await method(additive, plan({ mostEvaluations: 20_000 }));
    many.values.forEach((value, at) =>
      expect(Math.abs(value - exact.values[at]!)).toBeLessThan(5 * many.errors[at]! + 1e-9),
    );
  });

  test('it adds up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.integer(), async (n, seed) => {
        const one = game(n, `${seed}`, (x) => Math.sin(x.reduce((sum, value) => sum + value, 0)) + x[0]! * x[1]!);
        const { values, base, predictions } = await method(one, plan({ mostEvaluations: 300 }));
        for (const row of [0, 1]) {
          const sum = values.subarray(row * n, (row + 1) * n).reduce((total, value) => total + value, base[row]!);
          expect(sum).toBeCloseTo(predictions[row]!, 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('it stops once every standard error is within the tolerance, and says when it did not', async () => {
    const one = game(7, 'stops', rugged);
    const loose = await method(one, plan({ tolerance: 0.2, mostEvaluations: 1e6 }));
    const tight = await method(one, plan({ tolerance: 0.05, mostEvaluations: 1e6 }));
    expect(loose.settled).toBe(2);
    expect(Math.max(...loose.errors)).toBeLessThanOrEqual(0.2);
    expect(Math.max(...tight.errors)).toBeLessThanOrEqual(0.05);
    expect(tight.evaluations).toBeGreaterThan(1.5 * loose.evaluations);
    const short = await method(one, plan({ tolerance: 0, mostEvaluations: 500 }));
    expect(short.settled).toBe(0);
    expect(short.evaluations).toBeLessThanOrEqual(2 * 500 + 9);
    expect(short.evaluations).toBeGreaterThan(2 * 400);
  });

  test('no row’s values depend on the rows beside it', async () => {
    const one = game(7, 'alone', rugged);
    const both = await method(one, plan({}));
    const first = await method({ ...one, rows: 1 }, plan({}));
    expect(both.values.subarray(0, 7)).toEqual(first.values);
  });

  test('estimate ± 1.96 standard errors covers the exact value in about 95 % of repeats', async () => {
    const n = 8;
    const one = game(n, 'coverage', rugged);
    const exact = await enumeratedShapley(one);
    let covered = 0;
    let bias = 0;
    const repeats = 300;
    // The step is additive: its share is known as soon as every background row was met.
    const inEffect = [0, 1, 3, 4, 5];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const { values, errors } = await method(
        { ...one, rows: 1 },
        plan({ mostEvaluations: 1200, rng: () => createRng(`repeat ${repeat}`) }),
      );
      for (const player of inEffect) {
        const off = values[player]! - exact.values[player]!;
        if (Math.abs(off) <= 1.96 * errors[player]!) covered++;
        bias += off / errors[player]! / repeats / inEffect.length;
      }
    }
    const share = covered / repeats / inEffect.length;
    // Binomial error of 300 repeats of five dependent values: three times 0.0126.
    expect(share).toBeGreaterThan(0.95 - 0.038);
    expect(share).toBeLessThan(0.95 + 0.038);
    expect(Math.abs(bias)).toBeLessThan(0.15);
  });
});
