import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolvePolicy } from '../pack/resolve-policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { standardText } from '../../tests/fixtures/compared-policy.js';
import { lintDocument, sampledByPoint } from './lint-document.js';
import { lintRules } from './lint-rules.js';
import { openZ3, type OpenSolver } from './z3.js';

let z3: OpenSolver;
beforeAll(async () => {
  z3 = await openZ3();
});
afterAll(() => z3.close());

/** Codes and messages of all that is found in one standard. */
async function lint(parts: string): Promise<string[]> {
  const { policy, view, catalogue, diagnostics } = resolvePolicy(memorySource({ 's.yaml': standardText(parts) }), {
    paths: [{ path: 's.yaml' }],
    catalogue: CATALOGUE,
    asOf: '2026-11-26',
    readManifest: () => ({ diagnostics: [] }),
  });
  if (policy === undefined) throw new Error(JSON.stringify(diagnostics));
  const found = [
    ...[...view.layers.values()].flatMap((layer) => lintDocument(layer, view)),
    ...sampledByPoint(policy.rules, catalogue),
    ...(await lintRules({ policy, catalogue }, new Set(['base']), new Date('2026-11-26'), z3)),
  ];
  return found.map(({ code, message, range }) => `${code}:${range?.line ?? '-'} ${message}`);
}

const rules = (...lines: readonly string[]): string => `
facts: {riskClass: {values: [low, high], title: R}, open: {type: boolean, title: O}}
measurements:
  holdout: {plugin: evaluation/holdout}
  anonymity: {plugin: privacy/anonymity}
  fairness: {plugin: evaluation/fairness}
rules:
${['{id: USES, title: U, level: should, require: {"and": [{">=": [{var: anonymity.k}, 2]}, {">=": [{var: holdout.mcc}, 0.1]}]}}', ...lines].map((line) => `  - ${line}\n`).join('')}`;
const F1 = '{var: holdout.f1Macro}';

it('sound rules have no findings', async () => {
  expect(await lint(rules(`{id: A, title: A, level: shall, require: {">=": [${F1}, 0.7]}}`))).toEqual([]);
});

it.each([
  [
    'nothing fails',
    [`{id: A, title: A, level: shall, require: {or: [{">=": [${F1}, 0.3]}, {"<": [{"*": [2, ${F1}]}, 0.7]}]}}`],
    ['ASSAY1330:12 base/A is failed by no evidence'],
  ],
  [
    'nothing passes',
    [`{id: A, title: A, level: shall, require: {and: [{">=": [${F1}, 0.7]}, {"<": [{"*": [2, ${F1}]}, 1.2]}]}}`],
    ['ASSAY1331:12 base/A is passed by no evidence'],
  ],
  [
    'never applies',
    [
      `{id: A, title: A, level: shall, when: {and: [{in: [{var: subject.riskClass}, [low]]}, {"==": [{var: subject.riskClass}, high]}]}, require: {">=": [${F1}, 0.7]}}`,
    ],
    ['ASSAY1332:12 base/A never applies: no facts make its when hold'],
  ],
  [
    'exclude each other, in other scales',
    [
      `{id: A, title: A, level: shall, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, when: {var: subject.open}, require: {">=": [{"*": [-1, ${F1}]}, -0.6]}}`,
    ],
    ['ASSAY1333:13 base/B and base/A (s.yaml:12) cannot both be met: no evidence passes both'],
  ],
  [
    'exclude each other where neither ever meets the other: no finding',
    [
      `{id: A, title: A, level: shall, when: {"!": [{var: subject.open}]}, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, when: {var: subject.open}, require: {"<=": [${F1}, 0.6]}}`,
    ],
    [],
  ],
  [
    'exclude each other, but take turns: no finding',
    [
      `{id: A, title: A, level: shall, effectiveUntil: 2027-01-01, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, effectiveFrom: 2027-01-01, require: {"<=": [${F1}, 0.6]}}`,
    ],
    [],
  ],
  [
    'repeat each other until one ends: no finding',
    [
      `{id: A, title: A, level: shall, effectiveUntil: 2027-01-01, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, require: {">": [${F1}, 0.6]}}`,
    ],
    [],
  ],
  [
    'what is waived for less time does not repeat what is waived for longer: no finding',
    [
      `{id: A, title: A, level: shall, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, waiver: {longest: 30d}, require: {">": [${F1}, 0.6]}}`,
    ],
    [],
  ],
  [
    'repeat each other',
    [
      `{id: A, title: A, level: shall, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, confidence: 0.9, require: {">": [${F1}, 0.6]}}`,
    ],
    ['ASSAY1334:13 base/B follows from base/A (s.yaml:12)'],
  ],
  [
    'what cannot be waived does not repeat what can: no finding',
    [
      `{id: A, title: A, level: shall, require: {">=": [${F1}, 0.7]}}`,
      `{id: B, title: B, level: shall, waiver: forbidden, require: {">=": [${F1}, 0.6]}}`,
    ],
    [],
  ],
  [
    'estimates of samples',
    [`{id: A, title: A, level: shall, confidence: point, require: {">=": [${F1}, 0.7]}}`],
    ['ASSAY1337:12 base/A judges holdout.f1Macro by estimates alone, which rest on a sample'],
  ],
  [
    'estimates with the p value of a test beside them: no finding',
    [
      `{id: A, title: A, level: shall, confidence: point, require: {or: [{">=": [${F1}, 0.7]}, {">=": [{var: fairness.selectionRateP}, 0.05]}]}}`,
    ],
    [],
  ],
  [
    'estimates with a count beside them: no finding',
    [
      `{id: A, title: A, level: shall, confidence: point, require: {and: [{">=": [${F1}, 0.7]}, {">=": [{var: anonymity.k}, 3]}]}}`,
    ],
    [],
  ],
])('%s', async (_, lines, expected) => {
  expect(await lint(rules(...lines))).toEqual(expected);
});

it('parameters and clauses in vain', async () => {
  const found = await lint(`
parameters:
  used: {value: 20, title: U}
  vain: {value: 1, title: V}
clauses: [{id: "1", title: One}, {id: "2", title: Two}]
measurements: {holdout: {plugin: evaluation/holdout, with: {bins: {var: parameters.used}}}}
rules: [{id: A, clause: "2", title: A, level: shall, require: {">=": [${F1}, 0.7]}}]
`);
  expect(found).toEqual(['ASSAY1335:7 nothing reads the parameter vain', 'ASSAY1336:8 no rule cites clause 1']);
});
