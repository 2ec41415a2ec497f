import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../plugins/contract.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { planMeasurements } from './plan-measurements.js';
import type { PlanRequest } from './plan-measurements.js';
import type { PlanSubject } from './plan-subject.js';

const subject: PlanSubject = {
  task: 'binary-classification',
  inputs: [
    { role: 'data.train', digest: 'sha256:11' },
    { role: 'data.test', digest: 'sha256:22' },
    { role: 'model', digest: 'sha256:33' },
    { role: 'training.emissions', digest: 'sha256:44' },
  ],
  settings: {
    data: { columns: { age: { type: 'numeric', roles: ['feature'] } }, missing: ['', 'NA', '?'] },
    target: { column: 'class', classes: ['good', 'bad'], positive: 'bad' },
    model: { format: 'onnx', threshold: 0.5 },
    estimator: { type: 'logistic-regression', with: { C: 1 } },
    training: { region: 'DEU' },
    facts: { riskClass: 'high' },
  },
  lacks: [],
};

const ask = (plugin: string, parameters = {}, rule = 's/R-1', alias = 'a'): PlanRequest['policy']['rules'][number] => ({
  id: rule,
  measurements: { [alias]: { plugin, with: parameters } },
});

const catalogue: Catalogue = {
  ...CATALOGUE,
  'privacy/acme-epsilon': {
    id: 'privacy/acme-epsilon',
    version: '1.0.0',
    title: 'Epsilon',
    about: 'training',
    needs: ['training'],
    outputs: {},
    deterministic: true,
    parameters: { type: 'object' },
  },
};

const planOf = (plugin: string, change: Partial<PlanRequest> & { parameters?: object } = {}) =>
  planMeasurements({
    policy: { digest: 'sha256:aa', rules: [ask(plugin, change.parameters)] },
    subject,
    catalogue,
    backends: { onnxruntime: '1.30.0' },
    ...change,
  });

const keyOf = (plugin: string, change: Partial<PlanRequest> & { parameters?: object } = {}): string =>
  planOf(plugin, { seed: 7, ...change }).measurements[0]!.key;

const withSettings = (settings: Partial<PlanSubject['settings']>): Partial<PlanRequest> => ({
  subject: { ...subject, settings: { ...subject.settings, ...settings } },
});
const withDigest = (role: string, digest: string): Partial<PlanRequest> => ({
  subject: { ...subject, inputs: subject.inputs.map((input) => (input.role === role ? { role, digest } : input)) },
});

const onAdapter = (way: { model?: boolean; estimator?: boolean }): Partial<PlanRequest> => ({
  adapter: { name: 'some adapter', model: false, estimator: false, ...way },
});

const HOLDOUT = 'evaluation/holdout';
const CROSS = 'evaluation/cross-validation';
const ANONYMITY = 'privacy/anonymity';
const EPSILON = 'privacy/acme-epsilon';

describe('the key of a measurement', () => {
  it.each<[string, string, Partial<PlanRequest> & { parameters?: object }]>([
    ['a parameter', HOLDOUT, { parameters: { draws: 500 } }],
    ['the seed', HOLDOUT, { seed: 8 }],
    ['a backend’s version', HOLDOUT, { backends: { onnxruntime: '1.31.0' } }],
    ['the model', HOLDOUT, withDigest('model', 'sha256:34')],
    ['the test data', HOLDOUT, withDigest('data.test', 'sha256:23')],
    ['the threshold', HOLDOUT, withSettings({ model: { format: 'onnx', threshold: 0.4 } })],
    ['the target', HOLDOUT, withSettings({ target: { column: 'class', classes: ['bad', 'good'], positive: 'bad' } })],
    ['a column’s type', HOLDOUT, withSettings({ data: { columns: { age: { type: 'categorical' } } } })],
    ['the missing values', ANONYMITY, withSettings({ data: { missing: [''] } })],
    ['a column’s role', ANONYMITY, withSettings({ data: { columns: { age: { roles: ['quasi-identifier'] } } } })],
    ['the table', ANONYMITY, withDigest('data.train', 'sha256:12')],
    ['the estimator', CROSS, withSettings({ estimator: { type: 'logistic-regression', with: { C: 2 } } })],
    ['the task', CROSS, { subject: { ...subject, task: 'multiclass-classification' } }],
    ['what is missing', CROSS, { subject: { ...subject, lacks: ['target'] } }],
    ['evidence about the training', EPSILON, withSettings({ training: { region: 'FRA' } })],
    ['a file of the training', EPSILON, withDigest('training.emissions', 'sha256:45')],
    ['a fact, where training is measured', EPSILON, withSettings({ facts: { riskClass: 'low' } })],
    ['an adapter that its model runs on', HOLDOUT, onAdapter({ model: true })],
    ['an adapter that its trainings run on', CROSS, onAdapter({ estimator: true })],
    ['a third party’s code', EPSILON, { code: { [EPSILON]: 'sha256:cc' } }],
  ])('changes with %s', (_, plugin, change) => {
    expect(keyOf(plugin, change)).not.toBe(keyOf(plugin));
  });

  it.each<[string, string, Partial<PlanRequest> & { parameters?: object }]>([
    ['a default that is written out', HOLDOUT, { parameters: { draws: 2000 } }],
    ['the order of parameters', HOLDOUT, { parameters: { bins: 15, draws: 2000 } }],
    ['a fact', HOLDOUT, withSettings({ facts: { riskClass: 'low' } })],
    ['training data that is not read', HOLDOUT, withDigest('data.train', 'sha256:12')],
    ['how a model is trained', HOLDOUT, withSettings({ estimator: { type: 'mlp' } })],
    ['the policy, at one seed', HOLDOUT, { policy: { digest: 'sha256:bb', rules: [ask(HOLDOUT)] } }],
    ['the model', ANONYMITY, withDigest('model', 'sha256:34')],
    ['a backend, where no model runs', ANONYMITY, { backends: {} }],
    ['an adapter, where no model runs', ANONYMITY, onAdapter({ model: true, estimator: true })],
    ['an adapter that its model cannot run on', HOLDOUT, onAdapter({ estimator: true })],
    ['an adapter that its trainings cannot run on', CROSS, onAdapter({ model: true })],
    ['another plugin’s code', HOLDOUT, { code: { [EPSILON]: 'sha256:cc' } }],
  ])('does not change with %s', (_, plugin, change) => {
    expect(keyOf(plugin, change)).toBe(keyOf(plugin));
  });
});

it('a device and its budget change the key and no stream of randomness', () => {
  const on = (memory?: number) => {
    const adapter = { name: 'some adapter', model: true, estimator: true, ...(memory !== undefined && { memory }) };
    return planOf(CROSS, { seed: 7, adapter }).measurements[0]!;
  };
  const plain = planOf(CROSS, { seed: 7 }).measurements[0]!;
  const all = [plain, on(), on(2 ** 30), on(2 ** 31)];
  expect(new Set(all.map(({ key }) => key)).size).toBe(4);
  expect(new Set(all.map(({ streams }) => streams))).toEqual(new Set([plain.key]));
  expect(all.map(({ device }) => device)).toEqual([
    undefined,
    'some adapter',
    'some adapter, 1024 MiB',
    'some adapter, 2048 MiB',
  ]);
});

describe('a plan', () => {
  it('has the same measurement of twelve rules once, and says which rules ask', () => {
    const rules = Array.from({ length: 12 }, (_, i) => ask(HOLDOUT, i % 2 ? {} : { draws: 2000 }, `s/R-${i}`, `h${i}`));
    const plan = planMeasurements({ policy: { digest: 'sha256:aa', rules }, subject, catalogue, backends: {} });
    expect(plan.measurements).toHaveLength(1);
    expect(plan.measurements[0]!.askedBy).toEqual(rules.map(({ id }, i) => ({ rule: id, alias: `h${i}` })));
    expect(plan.measurements[0]!.with).toEqual({ bins: 15, draws: 2000 });
    expect(plan.measurements[0]!.inputs.map(({ role }) => role)).toEqual(['data.test', 'model']);
  });

  it('does not depend on the order of the rules, and adding one changes no other key', () => {
    const rules = [ask(HOLDOUT), ask(CROSS), ask(ANONYMITY)];
    const keysOf = (some: typeof rules): string[] =>
      planMeasurements({
        policy: { digest: 'sha256:aa', rules: some },
        subject,
        catalogue,
        backends: {},
        seed: 1,
      }).measurements.map(({ key }) => key);
    const keys = keysOf(rules);
    expect(keysOf([...rules].reverse())).toEqual(keys);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toEqual(expect.arrayContaining(keysOf(rules.slice(1))));
  });

  it.each([
    ['nothing is absent', [], []],
    ['the model is absent', ['model'], ['model']],
    ['something else is absent', ['training'], []],
  ] as const)('says what a measurement lacks: %s', (_, lacks, expected) => {
    expect(planOf(HOLDOUT, { subject: { ...subject, lacks } }).measurements[0]!.lacks).toEqual(expected);
  });

  it('derives a seed of 32 bits from the policy and the data, not from the model', () => {
    const { seed, seedChosen } = planOf(HOLDOUT);
    expect(seedChosen).toBe(false);
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
    expect(planOf(HOLDOUT, withDigest('model', 'sha256:34')).seed).toBe(seed);
    expect(planOf(HOLDOUT, withDigest('data.test', 'sha256:23')).seed).not.toBe(seed);
    expect(planOf(HOLDOUT, { policy: { digest: 'sha256:bb', rules: [ask(HOLDOUT)] } }).seed).not.toBe(seed);
    expect(planOf(HOLDOUT, { seed: 0 })).toMatchObject({ seed: 0, seedChosen: true });
  });

  it('reads the one table where there is one, else the training data', () => {
    const one: PlanSubject = { ...subject, inputs: [{ role: 'data', digest: 'sha256:99' }, ...subject.inputs] };
    expect(planOf(ANONYMITY).measurements[0]!.inputs).toEqual([{ role: 'data.train', digest: 'sha256:11' }]);
    expect(planOf(ANONYMITY, { subject: one }).measurements[0]!.inputs).toEqual([
      { role: 'data', digest: 'sha256:99' },
    ]);
  });

  it('reads what a plugin only reads where it is there: its absence is another key, and no lack', () => {
    const SHAP = 'explainability/shap';
    const without = subject.inputs.filter(({ role }) => role !== 'data.train');
    const bare: PlanSubject = { ...subject, inputs: without, lacks: ['data.train'] };
    const roles = (change: Partial<PlanRequest>) =>
      planOf(SHAP, change).measurements[0]!.inputs.map(({ role }) => role);
    expect(roles({})).toEqual(['data.test', 'data.train', 'model']);
    expect(roles({ subject: bare })).toEqual(['data.test', 'model']);
    expect(planOf(SHAP, { subject: bare }).measurements[0]!.lacks).toEqual([]);
    expect(keyOf(SHAP, { subject: bare })).not.toBe(keyOf(SHAP));
    expect(keyOf(SHAP, withDigest('data.train', 'sha256:12'))).not.toBe(keyOf(SHAP));
  });

  it('throws where the static check must have failed', () => {
    expect(() => planOf('evaluation/none')).toThrow(/evaluation\/none/);
    expect(() => planOf(HOLDOUT, { parameters: { draws: 1 } })).toThrow(/draws/);
  });
});

describe('a measurement that ends when its rules are settled', () => {
  const TASKS = 'evaluation/tasks';
  const score = (limit: number, confidence = 0.95): Partial<PlanRequest['policy']['rules'][number]> => ({
    confidence,
    basis: ['observed'],
    require: {
      kind: 'compare',
      operator: '>=',
      left: {
        kind: 'reference',
        reference: { root: 'measurement', name: 'a.score', alias: 'a', output: 'score', unit: '1' },
        factor: 1,
        pointer: [],
      },
      right: { kind: 'literal', value: limit, pointer: [] },
      pointer: [],
    },
  });
  const onHigh: Partial<PlanRequest['policy']['rules'][number]> = {
    when: {
      kind: 'equal',
      operator: '==',
      left: {
        kind: 'reference',
        reference: { root: 'subject', name: 'subject.riskClass', fact: 'riskClass' },
        pointer: [],
      },
      right: { kind: 'literal', value: 'high', pointer: [] },
      pointer: [],
    },
  };
  const plan = (facts: Readonly<Record<string, unknown>>, ...rules: PlanRequest['policy']['rules']) =>
    planMeasurements({
      policy: { digest: 'sha256:aa', rules },
      subject,
      facts,
      catalogue,
      backends: {},
      seed: 7,
    }).measurements;
  const rule = (id: string, more: object = {}) => ({ ...ask(TASKS, {}, id), ...more });

  it('knows what all of them compare it with, whatever their order; that is part of its key, and of no stream', () => {
    const [strict, loose] = [rule('s/A', score(0.8, 0.99)), rule('s/B', score(0.7))];
    const [both] = plan({}, strict, loose);
    expect(both!.comparisons).toEqual([
      { output: 'score', confidence: 0.95, against: { operator: '>=', limit: 0.7 } },
      { output: 'score', confidence: 0.99, against: { operator: '>=', limit: 0.8 } },
    ]);
    expect(both!.askedBy.map(({ rule: id }) => id)).toEqual(['s/A', 's/B']);
    expect(plan({}, loose, strict)[0]!.key).toBe(both!.key);
    const [one] = plan({}, strict);
    expect(one!.key).not.toBe(both!.key);
    expect(one!.streams).toBe(both!.streams);
    expect(plan({}, { ...ask(HOLDOUT), ...score(0.8) })[0]).not.toHaveProperty('comparisons');
  });

  it('does not ask for rules that facts switch off, and not at all where none is left', () => {
    const rules = [rule('s/A', { ...score(0.8), ...onHigh }), rule('s/B', score(0.7))];
    expect(plan({ riskClass: 'low' }, ...rules)[0]!.comparisons).toHaveLength(1);
    expect(plan({ riskClass: 'high' }, ...rules)[0]!.comparisons).toHaveLength(2);
    expect(plan({ riskClass: 'low' }, rules[0]!)).toEqual([]);
    expect(plan({ riskClass: 'low' }, { ...ask(HOLDOUT), ...onHigh, confidence: 0.95 })).toHaveLength(1);
  });

  it('is measured in full where nobody compares it', () => {
    expect(plan({}, ask(TASKS))[0]!.comparisons).toEqual([]);
  });
});
