/** What a report says, in plain words: for the formats that have no terminal. */
import type { Language } from './messages/messages.js';
import type { EvidenceRecord, Report, ReportList, RuleRecord, UnreadSubject } from './report.js';
import { decidingEvidence, evidenceParts } from './text/evidence.js';
import { isWaived } from './text/header.js';
import { pageOf, type Page } from './text/page.js';
import { reasonOf, remedyOf, settleOf, waiverInWords } from './text/reason.js';

export const plainPage = (language: Language): Page => pageOf({ language, color: false, width: 100, unicode: true });

export const recordsOf = (report: Report | ReportList): readonly (Report | UnreadSubject)[] =>
  report.kind === 'Report' ? [report] : report.reports;

/** `cv.f1Macro 0.723 [0.687, 0.759] needs ≥ 0.700` */
export const comparisonInWords = (evidence: EvidenceRecord, rule: RuleRecord, page: Page): string =>
  evidenceParts(evidence, rule, page)
    .filter((part) => part !== '')
    .join(' ');

/** `shall, waived` */
export const standingInWords = (rule: RuleRecord, { m }: Page): string =>
  `${m.level[rule.level]}, ${isWaived(rule) ? m.waived : m.ruleVerdict[rule.verdict]}`;

/** The reason of the verdict, the comparisons on which it turns, what would settle or mend it, a waiver. */
export function ruleInWords(rule: RuleRecord, page: Page): readonly string[] {
  const settle = settleOf(rule, page);
  const remedy = remedyOf(rule, page);
  return [
    reasonOf(rule, page),
    ...(rule.verdict === 'not-applicable'
      ? []
      : decidingEvidence(rule).map((evidence) => comparisonInWords(evidence, rule, page))),
    ...(settle === undefined ? [] : [settle]),
    ...(remedy === undefined ? [] : [remedy]),
    ...(rule.waiver === null ? [] : [waiverInWords(rule.waiver, page)]),
  ];
}

/** The same in one line, for formats that take no more. */
export const ruleInOneLine = (rule: RuleRecord, page: Page): string => ruleInWords(rule, page).join(' · ');
