import { describe, expect, test } from 'vitest';
import { accountBy } from '../../methods/privacy/dp/accountants.js';
import { createRng } from '../../numerics/generator.js';
import { checkPlugin } from '../check-plugin.js';
import { isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { dpAudit } from './dp-audit.js';
import type { DpAuditParameters } from './dp-audit.js';

const DEFAULTS: DpAuditParameters = {
  method: 'one-run',
  canaries: 500,
  guesses: 0.5,
  runs: 64,
  maxRows: 10_000,
  level: 0.95,
  claimed: null,
  delta: null,
};

const ROWS = 240;
const rng = createRng('audited');
const columns = Array.from({ length: 10 }, () => Float64Array.from({ length: ROWS }, () => rng.normal()));
const table = memoryTable(Object.fromEntries(columns.map((numbers, index) => [`x${index}`, { numbers }])));
const codes = Int32Array.from({ length: ROWS }, (_, row) => Number(columns[0]![row]! + rng.normal() > 0));
const train: MemoryData = { table, target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes } };

/** Long enough to learn every row by heart; and the same few steps with so much noise that none is. */
const overfitted = { hidden: [64], epochs: 150, batch: 40, learningRate: 0.01 };
const privately = { ...overfitted, epochs: 5, privacy: { clip: 1, noiseMultiplier: 4, sampleRate: 0.1 } };

const measure = (settings: object, params: Partial<DpAuditParameters> = {}, subject: Partial<MemorySubject> = {}) =>
  dpAudit.measure(
    memoryContext(
      memorySubject({
        task: 'binary-classification',
        train,
        estimator: { type: 'mlp', with: { ...settings } },
        training: { privacy: { mechanism: 'dp-sgd', epsilon: 0.1, delta: 1e-5 } },
        ...subject,
      }),
      { ...DEFAULTS, ...params },
    ),
  );
const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(`no figure: ${JSON.stringify(output)}`);
  return output;
};

describe.each(['one-run', 'many-runs'] as const)('an audit by %s', (method) => {
  test('refutes an epsilon of 0.1 of a network that learns its rows by heart', async () => {
    const { outputs, backend } = await measure(overfitted, { method });
    expect(figure(outputs['epsilonLowerBound']).estimate).toBeGreaterThan(method === 'one-run' ? 0.5 : 0.2);
    expect(figure(outputs['epsilonLowerBound'])).toMatchObject({ uncertainty: { kind: 'bounds', level: 0.95 } });
    expect(outputs['refuted']).toEqual({ value: true, basis: 'observed' });
    expect(outputs['declaredEpsilon']).toMatchObject({ estimate: 0.1, basis: 'declared' });
    expect(figure(outputs['accuracyOfGuesses']).estimate).toBeGreaterThan(0.75);
    expect(backend).toMatch(/onnxruntime/);
  });

  test('does not refute it of the same network under strong noise', async () => {
    const { outputs } = await measure(privately, { method });
    expect(figure(outputs['epsilonLowerBound']).estimate).toBeLessThanOrEqual(0.1);
    expect(outputs['refuted']).toEqual({ value: false, basis: 'observed' });
  });
});

test.each([0.4, 1])(
  'the bound on a private network of noise %d is not above what it is accounted for',
  async (noise) => {
    const privacy = { clip: 1, noiseMultiplier: noise, sampleRate: 0.1 };
    const { outputs } = await measure({ ...overfitted, epochs: 20, privacy });
    const mechanism = { kind: 'gaussian', deviation: noise, sampling: { kind: 'poisson', rate: 0.1 } } as const;
    const accounted = accountBy('rdp', [{ mechanism, steps: 200 }]).epsilonAtMost(1e-5);
    expect(figure(outputs['epsilonLowerBound']).estimate).toBeLessThan(accounted);
  },
);

test('numbers are audited too; the rule may state the claim', async () => {
  const values = Float64Array.from(columns[0]!, (x) => 3 * x + rng.normal());
  const numbers = { table, target: { kind: 'numbers', values } } as const;
  const { outputs } = await measure(
    {},
    { claimed: 1, delta: 1e-6 },
    {
      task: 'regression',
      train: numbers,
      estimator: { type: 'decision-tree', with: {} },
    },
  );
  expect(outputs['refuted']).toMatchObject({ value: true });
  expect(figure(outputs['delta']).estimate).toBe(1e-6);
  expect(figure(outputs['canaries']).estimate).toBe(ROWS / 2);
  expect(figure(outputs['guesses']).estimate).toBe(ROWS / 4);
});

test('without a claim there is a bound, and nothing to refute', async () => {
  const { outputs } = await measure(privately, { maxRows: 100 }, { training: {} });
  expect(figure(outputs['canaries']).estimate).toBe(50);
  expect(outputs['refuted']).toMatchObject({ unmeasured: 'missing-input' });
});

test.each<[string, Partial<MemorySubject>, string]>([
  ['a finished model alone: exposure, not an audit', { estimator: undefined }, 'unsupported'],
  [
    'few rows',
    {
      train: {
        table: memoryTable({ x: { numbers: [1] } }),
        target: { ...train.target!, codes: new Int32Array(1) } as never,
      },
    },
    'out-of-domain',
  ],
  [
    'one class',
    { train: { table, target: { ...train.target!, codes: new Int32Array(ROWS) } as never } },
    'out-of-domain',
  ],
])('%s is unmeasured', async (_, subject, cause) => {
  const { outputs } = await measure({ epochs: 1 }, {}, subject);
  expect(outputs['epsilonLowerBound']).toMatchObject({ unmeasured: cause });
});

test('keeps the contract by one run', async () => {
  const training = { privacy: { epsilon: 1 } };
  const estimator = { type: 'logistic-regression', with: {} };
  const subject = { task: 'binary-classification', train, estimator, training } as const;
  expect(await checkPlugin(dpAudit, DEFAULTS, [{ name: 'declared', subject }])).toEqual([]);
});
