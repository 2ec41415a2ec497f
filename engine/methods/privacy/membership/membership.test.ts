import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { rankingOf } from '../../evaluation/ranking-boxes.js';
import { unitsOf } from '../../evaluation/units.js';
import type { Attacked } from './attacked.js';
import { scaledConfidences } from './confidence.js';
import { callsOf } from './calls.js';
import { exposedEntries } from './exposed-rows.js';
import { balancedAccuracy, exposuresOf } from './exposure.js';
import { liraScores } from './lira.js';
import { fewestOthers, lowFprBox, thresholdAt, truePositiveRate } from './low-fpr.js';
import { nearestEighths, shadowDesign } from './shadow-design.js';
import type { Shadows } from './shadows.js';

const oneModel = (scores: ArrayLike<number>, members: number): Attacked => ({
  scores: Float64Array.from(scores),
  member: Uint8Array.from(scores, (_, i) => Number(i < members)),
  row: Int32Array.from(scores, (_, i) => i),
  target: new Int32Array(scores.length),
  targets: 1,
  units: unitsOf(scores.length, undefined, undefined),
});
const normals = (count: number, seed: string, shift: (i: number) => number = () => 0): number[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, (_, i) => rng.normal() + shift(i));
};

describe('which model learns of which unit', () => {
  test('each unit in equally many, each model of equally many, without any one round', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 7 }),
        (units, eights, eighths) => {
          const models = 8 * eights;
          const { member, round } = shadowDesign(units, models, eighths, createRng(`${units} ${models} ${eighths}`));
          const learnt = (unit: number, from: number, to: number): number => {
            let sum = 0;
            for (let model = from; model < to; model++) sum += member[model * units + unit]!;
            return sum;
          };
          for (let unit = 0; unit < units; unit++) {
            expect(learnt(unit, 0, models)).toBe((models * eighths) / 8);
            for (let first = 0; first < models; first += round) {
              expect(learnt(unit, first, first + round)).toBe((round * eighths) / 8);
            }
          }
          for (let model = 0; model < models; model++) {
            const size = member.subarray(model * units, (model + 1) * units).reduce((sum, is) => sum + is, 0);
            expect(Math.abs(size - (units * eighths) / 8)).toBeLessThan(2);
          }
        },
      ),
    );
  });

  test('halves complement each other, and rounds differ', () => {
    const { member, round } = shadowDesign(40, 8, 4, createRng('halves'));
    expect(round).toBe(2);
    for (let unit = 0; unit < 40; unit++) expect(member[unit]! + member[40 + unit]!).toBe(1);
    expect(member.subarray(0, 40)).not.toEqual(member.subarray(80, 120));
    expect(() => shadowDesign(4, 6, 4, createRng('six'))).toThrow(RangeError);
    expect([0, 0.11, 0.5, 0.55, 1].map(nearestEighths)).toEqual([1, 1, 4, 4, 7]);
  });
});

describe('scores', () => {
  test('a confidence is finite, and the same of certainty in either class', () => {
    const sure = scaledConfidences([1, 0, 0, 1, 0.5, 0.5, 1 - 1e-300, 1e-300], [0, 0, 1, 1], 2);
    expect(sure[0]).toBeCloseTo(17.33, 2);
    expect([sure[1], sure[2], sure[3]]).toEqual([-sure[0]!, 0, -sure[0]!]);
  });

  test('a likelihood ratio does not hang on the unit of confidences nor on the order of the models', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.boolean(),
        (scale, shift, fixed) => {
          const [models, rows] = [8, 6];
          const confidences = Float64Array.from(normals(models * rows, 'models'));
          const member = Uint8Array.from({ length: models * rows }, (_, i) => (Math.floor(i / rows) + (i % rows)) % 2);
          const target = Float64Array.from(normals(rows, 'target'));
          const options = { online: true, variance: fixed ? 'fixed' : 'per-example' } as const;
          const found = liraScores(target, { rows, models, member, confidences }, options);
          const moved = (values: Float64Array): Float64Array => values.map((value) => scale * value + shift);
          const turned = <T extends Float64Array | Uint8Array>(values: T): T =>
            values.map((_, i) => values[(models - 1 - Math.floor(i / rows)) * rows + (i % rows)]!) as T;
          const shadows: Shadows = { rows, models, member: turned(member), confidences: turned(moved(confidences)) };
          liraScores(moved(target), shadows, options).forEach((score, row) =>
            expect(score).toBeCloseTo(found[row]!, 8),
          );
        },
      ),
    );
  });

  test('models that all answer alike give no infinite score where the target does too', () => {
    const shadows = { rows: 1, models: 4, member: Uint8Array.of(1, 1, 0, 0), confidences: new Float64Array(4).fill(2) };
    const options = { online: true, variance: 'per-example' } as const;
    expect([...liraScores(Float64Array.of(2), shadows, options)]).toEqual([0]);
    expect(() => liraScores(Float64Array.of(2), { ...shadows, member: Uint8Array.of(1, 0, 0, 0) }, options)).toThrow(
      RangeError,
    );
  });
});

describe('a low false positive rate', () => {
  test('of the non-members themselves at most that share is above the threshold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0.1, 0.01), (n, rate) => {
        const others = Float64Array.from(normals(n, `others ${n}`))
          .sort()
          .reverse();
        const threshold = thresholdAt(others, rate);
        // One more of them, in any place: above it with probability (rank)/(n + 1) at most.
        const above = others.filter((score) => score > threshold).length;
        expect((above + 1) / (n + 1) <= rate || threshold === Infinity).toBe(true);
      }),
    );
    expect([fewestOthers(0.01), fewestOthers(0.001)]).toEqual([1000, 10_000]);
    expect(truePositiveRate(oneModel([3, 1, ...normals(99, 'few')], 2), 0.001)).toBe(0);
  });

  test('equal scores: nobody is above, chance would find as large a share of members', () => {
    const { member, scores } = oneModel(new Float64Array(40).fill(1), 20);
    const box = { plain: 0, lower: 0, upper: 0 };
    const totals = { member: 20, other: 20 };
    lowFprBox(rankingOf(member, scores), new Float64Array(40).fill(1), totals, { member: 0, other: 0 }, 0.1, box);
    expect(box).toEqual({ plain: 0, lower: 0, upper: 4 / 20 });
  });

  test('bounds enclose the share, and a member more that is found does not lower it', () => {
    const scores = normals(1200, 'rates', (i) => (i < 200 ? 2 : 0));
    const given = { rates: [0.01], calls: undefined, draws: 200 };
    const of = (attacked: Attacked) => exposuresOf(attacked, { ...given, rng: createRng('draws') }).truePositives[0]!;
    const { box, estimate } = of(oneModel(scores, 200));
    box.lower.forEach((low, draw) => expect(low).toBeLessThanOrEqual(box.upper[draw]!));
    const raised = of(oneModel(scores.with(0, 50), 200));
    expect(raised.estimate).toBeGreaterThanOrEqual(estimate);
    box.lower.forEach((low, draw) => expect(raised.box.lower[draw]).toBeGreaterThanOrEqual(low - 1e-12));
  });
});

describe('calls and exposed rows', () => {
  test('without a signal an attack is at chance, and hardly a row is called exposed', () => {
    const attacked = oneModel(normals(4000, 'null'), 2000);
    const calls = callsOf(attacked, createRng('halves'))!;
    expect(Math.abs(balancedAccuracy(attacked.member, calls.crossed) - 0.5)).toBeLessThan(0.03);
    expect(exposedEntries(attacked).filter(({ adjusted }) => adjusted <= 0.1)).toHaveLength(0);
  });

  test('rows far above all non-members are, with few others', () => {
    const attacked = oneModel(
      normals(4000, 'outliers', (i) => (i < 100 ? 8 : 0)),
      2000,
    );
    const exposed = exposedEntries(attacked).filter(({ adjusted }) => adjusted <= 0.1);
    expect(exposed.filter(({ entry }) => entry < 100)).toHaveLength(100);
    expect(exposed.length).toBeLessThan(125);
  });

  test('no threshold where a side is empty', () => {
    expect(callsOf(oneModel(normals(20, 'members'), 20), createRng('halves'))).toBeUndefined();
    expect(exposedEntries(oneModel([], 0))).toEqual([]);
  });
});
