/** Two reports compared, as a page: verdicts, what differs, each figure before and after against the limit. */
import type { Comparison, ReportPair } from '../comparison.js';
import { html, type Content, type Markup } from '../html.js';
import type { Language } from '../messages/messages.js';
import { parameterText } from '../parameter-text.js';
import type { EvidenceRecord, Report, RuleRecord } from '../report.js';
import { changesBetween, type Change } from '../text/changes.js';
import { shortValue } from '../text/evidence.js';
import { asRuleVerdict } from '../text/marks.js';
import { neutraliseAll } from '../text/neutralise.js';
import { frame } from './frame.js';
import { gauge, gaugeInput, type Drawn } from './gauge.js';
import { pageMessagesIn } from './messages.js';
import { section } from './sections.js';
import { evidenceTitle, line, mark, sheetOf, type Sheet } from './sheet.js';
import { table } from './table.js';

export function renderComparisonHtml(raw: Comparison, { language }: { readonly language: Language }): string {
  const { pairs, onlyBefore, onlyAfter } = neutraliseAll(raw);
  const p = pageMessagesIn(language);
  const alone = [...onlyBefore.map(p.onlyBefore), ...onlyAfter.map(p.onlyAfter)];
  return frame({
    language,
    title: p.comparison,
    header: html`<header class="masthead">
      <p class="eyebrow">${p.of}</p>
      <h1>${p.comparison}</h1>
      ${alone.map((sentence) => html`<p class="soft">${sentence}</p>`)}
    </header>`,
    nav: undefined,
    main: pairs.map((pair, index) => pairArticle(pair, language, `subject-${index + 1}-`)),
    footer: undefined,
  });
}

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

function pairArticle({ before, after }: ReportPair, language: Language, prefix: string): Markup {
  const sheet = sheetOf(after, language, prefix);
  const { p, page, anchor } = sheet;
  const changes = changesBetween(before, after);
  const of = <Kind extends Change['kind']>(kind: Kind): readonly Of<Kind>[] =>
    changes.filter((change): change is Of<Kind> => change.kind === kind);
  const [was, is] = [page.m.verdict[before.verdict], page.m.verdict[after.verdict]];
  const verdict = asRuleVerdict(after.verdict);
  return html`<article>
    <div class="verdict ${verdict}">
      <p class="word">${mark(verdict, sheet)}<span>${after.subject.name} ${after.subject.version}: ${is}</span></p>
      <p>${before.verdict === after.verdict ? p.verdictStays(is) : p.verdictBecomes(was, is)}</p>
      <p class="soft">${line([side(p.before, before, sheet), side(p.after, after, sheet)])}</p>
    </div>
    ${changes.length === 0 ? html`<p>${p.nothing}</p>` : undefined}
    ${section(p.whatDiffers, anchor('parts', 0), parts([...of('engine'), ...of('part')], sheet))}
    ${section(p.verdicts, anchor('verdicts', 0), verdicts(of('verdict'), of('rule'), before, sheet))}
    ${section(p.figures, anchor('figures', 0), figures(of('estimate'), sheet))}
    ${section(p.limits, anchor('limits', 0), limits(of('parameter'), sheet))}
  </article>`;
}

const side = (name: string, { subject, asOf }: Report, { p }: Sheet): string =>
  `${name}: ${subject.name} ${subject.version}, ${p.asOf(asOf.slice(0, 10))}`;

function parts(changes: readonly (Of<'engine'> | Of<'part'>)[], { page }: Sheet): Content {
  if (changes.length === 0) return undefined;
  const { part } = page.m.change;
  return html`<ul class="plain">
    ${changes.map(
      (change) =>
        html`<li>${change.kind === 'engine' ? part.engine(change.before, change.after) : part[change.part]}</li>`,
    )}
  </ul>`;
}

function verdicts(
  changed: readonly Of<'verdict'>[],
  comeAndGone: readonly Of<'rule'>[],
  before: Report,
  sheet: Sheet,
): Content {
  if (changed.length + comeAndGone.length === 0) return undefined;
  const { p, page, report } = sheet;
  const known = new Map([...before.rules, ...report.rules].map((rule) => [rule.id, rule]));
  const cell = (verdict: RuleRecord['verdict']): Content =>
    html`<span class="tone ${verdict}">${mark(verdict, sheet)}${page.m.ruleVerdict[verdict]}</span>`;
  const rule = (id: string): Content => [sheet.say(known.get(id)?.title), ' ', html`<code class="soft">${id}</code>`];
  return table({
    caption: p.verdicts,
    head: [p.rule, p.before, p.after],
    rows: [
      ...changed.map((change) => [rule(change.rule), cell(change.before), cell(change.after)]),
      ...comeAndGone.map(({ rule: id, what }) => {
        const verdict = cell(known.get(id)?.verdict ?? 'undetermined');
        const words = page.m.change.rule[what];
        return what === 'added' ? [rule(id), words, verdict] : [rule(id), verdict, words];
      }),
    ],
  });
}

function figures(changes: readonly Of<'estimate'>[], sheet: Sheet): Content {
  if (changes.length === 0) return undefined;
  return [html`<p class="soft">${sheet.p.figuresNote}</p>`, changes.map((change) => figureCard(change, sheet))];
}

function figureCard({ rule: id, before, after }: Of<'estimate'>, sheet: Sheet): Markup | undefined {
  const { p, page, report, say } = sheet;
  const rule = report.rules.find((each) => each.id === id);
  if (rule === undefined) return undefined;
  const input = gaugeInput(after);
  const earlier = drawnOf(before);
  const apart = overlap(before, after);
  return html`<div class="change">
    <p>${say(rule.title)} <code class="soft">${id}</code></p>
    <div class="comparison">
      ${input === undefined || earlier === undefined ? undefined : gauge({ ...input, before: earlier }, rule.verdict)}
      <p class="value ${rule.verdict}">
        ${evidenceTitle(after.output, rule, sheet)}<br />${shortValue(before, page)} →
        <strong>${shortValue(after, page)}</strong>
        ${apart === undefined ? undefined : html`<br /><span>${p[apart]}</span>`}
      </p>
    </div>
  </div>`;
}

const drawnOf = ({ estimate, interval }: EvidenceRecord): Drawn | undefined =>
  typeof estimate === 'number' ? { estimate, ...(interval && { interval }) } : undefined;

/** A first look only: overlapping intervals are no test of a difference. */
function overlap(before: EvidenceRecord, after: EvidenceRecord): 'overlap' | 'apart' | undefined {
  if (before.interval === undefined || after.interval === undefined) return undefined;
  return before.interval[0] <= after.interval[1] && after.interval[0] <= before.interval[1] ? 'overlap' : 'apart';
}

function limits(changes: readonly Of<'parameter'>[], sheet: Sheet): Content {
  if (changes.length === 0) return undefined;
  const { p, page, say } = sheet;
  return table({
    caption: p.limits,
    head: [p.limit, p.before, p.after],
    rows: changes.map(({ before, after }) => [
      [say(after.title), ' ', html`<code class="soft">${after.id}</code>`],
      [parameterText(before, page.m), ' ', html`<span class="soft">${before.source.layer}</span>`],
      [parameterText(after, page.m), ' ', html`<span class="soft">${after.source.layer}</span>`],
    ]),
  });
}
