/** Groups of people whose rates are known. */
import type { Rng } from '../../engine/numerics/random.js';
import { fairness } from '../../engine/plugins/evaluation/fairness.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

interface People {
  /** Units of each group. */
  readonly sizes: readonly number[];
  /** By group: share that merits it, true and false positive rates. */
  readonly rates: readonly (readonly [base: number, tpr: number, fpr: number])[];
  readonly perUnit?: number;
  readonly draws?: number;
}

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

export function fairnessCase(name: string, people: People): CalibrationCase {
  const selection = people.rates.map(([base, tpr, fpr]) => base * tpr + (1 - base) * fpr);
  const precision = people.rates.map(([base, tpr], group) => (base * tpr) / selection[group]!);
  const tpr = spread(people.rates.map(([, rate]) => rate));
  const fpr = spread(people.rates.map(([, , rate]) => rate));
  const ratio = Math.min(...selection) / Math.max(...selection);
  return {
    name: `fairness, ${name}`,
    truth: {
      minSelectionRateRatio: ratio,
      demographicParityDifference: spread(selection),
      equalOpportunityDifference: tpr,
      equalisedOddsDifference: Math.max(tpr, fpr),
      predictiveParityDifference: spread(precision),
    },
    clear: {
      minSelectionRateRatio: ['>=', ratio * 0.6],
      demographicParityDifference: ['<=', spread(selection) + 0.2],
    },
    figures: (rng, draws) => measure(people, rng, draws),
  };
}

async function measure({ sizes, rates, perUnit = 1, draws = 400 }: People, rng: Rng, resamples: Rng): Promise<Figures> {
  const group: string[] = [];
  const truth: number[] = [];
  const answer: number[] = [];
  const units: number[] = [];
  let unit = 0;
  sizes.forEach((size, index) => {
    const [base, tpr, fpr] = rates[index]!;
    const person = (): readonly [number, number] => {
      const merit = rng.next() < base;
      return [Number(merit), Number(rng.next() < (merit ? tpr : fpr))];
    };
    for (let i = 0; i < size; i++, unit++) {
      const shared = person();
      for (let row = 0; row < perUnit; row++) {
        const [merit, given] = row > 0 && rng.next() < 0.5 ? person() : shared;
        group.push(`g${index}`);
        truth.push(merit);
        answer.push(given);
        units.push(unit);
      }
    }
  });
  const subject = memorySubject({
    task: 'binary-classification',
    test: {
      table: memoryTable({ group: { texts: group, roles: ['sensitive'] } }),
      target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(truth) },
      ...(perUnit > 1 && { groups: Int32Array.from(units) }),
    },
    model: { classes: ['no', 'yes'], predict: () => ({ kind: 'classes', labels: Int32Array.from(answer) }) },
  });
  const params = { columns: null, favourable: null, cuts: {}, intersections: true, minGroupSize: 10, draws };
  const context = { ...memoryContext(subject, params), rng: () => resamples };
  return (await fairness.measure(context)).outputs as Figures;
}

const alike = (groups: number, rate: readonly [number, number, number]): People['rates'] =>
  Array.from({ length: groups }, () => rate);

export const FAIRNESS_CASES: readonly CalibrationCase[] = [
  fairnessCase('two groups at four fifths, 50 and 50', {
    sizes: [50, 50],
    rates: [
      [0.5, 0.8, 0.2],
      [0.4, 0.7, 0.2],
    ],
  }),
  fairnessCase('two groups, 200 and 30', {
    sizes: [200, 30],
    rates: [
      [0.5, 0.8, 0.2],
      [0.5, 0.6, 0.2],
    ],
  }),
  fairnessCase('few selected, 100 and 100', {
    sizes: [100, 100],
    rates: [
      [0.1, 0.7, 0.05],
      [0.08, 0.6, 0.05],
    ],
  }),
  fairnessCase('three groups alike, 60 each', { sizes: [60, 60, 60], rates: alike(3, [0.5, 0.8, 0.3]) }),
  fairnessCase('five groups, one behind, 80 each', {
    sizes: [80, 80, 80, 80, 80],
    rates: [...alike(4, [0.5, 0.8, 0.2]), [0.5, 0.6, 0.2]],
  }),
  fairnessCase('ten groups alike, 40 each', {
    sizes: Array.from({ length: 10 }, () => 40),
    rates: alike(10, [0.5, 0.7, 0.3]),
  }),
  fairnessCase('ten groups, nine alike, one behind, 60 each', {
    sizes: Array.from({ length: 10 }, () => 60),
    rates: [...alike(9, [0.5, 0.8, 0.2]), [0.5, 0.5, 0.1]],
  }),
  fairnessCase('two groups of clusters of 3, 60 and 60', {
    sizes: [60, 60],
    rates: [
      [0.5, 0.8, 0.2],
      [0.5, 0.7, 0.1],
    ],
    perUnit: 3,
  }),
];
