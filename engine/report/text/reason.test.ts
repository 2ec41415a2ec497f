import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../../tests/fixtures/sample-report.js';
import { without } from '../../../tests/fixtures/without.js';
import { en } from '../messages/en.js';
import type { EvidenceRecord, RuleRecord } from '../report.js';
import { pageOf } from './page.js';
import { reasonOf, settleOf } from './reason.js';

const page = pageOf({ language: 'en', width: 80, color: false, unicode: true });
const base = sampleReport.rules.find(({ id }) => id.endsWith('EVAL-001'))!;
const [straddling] = base.evidence as readonly [EvidenceRecord];
const rule = (more: Partial<RuleRecord>, evidence: Partial<EvidenceRecord> = {}): RuleRecord => ({
  ...without(base, 'cause'),
  evidence: [{ ...without(straddling, 'cause'), ...evidence }],
  ...more,
});
const bare = (): EvidenceRecord => without(straddling, 'interval', 'level', 'cause');
const { reason } = en;

describe('reasons', () => {
  test.each<[string, RuleRecord, string]>([
    ['a pass on a sample', rule({ verdict: 'pass' }, { support: [0.97, 0.98] }), reason.passes('95 %', '0.970')],
    ['a sure pass', rule({ verdict: 'pass' }, { support: [0.9999, 1] }), reason.passes('95 %', '> 0.999')],
    ['a fail on a sample', rule({ verdict: 'fail' }, { support: [0.01, 0.02] }), reason.fails('95 %', '0.020')],
    ['an exact pass', rule({ verdict: 'pass', evidence: [{ ...bare(), support: [1, 1] }] }), reason.passesExactly],
    ['an exact fail', rule({ verdict: 'fail', evidence: [{ ...bare(), support: [0, 0] }] }), reason.failsExactly],
    [
      'a band on one side',
      rule({ verdict: 'pass', evidence: [{ ...bare(), interval: [1, 2], support: [1, 1] }] }),
      reason.passesBand,
    ],
    [
      'a band on the other',
      rule({ verdict: 'fail', evidence: [{ ...bare(), interval: [1, 2], support: [0, 0] }] }),
      reason.failsBand,
    ],
    [
      'a pass by the point',
      rule({ verdict: 'pass', confidence: 'point', evidence: [{ ...bare(), support: [1, 1] }] }),
      reason.passesPoint,
    ],
    ['a fail by the point', rule({ verdict: 'fail', confidence: 'point' }), reason.failsPoint],
    [
      'two comparisons',
      rule({ verdict: 'pass', evidence: [base.evidence[0]!, base.evidence[0]!] }),
      reason.passesLogic('95 %'),
    ],
    ['uncertain', rule({ verdict: 'undetermined', cause: 'uncertain' }), reason.uncertain('95 %', '0.876')],
    [
      'uncertain between',
      rule({ verdict: 'undetermined', cause: 'uncertain' }, { support: [0.2, 0.9] }),
      reason.uncertain('95 %', '0.200–0.900'),
    ],
    [
      'bounds that hold at a lower confidence',
      rule({ verdict: 'undetermined', cause: 'uncertain' }, { support: [0.9, 1] }),
      reason.uncertain('95 %', '≥ 0.900'),
    ],
    [
      'bounds that are refuted at a lower confidence',
      rule({ verdict: 'undetermined', cause: 'uncertain' }, { support: [0, 0.1] }),
      reason.uncertain('95 %', '≤ 0.100'),
    ],
    [
      'bounds around the limit',
      rule({ verdict: 'undetermined', cause: 'uncertain' }, { support: [0, 1] }),
      reason.uncertainBounds('95 %'),
    ],
    ['bounded', rule({ verdict: 'undetermined', cause: 'bounded' }), reason.bounded],
    [
      'unmeasured',
      rule({ verdict: 'undetermined', cause: 'timed-out' }, { cause: 'timed-out', detail: 'after 60 s.' }),
      'Not measured, as the time ran out: after 60 s.',
    ],
    [
      'a basis',
      rule({ verdict: 'undetermined', cause: 'basis', basis: ['observed'] }, { cause: 'basis', basis: 'declared' }),
      reason.basis(en.basis.declared, en.basis.observed),
    ],
  ])('%s', (_, record, expected) => {
    expect(reasonOf(record, page)).toBe(expected);
  });
});

test.each<[string, RuleRecord, string | undefined]>([
  ['rows, rounded up', rule({ settle: { rows: 1239.2 } }), en.settle.rows('1,240', 'rows')],
  ['questions', rule({ settle: { rows: 40, counted: 'questions' } }), en.settle.rows('40', 'questions')],
  ['repeats', rule({ settle: { repeats: 12 } }), en.settle.repeats('12')],
  ['never', rule({ settle: { never: 'not at this estimate' } }), en.settle.never],
  ['something to provide', rule({ settle: { provide: 'a meter' } }), en.settle.provide('a meter')],
  ['what the reason says already', rule({ settle: { provide: 'm.f1: no meter' } }, { detail: 'no meter' }), undefined],
  ['nothing', rule({ verdict: 'pass', settle: undefined as never }), undefined],
])('settling: %s', (_, record, expected) => {
  expect(settleOf(record, page)).toBe(expected);
});
