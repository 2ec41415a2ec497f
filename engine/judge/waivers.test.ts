import { describe, expect, it } from 'vitest';
import { ruleOf } from '../../bench/judge-calibration/rules.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import { applyWaivers, matchSubject } from './waivers.js';
import { overallVerdict, type DecidedRule } from './overall-verdict.js';
import type { RuleVerdict } from './verdict.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const subject = { name: 'credit-risk', version: '3.1.4', digest: DIGEST };
const rule = (more: Partial<EffectiveRule> = {}): EffectiveRule =>
  Object.assign(ruleOf({ kind: 'constant', value: true, pointer: [] }, 0.95), { waiver: 'allowed', ...more });
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  rule: 'calibration/RULE',
  subject: 'credit-risk@^3.1',
  reason: 'a dated reason',
  approvedBy: ['somebody'],
  expires: '2027-01-31T00:00:00Z',
  covers: ['fail'],
  origin: { file: 'waivers.yaml', range: { line: 4, column: 5, endLine: 4, endColumn: 9 }, layer: 'acme' },
  ...more,
});
const AS_OF = '2026-11-24T00:00:00Z';

describe('matchSubject', () => {
  it.each([
    ['credit-risk', true],
    ['credit-risk@^3.1', true],
    ['credit-risk@3.1.4', true],
    ['credit-risk@>=3 <3.1.4', false],
    ['credit-risk@^4', false],
    ['other', false],
    ['other@^3', false],
    [DIGEST, true],
    [`sha256:${'b'.repeat(64)}`, false],
    ['sha256:abc', 'malformed'],
    ['credit-risk@not-a-range', 'malformed'],
    ['credit-risk@', 'malformed'],
    ['@^3', 'malformed'],
    ['', 'malformed'],
  ])('%s: %s', (selector, expected) => expect(matchSubject(selector, subject)).toBe(expected));

  it('a range needs a version to compare', () => {
    expect(matchSubject('credit-risk@^3', { name: 'credit-risk', digest: DIGEST })).toBe('no version');
    expect(matchSubject('credit-risk@^3', { ...subject, version: 'three' })).toBe('no version');
  });
});

describe('applyWaivers', () => {
  const cases: readonly [string, Partial<Waiver>, Partial<EffectiveRule>, RuleVerdict, boolean, string | undefined][] =
    [
      ['covers a failure', {}, {}, 'fail', true, undefined],
      ['not an undetermined rule', {}, {}, 'undetermined', false, 'ASSAY1710'],
      ['but where it says so', { covers: ['fail', 'undetermined'] }, {}, 'undetermined', true, undefined],
      ['nothing to waive', {}, {}, 'pass', false, 'ASSAY1710'],
      ['expired at the instant', { expires: AS_OF }, {}, 'fail', false, 'ASSAY1711'],
      ['expired in another zone', { expires: '2026-11-24T01:30:00+02:00' }, {}, 'fail', false, 'ASSAY1711'],
      ['forbidden', {}, { waiver: 'forbidden' }, 'fail', false, 'ASSAY1712'],
      ['unreadable subject', { subject: 'credit-risk@oops' }, {}, 'fail', false, 'ASSAY1713'],
      ['unknown rule', { rule: 'calibration/OTHER' }, {}, 'fail', false, 'ASSAY1714'],
      ['nobody has approved', { approvedBy: [' '] }, {}, 'fail', false, 'ASSAY1753'],
      ['one of two', {}, { waiverTerms: { approvers: 2 } }, 'fail', false, 'ASSAY1753'],
      [
        'one, twice',
        { approvedBy: ['A. B.', 'a. b. '] },
        { waiverTerms: { approvers: 2 } },
        'fail',
        false,
        'ASSAY1753',
      ],
      ['both', { approvedBy: ['A', 'B'] }, { waiverTerms: { approvers: 2 } }, 'fail', true, undefined],
      ['no date of issue', {}, { waiverTerms: { longest: 90 } }, 'fail', false, 'ASSAY1752'],
      ['91 days', { issued: '2026-11-01T00:00:00Z' }, { waiverTerms: { longest: 90 } }, 'fail', false, 'ASSAY1752'],
      ['91 days may be', { issued: '2026-11-01T00:00:00Z' }, { waiverTerms: { longest: 91 } }, 'fail', true, undefined],
      ['not issued yet', { issued: '2026-11-25T00:00:00Z' }, {}, 'fail', false, 'ASSAY1751'],
      ['issued at its end', { issued: '2027-01-31T00:00:00Z' }, {}, 'fail', false, 'ASSAY1750'],
      ['issued some day', { issued: 'today' }, {}, 'fail', false, 'ASSAY1750'],
      ['no instant', { expires: '2027-01-31' }, {}, 'fail', false, 'ASSAY1715'],
      ['no such day', { expires: '2027-13-31T00:00:00Z' }, {}, 'fail', false, 'ASSAY1715'],
      ['another subject: none of our business', { subject: 'other' }, {}, 'fail', false, undefined],
    ];
  it.each(cases)('%s', (_, waives, ruled, verdict, covered, code) => {
    const { uses, findings } = applyWaivers(
      [waiver(waives)],
      [{ rule: rule(ruled), judgement: { verdict, evidence: [] } }],
      subject,
      AS_OF,
    );
    expect(uses.get('calibration/RULE')?.state === 'applied').toBe(covered);
    expect(findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code]);
    if (code !== undefined) expect(findings[0]?.range?.line).toBe(4);
  });
});

describe('overallVerdict', () => {
  const decided = (verdict: RuleVerdict, more: Partial<DecidedRule> = {}): DecidedRule => ({
    rule: rule(),
    level: more.level ?? 'shall',
    judgement: { verdict, evidence: [] },
    waiver: more.waiver ?? null,
  });
  it.each([
    ['all pass', [decided('pass'), decided('not-applicable')], 'conforms'],
    ['one fails', [decided('pass'), decided('fail'), decided('undetermined')], 'does-not-conform'],
    ['one is open', [decided('pass'), decided('undetermined')], 'undetermined'],
    ['a failure waived', [decided('pass'), decided('fail', { waiver: waiver() })], 'conforms'],
    ['a `should` fails', [decided('pass'), decided('fail', { level: 'should' })], 'conforms'],
    ['no rule', [], 'ASSAY1700'],
    ['none applies', [decided('not-applicable')], 'ASSAY1701'],
  ])('%s', (_, rules, expected) => {
    const outcome = overallVerdict(rules, 'subject.yaml');
    expect(outcome.kind === 'verdict' ? outcome.verdict : outcome.diagnostic.code).toBe(expected);
  });
});
