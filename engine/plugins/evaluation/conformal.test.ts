import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { spreadOf, supportOf } from '../../judge/support.js';
import { CLASS_SCORES, conformalThreshold } from '../../methods/evaluation/conformal.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import { betaBinomialCdf } from '../../numerics/distributions/beta-binomial.js';
import { normalCdf, normalQuantile } from '../../numerics/distributions/normal.js';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { conformal } from './conformal.js';
import type { ConformalParameters } from './conformal.js';

const DEFAULTS: ConformalParameters = {
  level: 0.9,
  score: 'lac',
  split: 'random',
  calibrationShare: 0.5,
  columns: null,
  cuts: {},
  minGroupSize: 30,
  draws: 400,
};
const measure = async (subject: MemorySubject, params: Partial<ConformalParameters> = {}, seed = 'seed') => {
  const context = memoryContext(memorySubject(subject), { ...DEFAULTS, ...params }, { seed });
  const result = await conformal.measure(context);
  expect(validateResult(conformal, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const figureOf = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const support = (output: Output | undefined, operator: '<=' | '>=', limit: number): number =>
  supportOf(spreadOf(figureOf(output))!, operator, limit)[0];

const reference = JSON.parse(
  readFileSync(new URL('../../../tests/reference/conformal.json', import.meta.url), 'utf8'),
) as {
  betaBinomial: [number, number, number, number, number][];
  sets: {
    score: 'lac' | 'aps';
    level: number;
    probabilities: number[][];
    truth: number[];
    calibrating: number;
    threshold: number;
    sizes: number[];
    covered: number[];
  }[];
};

describe('against figures that NumPy and SciPy computed', () => {
  test.each(reference.betaBinomial)('P(X ≤ %d) of %d trials, Beta(%d, %d)', (k, n, a, b, p) =>
    expect(Math.abs(betaBinomialCdf(k, n, a, b) - p)).toBeLessThan(1e-10),
  );

  test.each(reference.sets)('$score at level $level: threshold, sets, coverage', (of) => {
    const classes = of.probabilities[0]!.length;
    const probabilities = Float64Array.from(of.probabilities.flat());
    const score = (row: number, c: number): number => CLASS_SCORES[of.score](probabilities, classes, row, c);
    const scores = Float64Array.from({ length: of.calibrating }, (_, row) => score(row, of.truth[row]!));
    const threshold = conformalThreshold(scores, unitsOf(of.calibrating, undefined, undefined), of.level);
    expect(threshold).toBeCloseTo(of.threshold, 12);
    const rest = Array.from({ length: of.truth.length - of.calibrating }, (_, i) => of.calibrating + i);
    const near = threshold + 1e-12;
    const inSet = (row: number): number[] => [...Array(classes).keys()].filter((c) => score(row, c) <= near);
    expect(rest.map((row) => inSet(row).length)).toEqual(of.sizes);
    expect(rest.map((row) => Number(inSet(row).includes(of.truth[row]!)))).toEqual(of.covered);
  });
});

/** Numbers that a model predicts with a standard normal error, so that what an interval covers is known. */
function numbers(count: number, seed: string, drift = 1): MemorySubject {
  const rng = createRng(seed);
  const predicted = Float64Array.from({ length: count }, () => 3 * rng.normal());
  const values = predicted.map((value, row) => value + rng.normal() * (row < count / 2 ? 1 : drift));
  return {
    task: 'regression',
    test: { table: memoryTable({ predicted: { numbers: predicted } }), target: { kind: 'numbers', values } },
    model: { classes: [], predict: () => ({ kind: 'numbers', values: predicted }) },
  };
}
const covers = (width: number): number => 2 * normalCdf(width / 2) - 1;

describe('what the figures claim', () => {
  test('coverage is that of these sets: at its true value it passes falsely at most α', async () => {
    const runs = 120;
    let [tooHigh, tooLow, wide, narrow] = [0, 0, 0, 0];
    const truths: number[] = [];
    for (let run = 0; run < runs; run++) {
      const { outputs } = await measure(numbers(100, `coverage ${run}`), {}, `run ${run}`);
      const truth = covers(said(outputs['meanWidth']) as number);
      truths.push(truth);
      tooHigh += Number(support(outputs['coverage'], '>=', truth) >= 0.95);
      tooLow += Number(support(outputs['coverage'], '<=', truth) >= 0.95);
      const width = -2 * normalQuantile(0.05);
      wide += Number(support(outputs['meanWidth'], '>=', width) >= 0.95);
      narrow += Number(support(outputs['meanWidth'], '<=', width) >= 0.95);
    }
    const allowed = runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95);
    for (const count of [tooHigh, tooLow, wide, narrow]) expect(count).toBeLessThanOrEqual(allowed);
    // Over calibration sets of 50 rows it is Beta(46, 5) distributed: mean 0.902, deviation 0.041.
    const mean = truths.reduce((sum, value) => sum + value / runs, 0);
    const deviation = Math.sqrt(truths.reduce((sum, value) => sum + (value - mean) ** 2 / runs, 0));
    expect(Math.abs(mean - 46 / 51)).toBeLessThan((3 * 0.041) / Math.sqrt(runs));
    expect(Math.abs(deviation - 0.0412)).toBeLessThan(0.012);
  });

  test('the promise is tried by rows in order: alike ones pass, later ones that err more do not', async () => {
    const runs = 60;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const { outputs } = await measure(numbers(120, `alike ${run}`), { split: 'in-order' });
      rejected += Number((said(outputs['exchangeabilityP']) as number) <= 0.05);
    }
    expect(rejected).toBeLessThanOrEqual(runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95));
    const { outputs } = await measure(numbers(400, 'moved', 2), { split: 'in-order' });
    expect(said(outputs['exchangeabilityP'])).toBeLessThan(0.01);
  });

  test('a good classifier has small sets, and its worst class is no better than the whole', async () => {
    const { test: data, model } = await breastCancerModel();
    const subject: MemorySubject = { task: 'binary-classification', test: data, model };
    for (const score of ['lac', 'aps'] as const) {
      const { outputs, details } = await measure(subject, { score, level: 0.95 });
      expect(said(outputs['coverage'])).toBeGreaterThan(0.9);
      if (score === 'lac') expect(said(outputs['meanSetSize'])).toBeLessThan(1.2);
      expect(said(outputs['minClassCoverage'])).toBeLessThanOrEqual(said(outputs['coverage']) as number);
      expect(said(outputs['meanWidth'])).toBe('unsupported');
      expect(said(outputs['minGroupCoverage'])).toBe('missing-input');
      expect(details?.map(({ id }) => id)).toEqual(['promise', 'setSizes', 'coverages']);
    }
  });

  test('a group on which the model errs more is covered less', async () => {
    const subject = numbers(600, 'groups', 3);
    const { table } = subject.test!;
    const half = Array.from({ length: 600 }, (_, row) => (row < 300 ? 'early' : 'late'));
    const withGroup = memoryTable({
      predicted: { numbers: table.columns[0]!.type === 'numeric' ? table.columns[0]!.values : [] },
      half: { texts: half, roles: ['sensitive'] },
    });
    const { outputs } = await measure({ ...subject, test: { ...subject.test!, table: withGroup } });
    expect(support(outputs['minGroupCoverage'], '<=', 0.89)).toBeGreaterThan(0.95);
    expect(said(outputs['minClassCoverage'])).toBe('unsupported');
  });

  test.each<[string, MemorySubject, Partial<ConformalParameters>, string]>([
    ['too few rows for the level', numbers(40, 'few'), { level: 0.99 }, 'out-of-domain'],
    ['too few rows', numbers(12, 'few'), {}, 'out-of-domain'],
    ['a column that is not there', numbers(100, 'column'), { columns: ['sex'] }, 'missing-input'],
  ])('%s', async (_, subject, params, cause) =>
    expect(said((await measure(subject, params)).outputs['coverage'])).toBe(cause),
  );
});
