import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgedReport } from '../../tests/fixtures/judged-report.js';
import { LAW } from '../../tests/fixtures/weakened.js';
import type { Waiver } from '../pack/policy.js';
import { encodeDraws, type Basis, type Figure, type Output, type Uncertainty } from '../plugins/figure.js';
import { renderJson } from '../report/json.js';
import type { Report } from '../report/report.js';
import { validate } from '../report/validator.generated.js';
import { replayReport } from './replay-report.js';

const DATED = LAW.replace(
  'level: should\n',
  'level: shall\n    transition: {until: 2027-01-01}\n    effectiveUntil: 2028-01-01\n',
).replace('  - id: COST\n', '  - id: COST\n    effectiveFrom: 2026-06-01\n');
const FILES = { 'law.yaml': DATED };

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const uncertainty: fc.Arbitrary<Uncertainty> = fc.oneof(
  fc.constant({ kind: 'exact' as const }),
  fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 })).map(([k, more]) => ({
    kind: 'proportion' as const,
    k,
    n: k + more + 1,
  })),
  fc.record({ kind: fc.constant('student-t' as const), scale: share, df: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('range' as const), lower: fc.constant(0.1), upper: share.map((x) => 0.1 + x) }),
  fc.array(share, { minLength: 100, maxLength: 300 }).map((draws) => ({
    kind: 'empirical' as const,
    draws: encodeDraws(draws),
  })),
);
const figure: fc.Arbitrary<Figure> = fc
  .tuple(share, uncertainty, fc.constantFrom<Basis>('observed', 'estimated', 'logged', 'declared'))
  .map(([estimate, spread, basis]) => ({
    estimate: spread.kind === 'proportion' ? spread.k / spread.n : estimate,
    unit: '1',
    n: 100,
    uncertainty: spread,
    basis,
  }));
const output: fc.Arbitrary<Output> = fc.oneof(
  { weight: 9, arbitrary: figure },
  { weight: 1, arbitrary: fc.constant({ unmeasured: 'failed' as const, detail: 'it broke' }) },
);
const waiver = (rule: string): fc.Arbitrary<Waiver> =>
  fc.record({
    rule: fc.constant(rule),
    subject: fc.constantFrom('credit-risk', 'credit-risk@^3.1', 'credit-risk@^4', 'other'),
    reason: fc.constant('a reason'),
    approvedBy: fc.constantFrom([], ['A'], ['A', 'B']),
    issued: fc.constantFrom('2026-11-01T00:00:00Z', '2025-11-01T00:00:00Z'),
    expires: fc.constantFrom('2026-12-01T00:00:00Z', '2027-12-01T00:00:00Z', '2025-12-01T00:00:00Z'),
    covers: fc.constantFrom(['fail' as const], ['fail' as const, 'undetermined' as const]),
    origin: fc.constant({ file: 'w.yaml', range: { line: 4, column: 5, endLine: 4, endColumn: 9 }, layer: '' }),
  });
const report: fc.Arbitrary<Report> = fc
  .record({
    facts: fc.constantFrom({ riskClass: 'high' }, { riskClass: 'low' }, {}),
    outputs: fc
      .record({ f1Macro: output, recallMacro: output, mcc: output, ece: output })
      .map((outputs) => ({ 'evaluation/holdout': outputs })),
    waivers: fc.array(fc.oneof(waiver('law/GOOD'), waiver('law/SHARE'), waiver('law/COST')), { maxLength: 4 }),
    asOf: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-11-24T00:00:00.000Z', '2027-11-24T00:00:00.000Z'),
  })
  .map((given) => judgedReport(FILES, 'law.yaml', given));
/** As it comes back from a file. */
const written = (one: Report): Report => JSON.parse(renderJson(one)) as Report;

const sample = (): Report =>
  written(
    judgedReport(FILES, 'law.yaml', {
      facts: { riskClass: 'high' },
      outputs: {
        'evaluation/holdout': {
          f1Macro: {
            estimate: 0.85,
            unit: '1',
            n: 500,
            uncertainty: { kind: 'student-t', scale: 0.01, df: 40 },
            basis: 'observed',
          },
          recallMacro: {
            estimate: 0.95,
            unit: '1',
            n: 500,
            uncertainty: { kind: 'proportion', k: 475, n: 500 },
            basis: 'observed',
          },
          mcc: {
            estimate: 0.95,
            unit: '1',
            n: 500,
            uncertainty: { kind: 'exact' },
            basis: 'observed',
          },
          ece: { estimate: 0.02, unit: '1', n: 500, uncertainty: { kind: 'exact' }, basis: 'observed' },
        },
      },
    }),
  );

describe('replay', () => {
  it('of any report that was judged gives the same, rule by rule', () => {
    fc.assert(
      fc.property(report, (judged) => {
        const again = written(judged);
        expect(validate(again)).toBe(true);
        const { replay, diagnostics } = replayReport(again, 'report.json');
        expect(diagnostics).toEqual([]);
        expect(replay).toMatchObject({ again: judged.verdict, differences: [] });
        expect(replay?.rules.flatMap(({ differences }) => differences)).toEqual([]);
        expect(replay?.same).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  type Tampering = readonly [string, (report: MutableReport) => void, readonly string[]];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a report that nobody's types hold
  type MutableReport = any;
  const good = (of: MutableReport): MutableReport => of.rules.find(({ id }: { id: string }) => id === 'law/GOOD');
  it.each<Tampering>([
    ['the verdict of the check', (of) => (of.verdict = 'undetermined'), []],
    ['the verdict of a rule', (of) => (good(of).verdict = 'fail'), ['law/GOOD verdict']],
    ['a limit in the evidence', (of) => (good(of).evidence[0].limit = 0.7), ['law/GOOD evidence[0].limit']],
    [
      'the limit itself',
      (of) => (of.policy.effective.parameters[0].value = 0.7),
      ['law/GOOD evidence[0].limit', 'policy.digest'],
    ],
    ['a level', (of) => (good(of).level = 'should'), ['policy.digest']],
    ['a confidence', (of) => (good(of).confidence = 0.6), ['law/GOOD evidence[0].interval[0]', 'policy.digest']],
    ['an estimate', (of) => (of.measurements[0].outputs.f1Macro.estimate = 0.6), ['law/GOOD verdict']],
    [
      'an interval for readers',
      (of) => (of.measurements[0].outputs.f1Macro.interval = [0.9, 0.99]),
      ['intervals[0].f1Macro.interval[0]'],
    ],
    ['a fact', (of) => (of.subject.facts.riskClass = 'low'), ['law/GOOD verdict']],
    ['a rule left out', (of) => of.rules.splice(0, 1), ['policy.digest']],
    [
      'a clause forgotten',
      (of) => of.notAssessed.push({ clause: '1', standard: 'law', title: 'T' }),
      ['notAssessed[0]'],
    ],
    ['a day', (of) => (of.asOf = '2029-01-01T00:00:00Z'), ['law/KIND verdict']],
  ])('shows %s', (_, tamper, expected) => {
    const tampered = sample();
    expect(replayReport(sample(), 'r.json').replay?.same).toBe(true);
    tamper(tampered);
    const { replay } = replayReport(tampered, 'r.json');
    expect(replay?.same).toBe(false);
    const shown = [
      ...replay!.rules.flatMap(({ rule, differences }) => differences.map(({ path }) => `${rule} ${path}`)),
      ...replay!.differences.map(({ path }) => path),
    ];
    expect(shown).toEqual(expect.arrayContaining([...expected]));
  });

  it('thousands of faults do not make a report a list of reports', () => {
    const hostile = { ...sample(), rules: Array.from({ length: 3000 }, () => ({ unknown: 1 })) };
    expect(validate(hostile)).toBe(false);
  });

  it('of rules that do not stand on what the report declares: a fault, and no verdict', () => {
    const broken = sample() as MutableReport;
    broken.policy.effective.outputs = {};
    const { replay, diagnostics } = replayReport(broken as Report, 'r.json');
    expect(replay).toBeUndefined();
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['ASSAY1862']));
  });
});
