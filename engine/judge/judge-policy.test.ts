import { describe, expect, it } from 'vitest';
import { judgedReport, soundPolicy } from '../../tests/fixtures/judged-report.js';
import { LAW } from '../../tests/fixtures/weakened.js';
import { judgePolicy } from './judge-policy.js';

const DATED = LAW.replace('level: should\n', 'level: shall\n    transition: {until: 2027-01-01}\n').replace(
  '  - id: SHARE\n',
  '  - id: SHARE\n    effectiveFrom: 2026-06-01\n    effectiveUntil: 2027-06-01\n',
);
const exact = (estimate: number) =>
  ({ estimate, unit: '1', n: 100, uncertainty: { kind: 'exact' }, basis: 'observed' }) as const;
/** All pass but the calibration (KIND), and the share (SHARE). */
const on = (asOf: string) =>
  judgedReport({ 'law.yaml': DATED }, 'law.yaml', {
    asOf: `${asOf}T00:00:00.000Z`,
    facts: { riskClass: 'high' },
    outputs: {
      'evaluation/holdout': { f1Macro: exact(0.9), recallMacro: exact(0.5), mcc: exact(0.9), ece: exact(0.2) },
    },
  });

describe('a policy on a day', () => {
  it.each([
    ['2026-05-31', 'conforms', 'not-applicable', 'should'],
    ['2026-06-01', 'does-not-conform', 'fail', 'should'],
    ['2027-01-01', 'does-not-conform', 'fail', 'shall'],
    ['2027-06-01', 'does-not-conform', 'not-applicable', 'shall'],
  ])('%s: %s', (day, verdict, share, level) => {
    const report = on(day);
    const of = (id: string) => report.rules.find((rule) => rule.id === id);
    expect([report.verdict, of('law/SHARE')?.verdict, of('law/KIND')?.level, of('law/KIND')?.verdict]).toEqual([
      verdict,
      share,
      level,
      'fail',
    ]);
  });

  it('on which no rule is in effect: a fault, and no verdict', () => {
    const { policy } = soundPolicy({ 'law.yaml': DATED }, 'law.yaml');
    const judged = judgePolicy({
      rules: policy.rules.filter(({ id }) => id === 'law/SHARE'),
      evidenceOf: () => ({ measurements: {}, facts: {} }),
      waivers: [],
      subject: { name: 'a', digest: 'sha256:0', file: 'subject.yaml' },
      asOf: '2026-01-01T00:00:00.000Z',
    });
    expect(judged.overall).toMatchObject({ kind: 'fault', diagnostic: { code: 'ASSAY1701' } });
  });
});
