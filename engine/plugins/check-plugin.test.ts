import { describe, expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.generated.js';
import { checkPlugin } from './check-plugin.js';
import { definePlugin } from './contract.js';
import type { MeasureContext, MeasureResult } from './contract.js';
import { exactFigure } from './exact-figure.js';
import { fillParameters } from './parameters.js';
import { PLUGINS } from './registry.js';

/** Fewer draws than by default: the contract does not hang on their number. */
const LIGHTER: Readonly<Record<string, object>> = {
  'energy/comparison': { draws: 200, batch: 4, seconds: 0.5 },
  'energy/inference': { batches: [1, 4], seconds: 0.5 },
  'energy/overhead': { batch: 4, seconds: 0.5 },
  'energy/proportionality': { batch: 4, seconds: 0.5 },
  'energy/pruning': { draws: 200 },
  'energy/quantisation': { draws: 200 },
  'evaluation/baseline-gain': { draws: 200 },
  'evaluation/calibration': { draws: 200 },
  'evaluation/comparison': { draws: 200, metric: 'recallMacro' },
  'evaluation/conformal': { draws: 200, level: 0.8, minGroupSize: 10 },
  'evaluation/cross-validation': { draws: 200, split: { folds: 3 } },
  'evaluation/declared-accuracy': { draws: 200, claimed: 0.5 },
  'evaluation/drift': { draws: 200 },
  'evaluation/estimator-comparison': { estimator: { type: 'decision-tree' }, folds: 3, repeats: 1 },
  'evaluation/estimator-match': { draws: 200, trainings: 9 },
  'evaluation/fairness': { draws: 200 },
  'evaluation/holdout': { draws: 200 },
  'evaluation/leakage': { draws: 200 },
  'evaluation/out-of-bag': { draws: 200 },
  'evaluation/overfit-gap': { draws: 200 },
  'evaluation/robustness': { draws: 200, repeats: 2, searchSteps: 8 },
  'evaluation/slices': { draws: 200, minSliceSize: 10 },
  'explainability/counterfactual': { draws: 200, maxRows: 20, mostAsked: 50 },
  'explainability/effects': { draws: 200, maxRows: 40, points: 6, pairFeatures: 3, pairRows: 12 },
  'explainability/lime': { draws: 200, maxRows: 5, samples: 200 },
  'explainability/permutation-importance': { draws: 200, repeats: 2, exactRows: 50 },
  'explainability/quality': { draws: 200, maxRows: 12, background: 5, subsets: 10, orders: 1 },
  'explainability/retraining': { draws: 200, maxRows: 20, background: 5, mostEvaluations: 20, repeats: 2 },
  'explainability/sensitive-use': { draws: 200, maxRows: 20, background: 5 },
  'explainability/shap': { draws: 200, maxRows: 50, background: 10 },
  'explainability/stability': { draws: 200, maxRows: 12, background: 5, samples: 60, pairs: 2, changes: 2 },
  'explainability/surrogate': { draws: 200, maxDepth: 4 },
  'privacy/attack-inference': { draws: 200, attacks: 40 },
  'privacy/attack-linkability': { draws: 200, attacks: 40 },
  'privacy/attack-singling-out': { draws: 200, attacks: 40 },
  'privacy/attribute-inference': { draws: 200 },
  'privacy/dp-audit': { method: 'many-runs', runs: 8, claimed: 1 },
  'privacy/encryption': { tamperBytes: 1024 },
  'privacy/masking-residual': { rows: 40 },
  'privacy/membership-inference': { draws: 200, shadows: 8 },
  'privacy/procedure-exposure': { draws: 200, shadows: 8, targets: 4 },
};

describe('the registry', () => {
  test('is sorted, and is what the catalogue declares', async () => {
    const ids = Object.keys(PLUGINS);
    expect(ids).toEqual(ids.toSorted());
    expect(Object.keys(CATALOGUE)).toEqual(ids);
    for (const [id, load] of Object.entries(PLUGINS)) {
      const { measure, ...declaration } = await load();
      const { parameters, ...entry } = CATALOGUE[id]!;
      expect(entry).toEqual(declaration);
      expect([typeof measure, typeof parameters]).toEqual(['function', 'object']);
    }
  });

  test.each(Object.entries(PLUGINS))('%s keeps the contract on every subject', async (id, load) => {
    const { value, faults } = fillParameters(CATALOGUE[id]!, LIGHTER[id] ?? {});
    expect(faults).toEqual([]);
    expect(await checkPlugin(await load(), value as never)).toEqual([]);
  });
});

type Measure = (context: MeasureContext<object>) => MeasureResult | Promise<MeasureResult>;
const plugin = (measure: Measure, deterministic = true) =>
  definePlugin<object>({
    id: 'privacy/acme-count',
    version: '1.0.0',
    title: 'Count',
    about: 'data',
    needs: ['data'],
    deterministic,
    outputs: { count: { type: 'integer', unit: '1', range: [0, null], title: 'Count' } },
    measure: async (context) => measure(context),
  });
const give = (count: number): MeasureResult => ({ outputs: { count: exactFigure(count, '1') } });
const sound: Measure = async ({ subject, signal }) => {
  signal.throwIfAborted();
  return give((await subject.table('whole'))?.rowCount ?? 0);
};

describe('checkPlugin', () => {
  const breaches = async (measure: Measure, deterministic?: boolean) =>
    new Set((await checkPlugin(plugin(measure, deterministic), {})).map(({ check }) => check));

  test('finds nothing in a sound plugin', async () => {
    expect(await breaches(sound)).toEqual(new Set());
  });

  let calls = 0;
  test.each<[string, Measure, readonly string[]]>([
    ['an exception', async () => Promise.reject(new Error('no')), ['throws']],
    [
      'an undeclared output',
      ({ signal }) => (signal.throwIfAborted(), { outputs: { ...give(1).outputs, more: exactFigure(1, '1') } }),
      ['result'],
    ],
    ['a NaN', ({ signal }) => (signal.throwIfAborted(), give(Number.NaN)), ['result', 'json']],
    ['another answer each time', ({ signal }) => (signal.throwIfAborted(), give(calls++)), ['repeatable']],
    [
      'a change of the data',
      async (context) => {
        const column = (await context.subject.table('whole'))?.columns[0];
        if (column?.type === 'numeric' && column.values.length > 0) column.values[0]! += 1;
        return sound(context);
      },
      ['inputs'],
    ],
    [
      'a change of the subject’s objects',
      async (context) => {
        const table = await context.subject.table('whole');
        if (table !== undefined) Object.assign(table, { rowCount: 0 });
        return sound(context);
      },
      ['throws'],
    ],
    ['deafness to an abort', async ({ subject }) => give((await subject.table('whole'))?.rowCount ?? 0), ['abort']],
    [
      'an abort honoured at the start alone',
      ({ signal, progress }) => {
        signal.throwIfAborted();
        for (let step = 1; step <= 5; step++) progress(step, 5);
        return give(1);
      },
      ['abort'],
    ],
  ])('finds %s', async (_, measure, checks) => {
    expect(await breaches(measure)).toEqual(new Set(checks));
  });

  test('lets readings differ', async () => {
    expect(await breaches(({ signal }) => (signal.throwIfAborted(), give(calls++)), false)).toEqual(new Set());
  });

  test('finds faults of the declaration', async () => {
    const wrong = {
      ...plugin(sound),
      id: 'fairness/x',
      version: '1',
      outputs: { Count: plugin(sound).outputs['count']! },
    };
    const faults = await checkPlugin(
      { ...wrong, measure: async () => ({ outputs: { Count: exactFigure(0, '1') } }) },
      {},
      [],
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/id', '/version', '/outputs/Count']);
  });
});
