/** The admission policy's CEL expressions, evaluated as the API server does: variables in order, then validations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from '../scenarios/run.js';

const folder = join(ROOT, 'integrations', 'kubernetes');
const documents = parseAllDocuments(readFileSync(join(folder, 'kserve-admission.yaml'), 'utf8')).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS() as Record<string, never>;
});
interface Named {
  readonly name: string;
  readonly expression: string;
}
interface Policy {
  readonly spec: {
    readonly failurePolicy: string;
    readonly variables: readonly Named[];
    readonly matchConditions: readonly Named[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message?: string;
      readonly messageExpression?: string;
    }[];
  };
}
const [policy, binding, admitted] = documents as unknown as [Policy, Record<string, never>, Record<string, never>];

interface Service {
  metadata: { annotations?: Record<string, string>; deletionTimestamp?: string };
  spec: { predictor: { model?: Record<string, unknown>; containers?: readonly object[] } };
}
const service = (): Service => parse(readFileSync(join(folder, 'inference-service.yaml'), 'utf8')) as Service;
const { annotations = {} } = service().metadata;
const MODEL = annotations['assay/model-digest']!.slice('sha256:'.length);
const ATTESTATION = annotations['assay/attestation']!;

const cel = new Environment({ unlistedVariablesAreDyn: true });
/** Indices of the validations that refuse. */
function refusals(object: unknown, data: Record<string, string> | null): readonly number[] {
  const variables: Record<string, unknown> = {};
  const context = { object, params: data === null ? null : { data }, variables };
  for (const { name, expression } of policy.spec.variables) variables[name] = cel.evaluate(expression, context);
  return policy.spec.validations.flatMap(({ expression, messageExpression }, index) => {
    if (messageExpression !== undefined) expect(typeof cel.evaluate(messageExpression, context)).toBe('string');
    const result: unknown = cel.evaluate(expression, context);
    expect(typeof result).toBe('boolean');
    return result === true ? [] : [index];
  });
}

describe('the admission policy of KServe’s InferenceService', () => {
  const entry = { [MODEL]: ATTESTATION };
  const change = (edit: (object: Service) => void): unknown => {
    const object = service();
    edit(object);
    return object;
  };

  it.each<[string, unknown, Record<string, string> | null, readonly number[]]>([
    ['admits the very model', service(), entry, []],
    ['refuses one without annotations', change(({ metadata }) => delete metadata.annotations), entry, [0, 1]],
    ['… with annotations of others', change(({ metadata }) => (metadata.annotations = { team: 'x' })), entry, [0, 1]],
    [
      '… with no digest of the attestation',
      change(({ metadata }) => delete metadata.annotations!['assay/attestation']),
      entry,
      [1, 4],
    ],
    [
      '… with something else for a digest',
      change(({ metadata }) => (metadata.annotations!['assay/model-digest'] = 'latest')),
      entry,
      [0],
    ],
    [
      '… a digest within something else',
      change(({ metadata }) => (metadata.annotations!['assay/model-digest'] = `x sha256:${MODEL}`)),
      entry,
      [0],
    ],
    [
      '… whose storage is another',
      change(({ spec }) => (spec.predictor.model!['storageUri'] = 's3://models/credit-risk/latest')),
      entry,
      [2],
    ],
    ['… whose storage is not named', change(({ spec }) => delete spec.predictor.model!['storageUri']), entry, [2]],
    ['… of a container', change(({ spec }) => (spec.predictor = { containers: [{ image: 'x' }] })), entry, [2]],
    ['… with a container beside', change(({ spec }) => (spec.predictor.containers = [{ image: 'x' }])), entry, [2]],
    ['… with an image', change(({ spec }) => (spec.predictor.model!['image'] = 'x')), entry, [2]],
    ['… with a second storage', change(({ spec }) => (spec.predictor.model!['storage'] = { path: 'x' })), entry, [2]],
    ['… that was not admitted', service(), { ['0'.repeat(64)]: ATTESTATION }, [3]],
    ['… where nothing was', service(), {}, [3]],
    ['… where there are no parameters', service(), null, [3]],
    ['… admitted by another attestation', service(), { [MODEL]: `sha256:${'0'.repeat(64)}` }, [4]],
  ])('%s', (_, object, data, expected) => {
    expect(refusals(object, data)).toEqual(expected);
  });

  it('lets what is being deleted go', () => {
    const [{ expression } = { expression: '' }] = policy.spec.matchConditions;
    const evaluate = (object: unknown): unknown => cel.evaluate(expression, { object });
    expect(evaluate(service())).toBe(true);
    expect(evaluate(change(({ metadata }) => (metadata.deletionTimestamp = '2026-11-24T00:00:00Z')))).toBe(false);
  });

  it('has the fields of admissionregistration.k8s.io/v1, and fails closed', () => {
    expect(Object.keys(policy.spec).sort()).toEqual([
      'failurePolicy',
      'matchConditions',
      'matchConstraints',
      'paramKind',
      'validations',
      'variables',
    ]);
    expect(policy.spec.failurePolicy).toBe('Fail');
    expect(binding).toMatchObject({
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: {
        policyName: 'assay-attested-models',
        validationActions: ['Deny', 'Audit'],
        paramRef: { name: 'assay-admitted', namespace: 'assay', parameterNotFoundAction: 'Deny' },
      },
    });
    expect(admitted).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'assay-admitted', namespace: 'assay' } });
    // Keys of a ConfigMap: letters, digits, `-`, `_`, `.`.
    expect(MODEL).toMatch(/^[-._a-zA-Z0-9]+$/);
  });
});
