/** The signs of verdicts, and the tone of each. */
import type { RuleRecord } from '../report.js';
import type { Report } from '../report.js';
import type { Page, Tone } from './page.js';

type RuleVerdict = RuleRecord['verdict'];

const UNICODE: Readonly<Record<RuleVerdict, string>> = {
  pass: '✓',
  fail: '✗',
  undetermined: '?',
  'not-applicable': '–',
};
const ASCII: Readonly<Record<RuleVerdict, string>> = { pass: '+', fail: 'x', undetermined: '?', 'not-applicable': '-' };

const TONES: Readonly<Record<RuleVerdict, Tone>> = {
  pass: 'good',
  fail: 'bad',
  undetermined: 'open',
  'not-applicable': 'faint',
};

const CHECK_AS_RULE = { conforms: 'pass', 'does-not-conform': 'fail', undetermined: 'undetermined' } as const;

export const markOf = (verdict: RuleVerdict, page: Page): string =>
  page.paint[TONES[verdict]]((page.unicode ? UNICODE : ASCII)[verdict]);

export const toneOf = (verdict: RuleVerdict): Tone => TONES[verdict];

export const asRuleVerdict = (verdict: Report['verdict']): RuleVerdict => CHECK_AS_RULE[verdict];

export const waiverMark = (page: Page): string => (page.unicode ? '⚑' : '!');

export const arrow = (page: Page): string => (page.unicode ? '→' : '>');

const OPERATORS: Readonly<Record<string, string>> = {
  '>=': '≥',
  '<=': '≤',
  '!=': '≠',
  '!==': '≠',
  '==': '=',
  '===': '=',
  in: '∈',
};

export const operatorSign = (operator: string, page: Page): string =>
  page.unicode ? (OPERATORS[operator] ?? operator) : operator;
