import { describe, expect, test } from 'vitest';
import { gaussianEpsilon } from '../../methods/privacy/dp/analytic-gaussian.js';
import { checkPlugin } from '../check-plugin.js';
import { isFact, isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { dpAccounting } from './dp-accounting.js';
import type { DpAccountingParameters } from './dp-accounting.js';

const train = { table: memoryTable({ a: { numbers: Array.from({ length: 500 }, (_, row) => row) } }) };
const DEFAULTS: DpAccountingParameters = { of: 'training', accountant: 'rdp', delta: null };

const measure = (subject: Partial<MemorySubject>, params: Partial<DpAccountingParameters> = {}) =>
  dpAccounting.measure(
    memoryContext(memorySubject({ task: 'binary-classification', train, ...subject }), { ...DEFAULTS, ...params }),
  );
const declared = (privacy: object, params: Partial<DpAccountingParameters> = {}) =>
  measure({ training: { privacy } }, params);
const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(`no figure: ${JSON.stringify(output)}`);
  return output;
};
const SGD = { mechanism: 'dp-sgd', noiseMultiplier: 1, sampleRate: 0.01, steps: 1000, delta: 1e-5, epsilon: 2 };

describe('privacy/dp-accounting', () => {
  test('of a declared training: its epsilon, against the declared one, and the noise that would give it', async () => {
    const { outputs, details } = await declared(SGD);
    // priv.dp.peer of tests/reference/reference-values.json.
    expect(figure(outputs['epsilon'])).toMatchObject({ basis: 'declared', uncertainty: { kind: 'exact' } });
    expect(figure(outputs['epsilon']).estimate).toBeCloseTo(2.101366, 5);
    expect(figure(outputs['epsilonExcess']).estimate).toBeCloseTo(0.101366, 5);
    expect(figure(outputs['declaredEpsilon'])).toMatchObject({ estimate: 2, basis: 'declared' });
    expect(figure(outputs['deltaTimesRows']).estimate).toBeCloseTo(0.005, 12);
    expect(outputs['adjacency']).toEqual({ value: 'add-or-remove-one', basis: 'declared' });
    const again = await declared({ ...SGD, noiseMultiplier: figure(outputs['noiseForDeclared']).estimate });
    expect(figure(again.outputs['epsilon']).estimate).toBeLessThanOrEqual(2);
    expect(figure(again.outputs['epsilon']).estimate).toBeGreaterThan(1.99);
    expect(details?.map(({ id }) => id)).toEqual(['phases', 'orders', 'epsilonByDelta', 'attacks']);
  });

  test('by losses: a range, whose upper end is the estimate', async () => {
    const { outputs } = await declared({ ...SGD, epsilon: undefined }, { accountant: 'pld' });
    const { estimate, uncertainty } = figure(outputs['epsilon']);
    expect(estimate).toBeCloseTo(1.8283, 3);
    expect(uncertainty).toMatchObject({ kind: 'range', upper: estimate });
    expect(outputs['declaredEpsilon']).toMatchObject({ unmeasured: 'missing-input' });
    expect(outputs['noiseForDeclared']).toMatchObject({ unmeasured: 'missing-input' });
  });

  test('phases add up; a row replaced moves a sum of clipped gradients twice as far', async () => {
    const whole = { noiseMultiplier: 40, sampleRate: 1 };
    const phases = [
      { mechanism: 'dp-sgd', ...whole, steps: 100 },
      { mechanism: 'gaussian', noiseMultiplier: 4 },
    ];
    const { outputs } = await declared({ phases, delta: 1e-5, epsilon: 1 }, { accountant: 'analytic-gaussian' });
    expect(figure(outputs['epsilon']).estimate).toBeCloseTo(gaussianEpsilon(Math.sqrt(1 / 16 + 1 / 16), 1e-5), 10);
    expect(outputs['noiseForDeclared']).toMatchObject({ unmeasured: 'unsupported' });
    const replaced = await declared(
      { mechanism: 'dp-sgd', ...whole, steps: 100, delta: 1e-5, adjacency: 'replace-one' },
      { accountant: 'analytic-gaussian' },
    );
    expect(figure(replaced.outputs['epsilon']).estimate).toBeCloseTo(gaussianEpsilon(2 / 4, 1e-5), 10);
  });

  test('batches of one size replace rows; their rate is of the training rows', async () => {
    const { outputs, details } = await declared({ ...SGD, sampleRate: undefined, batch: 5, sampling: 'fixed-size' });
    expect(outputs['adjacency']).toMatchObject({ value: 'replace-one' });
    expect(details?.[0]).toMatchObject({ rows: [['gaussian', 0.5, 'fixed-size', 0.01, 1000]] });
    expect(figure(outputs['epsilon']).estimate).toBeGreaterThan(2.1);
  });

  test('the central limit is a range that reaches to the losses', async () => {
    const { outputs } = await declared({ ...SGD, epsilon: undefined }, { accountant: 'gdp' });
    expect(figure(outputs['epsilon']).uncertainty.kind).toBe('range');
  });

  test('pure mechanisms add up at a delta of 0', async () => {
    const phases = [
      { mechanism: 'laplace', noiseMultiplier: 2, steps: 3 },
      { mechanism: 'exponential', stepEpsilon: 0.25, steps: 2 },
    ];
    const { outputs } = await declared({ phases }, { accountant: 'pure' });
    expect(figure(outputs['epsilon']).estimate).toBe(2);
    expect(figure(outputs['delta']).estimate).toBe(0);
    const answers = await declared({ mechanism: 'randomised-response', flip: 0.5 }, { accountant: 'pure' });
    expect(figure(answers.outputs['epsilon']).estimate).toBeCloseTo(Math.log(3), 12);
    expect(answers.outputs['adjacency']).toMatchObject({ value: 'replace-one' });
  });

  test('what Assay itself trains by is not a claim', async () => {
    const privacy = { clip: 1, noiseMultiplier: 1, sampleRate: 0.01 };
    const estimator = { type: 'mlp', with: { epochs: 10, privacy } };
    const { outputs } = await measure({ estimator }, { of: 'estimator', delta: 1e-5 });
    expect(figure(outputs['epsilon'])).toMatchObject({ basis: 'observed' });
    expect(figure(outputs['epsilon']).estimate).toBeCloseTo(2.101366, 5);
    expect(isFact(outputs['adjacency']!) && outputs['adjacency'].basis).toBe('observed');
  });

  test.each<[string, Partial<MemorySubject>, Partial<DpAccountingParameters>, string]>([
    ['no declaration', {}, {}, 'missing-input'],
    ['a bare claim', { training: { privacy: { epsilon: 1, delta: 1e-5 } } }, {}, 'missing-input'],
    ['no delta', { training: { privacy: { ...SGD, delta: undefined } } }, {}, 'missing-input'],
    ['no steps', { training: { privacy: { ...SGD, steps: undefined } } }, {}, 'missing-input'],
    ['shuffled batches', { training: { privacy: { ...SGD, sampling: 'shuffled' } } }, {}, 'out-of-domain'],
    [
      'batches of one size by losses',
      { training: { privacy: { ...SGD, sampling: 'fixed-size' } } },
      { accountant: 'pld' },
      'unsupported',
    ],
    [
      'Poisson samples where a row is replaced',
      { training: { privacy: { ...SGD, adjacency: 'replace-one' } } },
      {},
      'unsupported',
    ],
    [
      'a batch drawn nobody knows how',
      { training: { privacy: { ...SGD, sampleRate: undefined, batch: 5 } } },
      {},
      'missing-input',
    ],
    ['Laplace noise on samples', { training: { privacy: { ...SGD, mechanism: 'laplace' } } }, {}, 'unsupported'],
    ['no estimator', {}, { of: 'estimator' }, 'missing-input'],
    [
      'an estimator without noise',
      { estimator: { type: 'mlp', with: {} } },
      { of: 'estimator', delta: 1e-5 },
      'out-of-domain',
    ],
    [
      'an estimator of another kind',
      { estimator: { type: 'ridge', with: {} } },
      { of: 'estimator', delta: 1e-5 },
      'unsupported',
    ],
    ['a delta below rounding', { training: { privacy: SGD } }, { accountant: 'pld', delta: 1e-15 }, 'unsupported'],
  ])('%s is unmeasured', async (_, subject, params, cause) => {
    const { outputs } = await measure(subject, params);
    expect(outputs['epsilon']).toMatchObject({ unmeasured: cause });
  });

  test('a claim that cannot be accounted for is given all the same', async () => {
    const { outputs } = await declared({ ...SGD, sampling: 'shuffled' });
    expect(figure(outputs['declaredEpsilon']).estimate).toBe(2);
    expect(figure(outputs['deltaTimesRows']).estimate).toBeCloseTo(0.005, 12);
  });

  test.each(['pld', 'gdp', 'rdp'] as const)(
    'keeps the contract with a declared training, by %s',
    async (accountant) => {
      const training = { privacy: { ...SGD, steps: 20, sampleRate: 0.1, epsilon: 1 } };
      const subject = { name: 'declared', subject: { task: 'regression', train, training } as const };
      expect(await checkPlugin(dpAccounting, { ...DEFAULTS, accountant }, [subject])).toEqual([]);
    },
  );
});
