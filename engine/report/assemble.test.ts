import { describe, expect, test } from 'vitest';
import { digestOf, sampleReport } from '../../tests/fixtures/sample-report.js';
import { without } from '../../tests/fixtures/without.js';
import type { Evidence, RuleJudgement } from '../judge/verdict.js';
import type { Measurement } from '../measure/measurement.js';
import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import type { Figure } from '../plugins/figure.js';
import { assembleReport, intervalLevelOf, type AssembleInput } from './assemble.js';
import { renderJson } from './json.js';
import { validate } from './validator.generated.js';

const origin = { file: 'p.yaml', range: { line: 3, column: 5, endLine: 3, endColumn: 9 }, layer: 'std' };

const rule = (id: string, more: Partial<EffectiveRule> = {}): EffectiveRule => ({
  id,
  layer: id.split('/')[0]!,
  area: 'evaluation',
  title: id,
  level: 'shall',
  waiver: 'allowed',
  confidence: 0.95,
  basis: ['observed'],
  requireLogic: { '>=': [{ var: 'm.f1' }, { var: 'parameters.minF1' }] },
  require: { kind: 'constant', value: true, pointer: [] },
  measurements: { m: { plugin: 'evaluation/holdout', with: {} } },
  parameters: { minF1: { value: 0.7, unit: '1' } },
  origin,
  ...more,
});

const policy = (rules: readonly EffectiveRule[]): EffectivePolicy => ({
  digest: digestOf('a'),
  packs: [{ id: 'std', version: '1.0.0', digest: digestOf('b') }],
  rules,
  clauses: [
    { layer: 'std', id: '4.1', title: 'Covered', citation: 'verified' },
    { layer: 'std', id: '4.7', title: { en: 'Not covered', zh: '未涵盖' }, citation: 'secondary' },
    { layer: 'other', id: '4.1', title: 'Another standard’s', citation: 'unverified' },
  ],
  parameters: [{ id: 'std.minF1', value: 0.7, unit: '1', tighten: 'up', origin }],
  waivers: [],
});

const figure: Figure = {
  estimate: 0.72,
  unit: '1',
  n: 100,
  uncertainty: { kind: 'proportion', k: 72, n: 100 },
  basis: 'observed',
};
const measurement: Measurement = {
  key: digestOf('c'),
  plugin: 'evaluation/holdout',
  version: '1.0.0',
  with: {},
  about: 'model',
  outputs: {
    f1: figure,
    count: { ...figure, uncertainty: { kind: 'exact' } },
    byClass: { items: [{ recall: figure, name: { value: 'good', basis: 'observed' } }] },
    auc: { unmeasured: 'unsupported', detail: 'no probabilities' },
  },
  details: [],
  seed: 7,
  deterministic: true,
  startedAt: '2026-11-24T10:00:00Z',
  seconds: 1,
  cached: false,
};

const evidence: Evidence = {
  output: 'm.f1',
  estimate: 0.72,
  interval: [0.63, 0.79],
  level: 0.9,
  operator: '>=',
  limit: 0.7,
  support: [0.6, 0.7],
  deciding: true,
};
const exact = (): Evidence => without(evidence, 'interval', 'level');
const judged = (more: Partial<RuleJudgement> = {}): RuleJudgement => ({
  verdict: 'undetermined',
  cause: 'uncertain',
  evidence: [evidence],
  settle: { rows: 1200 },
  ...more,
});

const input = (more: Partial<AssembleInput> = {}): AssembleInput => {
  const rules = [rule('std/B-002', { clause: '4.1' }), rule('std/A-001')];
  return {
    engineVersion: '0.1.0',
    subject: sampleReport.subject,
    policy: policy(rules),
    chosenBy: 'subject',
    plan: {
      seed: 7,
      seedChosen: true,
      measurements: [
        {
          key: digestOf('c'),
          streams: digestOf('c'),
          plugin: 'evaluation/holdout',
          version: '1.0.0',
          about: 'model',
          with: {},
          inputs: [],
          seed: 7,
          deterministic: true,
          lacks: [],
          askedBy: [
            { rule: 'std/A-001', alias: 'm' },
            { rule: 'std/B-002', alias: 'other' },
          ],
        },
      ],
    },
    measurements: [measurement],
    judgements: { 'std/A-001': judged(), 'std/B-002': judged() },
    levels: {},
    declarations: { facts: {}, outputs: {} },
    considered: [],
    waivers: new Map(),
    verdict: 'undetermined',
    findings: [],
    asOf: new Date('2026-11-24T00:00:00Z'),
    footprint: { wallSeconds: 1, cpuSeconds: 1, measured: 1, cached: 0 },
    intervalOf: (_, level) => [0.5, level],
    ...more,
  };
};

describe('assembleReport', () => {
  const report = assembleReport(input());

  test('is valid against the schema', () => {
    expect(validate(JSON.parse(renderJson(report)))).toBe(true);
  });

  test('rules are sorted and read their measurements by key', () => {
    expect(report.rules.map(({ id, measurements }) => [id, measurements])).toEqual([
      ['std/A-001', { m: digestOf('c') }],
      ['std/B-002', { other: digestOf('c') }],
    ]);
  });

  test('clauses that no rule of their standard cites are not assessed', () => {
    expect(report.notAssessed.map(({ standard, clause }) => [standard, clause])).toEqual([
      ['std', '4.7'],
      ['other', '4.1'],
    ]);
  });

  test('figures get their interval at the report’s level, exact ones and facts none', () => {
    const { f1, count, byClass, auc } = report.measurements[0]!.outputs;
    expect(report.intervalLevel).toBe(0.9);
    expect(f1).toEqual({ ...figure, interval: [0.5, 0.9] });
    expect(count).not.toHaveProperty('interval');
    expect(byClass).toEqual({
      items: [{ recall: { ...figure, interval: [0.5, 0.9] }, name: { value: 'good', basis: 'observed' } }],
    });
    expect(auc).toEqual({ unmeasured: 'unsupported', detail: 'no probabilities' });
  });

  test('the same input gives the same bytes', () => {
    expect(renderJson(assembleReport(input()))).toBe(renderJson(report));
  });

  test.each([
    ['both rules are exposed', {}, 0.1],
    [
      'an exact rule is not',
      { 'std/B-002': judged({ verdict: 'pass', evidence: [{ ...exact(), support: [1, 1] }] }) },
      0.05,
    ],
    ['one that does not apply is not', { 'std/B-002': judged({ verdict: 'not-applicable', evidence: [] }) }, 0.05],
  ] as const)('expected false failures: %s', (_, changed, expected) => {
    const judgements = { 'std/A-001': judged(), 'std/B-002': judged(), ...changed };
    expect(assembleReport(input({ judgements })).expectedFalseFailures).toBe(expected);
  });

  test('a rule judged by a point adds nothing to them', () => {
    const rules = [rule('std/A-001', { confidence: 'point' })];
    expect(assembleReport(input({ policy: policy(rules) })).expectedFalseFailures).toBe(0);
  });

  test('what has no end in JSON is left out', () => {
    const open = { ...evidence, interval: [-Infinity, 1] as const, distance: Infinity };
    const judgements = { 'std/A-001': judged({ evidence: [open] }), 'std/B-002': judged() };
    const [first] = assembleReport(input({ judgements, intervalOf: () => [0, Infinity] })).rules;
    expect(first?.evidence[0]).toEqual(exact());
    expect(assembleReport(input({ intervalOf: () => [0, Infinity] })).measurements[0]?.outputs['f1']).toEqual(figure);
  });

  test('a waiver stands beside the raw verdict', () => {
    const waiver = {
      rule: 'std/A-001',
      subject: 'credit-risk',
      reason: 'why',
      approvedBy: ['who'],
      expires: '2027-01-31T00:00:00Z',
      covers: ['fail'] as const,
      origin,
    };
    const [first, second] = assembleReport(
      input({ waivers: new Map([['std/A-001', { waiver, state: 'not-covering' }]]) }),
    ).rules;
    expect(first).toMatchObject({ verdict: 'undetermined', waiver: { state: 'not-covering', approvedBy: ['who'] } });
    expect(second?.waiver).toBeNull();
  });

  test('a rule that was not judged is a fault of ours', () => {
    expect(() => assembleReport(input({ judgements: { 'std/A-001': judged() } }))).toThrow('std/B-002');
  });
});

test.each([
  [[], 0.9],
  [['point'], 0.9],
  [[0.95, 0.99, 0.95], 0.9],
  [[0.95, 0.99], 0.98],
  [[0.5], 0.9],
] as const)('rules at %j have their intervals at %d', (confidences, level) => {
  expect(intervalLevelOf(confidences.map((confidence) => ({ confidence })))).toBe(level);
});
