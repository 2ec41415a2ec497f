/** One comparison on a page: its gauge, its number with interval and unit, and what the rule needs. */
import type { EvidenceRecord, RuleRecord } from '../report.js';
import { gauge, type Cell } from './gauge.js';
import { operatorSign, toneOf } from './marks.js';
import { plain, printer, withUnit } from './number.js';
import { flow, type Page } from './page.js';

const MOST = 6;

export const gaugeWidth = (page: Page): number => Math.min(44, Math.max(12, Math.floor(page.width * 0.3)));

/** The comparisons on which the verdict turns; all of them where none is marked. */
export function decidingEvidence(rule: RuleRecord): readonly EvidenceRecord[] {
  const deciding = rule.evidence.filter((each) => each.deciding);
  return deciding.length > 0 ? deciding : rule.evidence;
}

export function evidenceLines(rule: RuleRecord, page: Page, indentation: number): string[] {
  const shown = decidingEvidence(rule);
  const lines = shown.slice(0, MOST).flatMap((each) => oneEvidence(each, rule, page, indentation));
  if (shown.length > MOST)
    lines.push(' '.repeat(indentation) + page.paint.faint(page.m.moreComparisons(shown.length - MOST)));
  return lines;
}

function oneEvidence(evidence: EvidenceRecord, rule: RuleRecord, page: Page, indentation: number): string[] {
  const cells = drawn(evidence, page);
  const margin = ' '.repeat(indentation);
  const hanging = cells === undefined ? margin : margin + ' '.repeat(gaugeWidth(page) + 2);
  const parts = evidenceParts(evidence, rule, page);
  const lines = flow(parts, page.width - hanging.length);
  return lines.map((line, index) =>
    index === 0 && cells !== undefined ? `${margin}${cells}  ${line}` : hanging + line,
  );
}

function drawn(evidence: EvidenceRecord, page: Page): string | undefined {
  if (typeof evidence.estimate !== 'number' || typeof evidence.limit !== 'number') return undefined;
  const cells = gauge(
    {
      estimate: evidence.estimate,
      limit: evidence.limit,
      operator: evidence.operator,
      ...(evidence.interval && { interval: evidence.interval }),
    },
    gaugeWidth(page),
    page.unicode,
  );
  if (cells.length === 0) return undefined;
  return runs(cells)
    .map(({ kind, allowed, characters }) => brushFor(kind, allowed, page)(characters))
    .join('');
}

/** Neighbours of one look are painted together: fewer colour sequences. */
function runs(cells: readonly Cell[]): { kind: Cell['kind']; allowed: boolean; characters: string }[] {
  const result: { kind: Cell['kind']; allowed: boolean; characters: string }[] = [];
  for (const { kind, allowed, character } of cells) {
    const last = result.at(-1);
    if (last?.kind === kind && last.allowed === allowed) last.characters += character;
    else result.push({ kind, allowed, characters: character });
  }
  return result;
}

function brushFor(kind: Cell['kind'], allowed: boolean, page: Page): (text: string) => string {
  const { paint } = page;
  const tone = allowed ? paint.good : paint.bad;
  switch (kind) {
    case 'limit':
      return paint.strong;
    case 'allowed':
    case 'refused':
      return paint.faint;
    case 'interval':
      return tone;
    case 'estimate':
      return (text) => paint.strong(tone(text));
  }
}

/** Output, value, interval, and what the rule needs; blank where there is none. */
export function evidenceParts(evidence: EvidenceRecord, rule: RuleRecord, page: Page): string[] {
  const { paint, m } = page;
  const { estimate, limit, interval, unit } = evidence;
  const print =
    typeof estimate === 'number'
      ? printer({ estimate, ...(interval && { interval }), ...(typeof limit === 'number' && { limit }) })
      : plain;
  const show = (value: EvidenceRecord['limit']): string =>
    typeof value === 'number' ? print(value) : Array.isArray(value) ? value.join(m.listSeparator) : String(value);
  const tone = paint[toneOf(rule.verdict)];
  const value =
    estimate === null ? paint.open(m.notMeasured) : tone(paint.strong(withUnit(show(estimate), interval ? '1' : unit)));
  const range = interval && paint.faint(withUnit(`[${print(interval[0])}, ${print(interval[1])}]`, unit));
  const needs = m.needs(operatorSign(evidence.operator, page), withUnit(show(limit), estimate === null ? unit : '1'));
  return limit === null ? [evidence.output, value, range ?? ''] : [evidence.output, value, range ?? '', needs];
}

/** For one-line mentions, such as what changed: the value with its interval. */
export function shortValue({ estimate, interval, unit }: EvidenceRecord, page: Page): string {
  if (typeof estimate !== 'number') return estimate === null ? page.m.notMeasured : String(estimate);
  const print = printer({ estimate, ...(interval && { interval }) });
  const range = interval === undefined ? '' : ` [${print(interval[0])}, ${print(interval[1])}]`;
  return withUnit(print(estimate) + range, unit);
}
