/** Predictive models behind servers: each protocol's fields, and every model-agnostic measurement unchanged. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../engine/plugins/catalogue.generated.js';
import type { Plugin } from '../../engine/plugins/contract.js';
import { holdout } from '../../engine/plugins/evaluation/holdout.js';
import { robustness } from '../../engine/plugins/evaluation/robustness.js';
import { permutationImportance } from '../../engine/plugins/explainability/permutation-importance.js';
import { shap } from '../../engine/plugins/explainability/shap.js';
import { isUnmeasured } from '../../engine/plugins/figure.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { fillParameters } from '../../engine/plugins/parameters.js';
import { validateResult } from '../../engine/plugins/validate-result.js';
import { openSubject } from '../../engine/subject/open.js';
import type { NumericColumn } from '../../engine/subject/table.js';
import { startModelServer, probability } from './model-server.js';
import type { ModelServer } from './model-server.js';
import { loadServed } from './served-subject.js';

let server: ModelServer;
beforeAll(async () => void (server = await startModelServer()));
afterAll(() => server.stop());

const PROTOCOLS: readonly (readonly [name: string, protocol: string, path: string, more: string, serves: string])[] = [
  ['Open Inference Protocol', 'open-inference', '/v2/models/small', '', 'small@3'],
  ['TensorFlow Serving, rows', 'tensorflow-serving', '/v1/models/small', '', 'small@7'],
  ['TensorFlow Serving, columns', 'tensorflow-serving', '/v1/models/columns', ', layout: column', 'columns@7'],
  ['MLflow, lists', 'mlflow', '/invocations', '', 'a model without a stated name'],
  ['MLflow, records', 'mlflow', '/records/invocations', '', 'a model without a stated name'],
];

const modelOf = (protocol: string, path: string, more: string): string =>
  `protocol: ${protocol}, url: "${server.origin}${path}", batch: 16${more}`;

describe.each(PROTOCOLS)('%s', (_, protocol, path, more, serves) => {
  test('answers are the model’s', async () => {
    const { subject, diagnostics } = await loadServed(modelOf(protocol, path, more));
    expect(diagnostics).toEqual([]);
    const view = openSubject(subject!.spec);
    const answers = await view.predictions('test');
    const [a, b] = (await view.table('test'))!.columns as readonly NumericColumn[];
    expect(answers!.kind).toBe('classes');
    if (answers!.kind !== 'classes') return;
    for (let row = 0; row < 80; row += 1) {
      const p = probability(a!.values[row]!, b!.values[row]!);
      expect(answers!.probabilities![row * 2 + 1]).toBeCloseTo(p, 12);
      expect(answers!.labels[row]).toBe(p > 0.5 ? 1 : 0);
    }
    expect((await view.model())!.backend).toBe(`${protocol} ${serves}`);
    expect(subject!.model).toMatchObject({ format: 'http', digest: null });
  });

  const few = { draws: 200 };
  const measurements: readonly (readonly [unknown, string, object])[] = [
    [holdout, 'accuracy', few],
    [robustness, 'underNoise', few],
    [permutationImportance, 'maxShare', { ...few, repeats: 2, exactRows: 0 }],
    [shap, 'modelEvaluations', { ...few, maxRows: 6, background: 5 }],
  ];
  test.each(
    measurements.map(
      ([plugin, ...rest]) => [(plugin as Plugin<object>).id, plugin as Plugin<object>, ...rest] as const,
    ),
  )('%s', async (id, plugin, output, params) => {
    const { subject } = await loadServed(modelOf(protocol, path, more), 60);
    const { value, faults } = fillParameters(CATALOGUE[id]!, params);
    expect(faults).toEqual([]);
    const result = await plugin.measure(memoryContext(openSubject(subject!.spec), value as object));
    expect(validateResult(plugin, result)).toEqual([]);
    const found = result.outputs[output] ?? Object.values(result.outputs)[0]!;
    expect(isUnmeasured(found), JSON.stringify(found)).toBe(false);
  });
});

test('labels by number', async () => {
  const { subject } = await loadServed(modelOf('mlflow', '/labels/invocations', ''));
  const answers = await openSubject(subject!.spec).predictions('test');
  expect(answers).toMatchObject({ kind: 'classes' });
  expect(Object.hasOwn(answers!, 'probabilities')).toBe(false);
});

test.each([
  ['no address', 'protocol: mlflow, url: "nowhere"', 'ASSAY1550'],
  ['a file', 'protocol: mlflow, url: "file:///etc/passwd"', 'ASSAY1550'],
  ['a password', 'protocol: mlflow, url: "https://me:secret@example.org/invocations"', 'ASSAY1551'],
  [
    'a secret in the open',
    'protocol: mlflow, url: "http://example.org/invocations", headers: {Authorization: {environment: KEY}}',
    'ASSAY1551',
  ],
])('%s is refused', async (_, model, code) => {
  const { subject, diagnostics } = await loadServed(model);
  expect(subject).toBeUndefined();
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  expect(JSON.stringify(diagnostics)).not.toContain('secret@');
});

test('--offline reaches none', async () => {
  const before = server.requests.length;
  const { subject } = await loadServed(modelOf('open-inference', '/v2/models/small', ''));
  await expect(openSubject(subject!.spec, { offline: true }).predictions('test')).rejects.toMatchObject({
    unmeasured: 'unsupported',
    message: expect.stringContaining('--offline'),
  });
  expect(server.requests.length).toBe(before);
});
