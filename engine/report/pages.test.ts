/** The smaller pages: all lines fit, all that was given is said, in both languages. */
import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import type { Explanation, PlannedSubject } from '../api.js';
import type { DoctorReport } from '../doctor/doctor.js';
import type { EffectiveRule } from '../pack/policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { renderCatalogue } from './catalogue-text.js';
import { renderDoctor } from './doctor-text.js';
import { renderExplanation } from './explanation-text.js';
import { LANGUAGES } from './messages/messages.js';
import { renderPlan } from './plan-text.js';
import type { TextOptions } from './text/page.js';
import { textWidth } from './text/width.js';

const origin = { file: 'policies/s.yaml', range: { line: 3, column: 5, endLine: 3, endColumn: 9 }, layer: 'std' };

const rule: EffectiveRule = {
  id: 'std/EVAL-001',
  layer: 'std',
  area: 'evaluation',
  clause: '4.1',
  title: { en: 'The model generalises', zh: '模型具有泛化能力' },
  level: 'shall',
  waiver: 'forbidden',
  confidence: 0.95,
  basis: ['observed'],
  remedy: 'Collect more rows.',
  requireLogic: { '>=': [{ var: 'cv.f1Macro' }, { var: 'parameters.minF1' }] },
  require: { kind: 'constant', value: true, pointer: [] },
  measurements: { cv: { plugin: 'evaluation/cross-validation', with: { folds: 5 } } },
  parameters: { minF1: { value: 0.7, unit: '1' } },
  origin,
};

const planned: PlannedSubject = {
  path: 's.yaml',
  name: 'credit-risk',
  version: '3.1.0',
  plan: {
    seed: 1,
    seedChosen: false,
    measurements: ['a', 'b', 'c', 'd'].map((key) => ({
      key,
      streams: key,
      plugin: `evaluation/${key}`,
      version: '1.0.0',
      about: 'model',
      with: key === 'd' ? { sampling: 'fixed' } : { split: { type: 'k-fold', folds: 5 } },
      inputs: [],
      seed: 1,
      deterministic: true,
      lacks: key === 'c' ? ['model'] : [],
      ...(key !== 'c' && {
        comparisons: [
          { output: 'score', confidence: 0.95, against: { operator: '>=', limit: 0.8 } } as const,
          ...(key === 'a' ? [] : [{ output: 'worstTask', confidence: 'point' } as const]),
        ],
      }),
      askedBy: [{ rule: 'std/EVAL-001', alias: 'cv' }],
    })),
  },
  policy: { digest: '', packs: [], rules: [rule], clauses: [], parameters: [], waivers: [] },
  expectedSeconds: { a: 12 },
  cached: ['b'],
  stale: { b: 'std/EVAL-001' },
  dated: [
    { rule: 'std/EVAL-001', standing: 'later', effectiveFrom: '2027-01-01' },
    { rule: 'std/EVAL-002', standing: 'advice', transition: { until: '2027-06-01' } },
  ],
  asks: [],
  rowsNeeded: [
    { rule: 'std/EVAL-001', output: 'cv.f1Macro', expected: 0.75, operator: '>=', limit: 0.7, unit: '1', rows: 1240 },
    {
      rule: 'std/EVAL-001',
      output: 'asked.score',
      expected: 0.9,
      operator: '>=',
      limit: 0.8,
      unit: '1',
      rows: 103,
      counted: 'questions',
    },
    { rule: 'std/EVAL-001', output: 'cv.f1Macro', expected: 0.65, operator: '>=', limit: 0.7, unit: '1', rows: null },
  ],
  findings: [],
};

const explanation: Explanation = {
  rule,
  clause: { layer: 'std', id: '4.1', title: 'Generalisation', text: 'It shall generalise.', citation: 'secondary' },
  require: 'the macro F1 is at least 0.7',
  measurements: [
    {
      alias: 'cv',
      plugin: 'evaluation/cross-validation',
      title: 'Cross-validation',
      with: { folds: 5 },
      outputs: {
        f1Macro: { type: 'number', unit: '1', range: [0, 1], title: 'Macro F1' },
        accuracy: { type: 'number', unit: '1', range: [0, 1], title: 'Accuracy' },
      },
    },
  ],
  judged: {
    subject: 'credit-risk',
    asOf: '2026-11-24T00:00:00Z',
    record: sampleReport.rules.find(({ id }) => id.endsWith('EVAL-001'))!,
    measurements: sampleReport.measurements,
  },
};

const doctor: DoctorReport = {
  machine: [{ name: 'processors', present: true, detail: '2 × some processor' }],
  backends: [{ name: 'onnxruntime/webgpu', present: false, detail: `no adapter: ${'a long reason '.repeat(12)}` }],
  accelerators: [],
  devices: [],
  meters: [],
  storage: [],
};

const pages: Readonly<Record<string, (options: TextOptions) => string>> = {
  plan: (options) => renderPlan(planned, options),
  explanation: (options) => renderExplanation(explanation, options),
  doctor: (options) => renderDoctor(doctor, options),
  catalogue: (options) => renderCatalogue(CATALOGUE, options),
};

describe.each(Object.entries(pages))('%s', (_, render) => {
  test.each(LANGUAGES)('in %s no line is longer than the page', (language) => {
    for (const width of [60, 80, 120])
      for (const line of render({ ...OPTIONS, language, width }).split('\n'))
        expect(textWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('nothing is undefined', () => {
    expect(render(OPTIONS)).not.toMatch(/undefined|NaN|\[object/);
  });
});

test.each([
  [
    'plan',
    [
      'credit-risk 3.1.0',
      'in the cache',
      'about 12 s',
      'lacks model',
      'until it is settled: score ≥ 0.8 (95 %)',
      'in full: rules read worstTask in another way',
      'a sample of fixed size, whatever the answers',
      'In all about 12 s',
      '1,240 rows',
      '103 questions',
      'never at this figure',
    ],
  ],
  [
    'explanation',
    [
      'std/EVAL-001',
      'It shall generalise.',
      'may not be waived',
      'the macro F1 is at least 0.7',
      'policies/s.yaml:3:5',
      'cv.f1Macro',
      '[0.687, 0.759]',
    ],
  ],
  ['doctor', ['✓ processors', '– onnxruntime/webgpu']],
  ['catalogue', Object.keys(CATALOGUE)],
])('%s says what it was given', (page, parts) => {
  for (const part of parts) expect(pages[page]!({ ...OPTIONS, width: 120 })).toContain(part);
});

test('an explanation lists the outputs that the rule reads, and no others', () => {
  expect(pages['explanation']!(OPTIONS)).not.toContain('Accuracy');
});
