import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../judge/support.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { networkSubject, noisyLabels, partOf } from './membership-inference.subjects.js';
import { membershipInference } from './membership-inference.js';
import type { MembershipInferenceParameters } from './membership-inference.js';

const PARAMETERS: MembershipInferenceParameters = {
  attack: 'lira',
  online: true,
  variance: 'fixed',
  shadows: 16,
  share: null,
  falseShare: 0.1,
  gamma: 1,
  offlineA: 0.33,
  population: 2500,
  rows: 12_500,
  draws: 300,
};
const MEMBERS = 1250;
const OTHERS = 10_000;
const all = noisyLabels(MEMBERS + OTHERS, 60);

const subjectOf = (settings: Readonly<Record<string, unknown>>) => networkSubject(all, MEMBERS, settings);

async function measure(subject: MemorySubject, parameters: Partial<MembershipInferenceParameters> = {}) {
  const context = memoryContext(memorySubject(subject), { ...PARAMETERS, ...parameters });
  const result = await membershipInference.measure(context);
  expect(validateResult(membershipInference, result)).toEqual([]);
  return result;
}

const figureOf = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
/** Whether a rule with this comparison passes at confidence 0.95. */
const passes = (output: Output | undefined, operator: '>=' | '<=', limit: number): boolean =>
  supportOf(spreadOf(figureOf(output))!, operator, limit)[0] >= 0.95;
const causeOf = (output: Output | undefined): unknown => output && isUnmeasured(output) && output.unmeasured;

const overfitted = await subjectOf({ hidden: [100], epochs: 40, batch: 50, learningRate: 0.005 });

describe('a network that is overfitted on purpose', () => {
  test('is exposed by the likelihood ratio of its rows, at few false alarms', async () => {
    const { outputs, details } = await measure(overfitted);
    // One non-member in a thousand: more than ten times as many of its rows.
    expect(passes(outputs['tprAtOnePerMilleFpr'], '>=', 0.01)).toBe(true);
    expect(passes(outputs['tprAtOnePercentFpr'], '>=', 0.05)).toBe(true);
    expect(passes(outputs['rocAuc'], '>=', 0.7)).toBe(true);
    expect(figureOf(outputs['exposedRows']).estimate).toBeGreaterThan(50);
    expect(figureOf(outputs['advantage']).estimate).toBeCloseTo(
      2 * figureOf(outputs['balancedAccuracy']).estimate - 1,
      12,
    );
    const shown = details?.find(({ id }) => id === 'exposedRows');
    expect(shown).toMatchObject({ type: 'table', rows: { length: 50 } });
  });

  test('is hardly so by one threshold of the loss, however large its area', async () => {
    const { outputs } = await measure(overfitted, { attack: 'loss-threshold' });
    expect(passes(outputs['rocAuc'], '>=', 0.7)).toBe(true);
    expect(passes(outputs['tprAtOnePerMilleFpr'], '<=', 0.01)).toBe(true);
    expect(figureOf(outputs['shadowModels']).estimate).toBe(0);
  });

  test('by RMIA too; its population is taken from the non-members', async () => {
    const { outputs } = await measure(overfitted, { attack: 'rmia', rows: 2500, population: 500, draws: 200 });
    expect(passes(outputs['tprAtOnePercentFpr'], '>=', 0.05)).toBe(true);
    expect(causeOf(outputs['tprAtOnePerMilleFpr'])).toBe('out-of-domain');
    expect(figureOf(outputs['nonMembers']).estimate).toBe(2500);
  });
});

test('the same network trained with strong noise is not exposed', async () => {
  const privacy = { clip: 1, noiseMultiplier: 4, sampleRate: 0.04 };
  const { outputs } = await measure(await subjectOf({ hidden: [100], epochs: 4, learningRate: 0.005, privacy }));
  expect(passes(outputs['tprAtOnePerMilleFpr'], '<=', 0.01)).toBe(true);
  expect(passes(outputs['tprAtOnePercentFpr'], '<=', 0.03)).toBe(true);
  expect(passes(outputs['rocAuc'], '<=', 0.55)).toBe(true);
});

describe('what cannot be measured has a cause', () => {
  const { model, estimator } = overfitted;
  const small: MemorySubject = { ...overfitted, train: partOf(all, 0, 60), test: partOf(all, MEMBERS, MEMBERS + 60) };
  const labelsOnly = {
    ...model!,
    predict: (table: Parameters<NonNullable<typeof model>['predict']>[0]) =>
      ({ kind: 'classes', labels: new Int32Array(table.rowCount) }) as const,
  };
  test.each<[string, MemorySubject, Partial<MembershipInferenceParameters>, string, string]>([
    ['no estimator', { ...small, model: labelsOnly, estimator: undefined }, {}, 'rocAuc', 'missing-input'],
    ['labels alone, with shadows', { ...small, model: labelsOnly, estimator }, {}, 'rocAuc', 'unsupported'],
    ['too few shadows', small, { shadows: 8, share: 0.125 }, 'rocAuc', 'out-of-domain'],
    ['too few rows', { ...small, test: partOf(all, 0, 5) }, {}, 'rocAuc', 'out-of-domain'],
    ['too few for the rate', small, { attack: 'loss-threshold' }, 'tprAtOnePercentFpr', 'out-of-domain'],
  ])('%s', async (_, subject, parameters, output, cause) => {
    const { outputs } = await measure(
      { ...subject, model: subject.model ?? small.model! },
      { draws: 200, ...parameters },
    );
    expect(causeOf(outputs[output])).toBe(cause);
  });

  test('regressions by their errors, not by shadows', async () => {
    const values = Float64Array.from(all.table.columns[0]!.type === 'numeric' ? all.table.columns[0]!.values : []);
    const numbersOf = (from: number, to: number) => ({
      table: partOf(all, from, to).table,
      target: { kind: 'numbers', values: values.slice(from, to) } as const,
    });
    const train = numbersOf(0, 1000);
    const subject: MemorySubject = {
      task: 'regression',
      train,
      test: numbersOf(1000, 2000),
      // Right to a half of its training rows' deviation.
      model: {
        classes: [],
        predict: ({ digest }) => ({
          kind: 'numbers',
          values: values
            .slice(...(digest === train.table.digest ? [0, 1000] : [1000, 2000]))
            .map((value, row) => (digest === train.table.digest ? value / 2 : values[(row * 7) % 1000]! * 0.01)),
        }),
      },
    };
    const { outputs } = await measure(subject, { attack: 'loss-threshold' });
    expect(passes(outputs['rocAuc'], '>=', 0.6)).toBe(true);
    expect(causeOf((await measure(subject)).outputs['rocAuc'])).toBe('unsupported');
  });

  test('labels alone are attacked by their errors', async () => {
    const subject: MemorySubject = { ...small, model: labelsOnly };
    const { outputs } = await measure(subject, { attack: 'loss-threshold', draws: 200 });
    expect(figureOf(outputs['rocAuc']).estimate).toBeGreaterThan(0.3);
  });
});
