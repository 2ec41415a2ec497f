/** Why a rule got its verdict, and what would settle or mend it, in words. */
import type { EvidenceRecord, RuleRecord, WaiverRecord } from '../report.js';
import { decidingEvidence } from './evidence.js';
import { operatorSign } from './marks.js';
import { fixed, percent } from './number.js';
import type { Page } from './page.js';

const supportShown = (support: number): string =>
  support > 0.9995 ? '> 0.999' : support < 0.0005 ? '< 0.001' : fixed(support, 3);

function supportBetween(lowest: number, highest: number, page: Page): string {
  const [low, high] = [supportShown(lowest), supportShown(highest)];
  if (low === high) return low;
  if (highest === 1) return `${operatorSign('>=', page)} ${low}`;
  return lowest === 0 ? `${operatorSign('<=', page)} ${high}` : `${low}–${high}`;
}

/** No sampling error: a count, a fact, or a band (which has no level) that lies on one side of the limit. */
const isExact = (evidence: EvidenceRecord): boolean =>
  evidence.level === undefined && evidence.support[0] === evidence.support[1];

const isBand = ({ interval }: EvidenceRecord): boolean => interval !== undefined;

/** With how many questions were asked for it, where language models were. */
export function reasonOf(rule: RuleRecord, page: Page): string {
  const { questions } = rule;
  const why = verdictReason(rule, page);
  if (questions === undefined || rule.verdict === 'not-applicable') return why;
  const asked = page.m.asking.ofRule(fixed(questions.asked, 0), fixed(questions.asked + questions.spared, 0));
  return page.language === 'zh' ? `${why}${asked}` : `${why} ${asked}`;
}

function verdictReason(rule: RuleRecord, page: Page): string {
  const { reason } = page.m;
  const evidence = decidingEvidence(rule);
  const level = rule.confidence === 'point' ? '' : percent(rule.confidence);
  const first = evidence[0];
  switch (rule.verdict) {
    case 'not-applicable':
      return switchedOffBy(rule, page);
    case 'undetermined':
      return undeterminedReason(rule, page, level);
    case 'pass':
      if (rule.confidence === 'point') return reason.passesPoint;
      if (evidence.every(isExact)) return evidence.some(isBand) ? reason.passesBand : reason.passesExactly;
      return evidence.length === 1 && first
        ? reason.passes(level, supportShown(first.support[0]))
        : reason.passesLogic(level);
    case 'fail':
      if (rule.confidence === 'point') return reason.failsPoint;
      if (evidence.every(isExact)) return evidence.some(isBand) ? reason.failsBand : reason.failsExactly;
      return evidence.length === 1 && first
        ? reason.fails(level, supportShown(first.support[1]))
        : reason.failsLogic(level);
  }
}

function undeterminedReason(rule: RuleRecord, page: Page, level: string): string {
  const { m } = page;
  const evidence = decidingEvidence(rule);
  const because = evidence.find((each) => each.cause === rule.cause) ?? evidence[0];
  switch (rule.cause) {
    case undefined:
      return m.reason.undeterminedCondition;
    case 'uncertain': {
      const [lowest, highest] = because?.support ?? [0, 1];
      if (lowest === 0 && highest === 1) return m.reason.uncertainBounds(level);
      return m.reason.uncertain(level, supportBetween(lowest, highest, page));
    }
    case 'bounded':
      return m.reason.bounded;
    case 'basis': {
      const accepted = rule.basis.map((each) => m.basis[each]).join(m.listSeparator);
      return because?.basis ? m.reason.basis(m.basis[because.basis], accepted) : m.reason.basisUnknown(accepted);
    }
    default:
      return m.reason.withDetail(m.reason.unmeasured[rule.cause], (because?.detail ?? '').replace(/\.$/, ''));
  }
}

/** Of a rule that is not applicable: whether because of the day, and of no fact. */
export const isOutOfEffect = ({ switchedOffBy: facts, effectiveFrom, effectiveUntil }: RuleRecord): boolean =>
  facts === undefined && (effectiveFrom !== undefined || effectiveUntil !== undefined);

export function switchedOffBy(rule: RuleRecord, page: Page): string {
  const { m } = page;
  if (isOutOfEffect(rule)) return m.policy.inEffect(rule.effectiveFrom, rule.effectiveUntil);
  const facts = rule.switchedOffBy ?? [];
  if (facts.length === 0) return m.conditionNotMet;
  return facts.map(({ fact, value }) => m.factIs(fact, valueInWords(value, page))).join(m.listSeparator);
}

const valueInWords = (value: unknown, page: Page): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(String).join(page.m.listSeparator)
      : JSON.stringify(value);

export function settleOf(rule: RuleRecord, page: Page): string | undefined {
  const { settle } = rule;
  if (settle === undefined) return undefined;
  if ('rows' in settle)
    return page.m.settle.rows(fixed(Math.ceil(settle.rows), 0), page.m.counted[settle.counted ?? 'rows']);
  if ('repeats' in settle) return page.m.settle.repeats(fixed(Math.ceil(settle.repeats), 0));
  if ('never' in settle) return page.m.settle.never;
  // What failed is said once, in the reason.
  const said = rule.evidence.some(({ detail }) => detail !== undefined && settle.provide.includes(detail));
  return said ? undefined : page.m.settle.provide(settle.provide);
}

/** Where nothing was measured, the remedy of a bad figure is no help. */
export function remedyOf({ verdict, cause, remedy }: RuleRecord, page: Page): string | undefined {
  const mendable = verdict === 'fail' || cause === 'uncertain' || cause === 'bounded';
  return mendable && remedy !== undefined ? page.m.remedy(page.say(remedy)) : undefined;
}

/** Who permitted it, until when and why. */
export function waiverInWords(waiver: WaiverRecord, page: Page): string {
  const { m } = page;
  const until = waiver.expires.slice(0, 10);
  const by = waiver.approvedBy.join(m.listSeparator);
  const what = {
    early: () => m.waiver.early(waiver.issued?.slice(0, 10) ?? '', by),
    'too-long': () => m.waiver['too-long'](by),
    unapproved: () => m.waiver.unapproved(by),
    unreadable: () => m.waiver.unreadable(by),
    applied: () => m.waiver.applied(until, by),
    expired: () => m.waiver.expired(until, by),
    forbidden: () => m.waiver.forbidden(by),
    'not-covering': () =>
      m.waiver['not-covering'](by, waiver.covers.map((each) => m.ruleVerdict[each]).join(m.listSeparator)),
    unneeded: () => m.waiver.unneeded(by),
  }[waiver.state]();
  const ticket = waiver.ticket === undefined ? '' : ` (${waiver.ticket})`;
  return `${what}${ticket}${page.language === 'zh' ? '：' : ': '}${page.say(waiver.reason)}`;
}
