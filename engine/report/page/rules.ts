/** Areas, their clauses, and the rules of each: what was seen, drawn against the limit, why, and what to do. */
import { AREAS } from '../../plugins/contract.js';
import { html, type Content, type Markup } from '../html.js';
import type { EvidenceRecord, RuleRecord } from '../report.js';
import { decidingEvidence, evidenceParts } from '../text/evidence.js';
import { isWaived } from '../text/header.js';
import { waiverMark } from '../text/marks.js';
import { percent } from '../text/number.js';
import { reasonOf, remedyOf, settleOf, waiverInWords } from '../text/reason.js';
import { settingsText } from '../text/settings.js';
import { gauge, gaugeInput } from './gauge.js';
import { tallyOf } from './masthead.js';
import { evidenceTitle, line, mark, measurementsOf, pluginTitle, type Sheet } from './sheet.js';

/** Areas that have a rule which applies. */
export const areasOf = ({
  report,
}: Sheet): readonly { readonly area: (typeof AREAS)[number]; readonly rules: readonly RuleRecord[] }[] =>
  AREAS.map((area) => ({
    area,
    rules: report.rules.filter((rule) => rule.area === area && rule.verdict !== 'not-applicable'),
  })).filter(({ rules }) => rules.length > 0);

export const rulesSection = (sheet: Sheet): Content => [
  filter(sheet),
  ...areasOf(sheet).map(({ area, rules }, index) => areaSection(area, rules, sheet.anchor('area', index), sheet)),
];

/** Which rules are shown: by style alone, so that the page needs no script. */
function filter(sheet: Sheet): Markup | undefined {
  const { p, page, report } = sheet;
  const verdicts = tallyOf(report.rules.filter(({ verdict }) => verdict !== 'not-applicable'));
  if (verdicts.length < 2) return undefined;
  const name = sheet.anchor('show', 0);
  const choice = (verdict: string, words: string, checked: boolean): Markup =>
    html`<label
      ><input type="radio" name="${name}" class="show-${verdict}" ${checked ? html`checked=""` : undefined} /><span
        >${words}</span
      ></label
    >`;
  return html`<fieldset class="filter">
    <legend>${p.show}</legend>
    ${choice('all', p.all, true)}
    ${verdicts.map(({ verdict, count }) => choice(verdict, `${page.m.ruleVerdict[verdict]} ${count}`, false))}
  </fieldset>`;
}

function areaSection(area: (typeof AREAS)[number], rules: readonly RuleRecord[], id: string, sheet: Sheet): Markup {
  const { m } = sheet.page;
  return html`<section class="area" id="${id}">
    <h2>
      ${m.area[area]}
      <span class="counts"
        >${tallyOf(rules).map(
          ({ verdict, count }) =>
            html`<span>${mark(verdict, sheet)}${count}<span class="unseen"> ${m.ruleVerdict[verdict]}</span></span> `,
        )}</span
      >
    </h2>
    ${[...byClause(rules)].map(([, of]) => clauseSection(of, sheet))}
  </section>`;
}

/** In the order of the report; the key names the standard and its clause. */
function byClause(rules: readonly RuleRecord[]): ReadonlyMap<string, readonly RuleRecord[]> {
  const clauses = new Map<string, RuleRecord[]>();
  for (const rule of rules) {
    const key = rule.clause === undefined ? '' : `${rule.source.layer} ${rule.clause}`;
    const own = clauses.get(key);
    if (own === undefined) clauses.set(key, [rule]);
    else own.push(rule);
  }
  return clauses;
}

function clauseSection(rules: readonly RuleRecord[], sheet: Sheet): Markup {
  const { p, say, report, page } = sheet;
  const [first] = rules;
  const clause = report.policy.effective.clauses.find(
    ({ id, standard }) =>
      id === first?.clause && (standard === first.source.layer || first.id.startsWith(`${standard}/`)),
  );
  const heading =
    first?.clause === undefined
      ? p.noClause
      : html`<span class="clause-id">${standardOf(first)} · ${page.m.clause(first.clause)}</span>
          ${say(clause?.title)}`;
  return html`<section class="clause">
    <h3>${heading}</h3>
    ${rules.map((rule) => ruleCard(rule, sheet))}
  </section>`;
}

/** The namespace of a rule: the standard or the profile that has it. */
export const standardOf = ({ id }: Pick<RuleRecord, 'id'>): string =>
  id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : id;

const MOST_SHOWN = 6;

function ruleCard(rule: RuleRecord, sheet: Sheet): Markup {
  const { page, say, nameOf, report } = sheet;
  const { m } = page;
  const deciding = decidingEvidence(rule);
  const settle = settleOf(rule, page);
  const remedy = remedyOf(rule, page);
  const { transition } = rule;
  const level =
    transition === undefined || rule.level === 'shall' ? m.level[rule.level] : m.inTransition(transition.until);
  return html`<article class="rule ${rule.verdict}" id="${sheet.anchor('rule', report.rules.indexOf(rule))}">
    <header>
      ${mark(rule.verdict, sheet)}
      <div>
        <h4>${say(rule.title)}</h4>
        <p class="tags">
          ${line([
            html`<strong class="tone">${m.ruleVerdict[rule.verdict]}</strong>`,
            isWaived(rule) ? html`<strong class="waived">${m.waived}</strong>` : undefined,
            level,
            html`<code title="${rule.id}">${nameOf(rule.id)}</code>`,
          ])}
        </p>
      </div>
    </header>
    ${deciding.slice(0, MOST_SHOWN).map((each) => comparison(each, rule, sheet))}
    ${deciding.length > MOST_SHOWN ? html`<p class="soft">${m.moreComparisons(deciding.length - MOST_SHOWN)}</p>` : undefined}
    <p class="reason">${reasonOf(rule, page)}</p>
    ${[settle, remedy].map((advice) => (advice === undefined ? undefined : html`<p class="advice">${advice}</p>`))}
    ${
      rule.waiver === null
        ? undefined
        : html`<p class="waiver ${rule.waiver.state}">
            <span aria-hidden="true">${waiverMark(page)}</span> ${waiverInWords(rule.waiver, page)}
          </p>`
    }
    ${howJudged(rule, deciding, sheet)}
  </article>`;
}

/** The name of a figure, its drawing, and its value with interval and need. */
function comparison(evidence: EvidenceRecord, rule: RuleRecord, sheet: Sheet): Markup {
  const [name = '', value = '', ...rest] = evidenceParts(evidence, rule, sheet.page);
  const input = gaugeInput(evidence);
  return html`<div class="comparison">
    <p class="name" title="${name}">${evidenceTitle(name, rule, sheet)}</p>
    ${input === undefined ? undefined : gauge(input, rule.verdict)}
    <p class="value">
      <strong>${value}</strong> ${rest.filter((part) => part !== '').map((part) => html`<span>${part}</span> `)}
    </p>
  </div>`;
}

const MOST_OTHERS = 50;

function howJudged(rule: RuleRecord, shown: readonly EvidenceRecord[], sheet: Sheet): Markup {
  const { page, p } = sheet;
  const { m } = page;
  const others = [...shown.slice(MOST_SHOWN), ...rule.evidence.filter((each) => !shown.includes(each))];
  const { file, line: row, layer } = rule.source;
  const judged = rule.confidence === 'point' ? p.byPoint : p.confidence(percent(rule.confidence));
  const measured = measurementsOf(rule, sheet).map(
    ({ key, plugin }) => html`<a href="#${sheet.measurementAt.get(key)}">${pluginTitle(plugin, sheet)}</a>`,
  );
  const settings = Object.values(rule.measures).filter((request) => Object.keys(request.with).length > 0);
  return html`<details class="how">
    <summary>${p.howJudged}</summary>
    <dl>
      ${
        measured.length === 0
          ? undefined
          : html`<dt>${p.measuredBy}</dt>
              <dd>${line(measured)}</dd>`
      }
      ${
        settings.length === 0
          ? undefined
          : html`<dt>${p.settings}</dt>
              ${settings.map(({ plugin, with: given }) => html`<dd><code>${plugin} ${settingsText(given)}</code></dd>`)}`
      }
      <dt>${m.explain.confidence}</dt>
      <dd>${judged}; ${p.accepts(rule.basis.map((each) => m.basis[each]).join(m.listSeparator))}</dd>
      <dt>${p.writtenIn}</dt>
      <dd><code>${file}:${row}</code> (${layer})</dd>
    </dl>
    ${
      others.length === 0
        ? undefined
        : html`<p class="soft">${p.alsoCompared}</p>
            ${others.slice(0, MOST_OTHERS).map((each) => comparison(each, rule, sheet))}`
    }
  </details>`;
}

/** What dots and bars mean, once. */
export function legend({ p, page, report }: Sheet): Markup {
  const levels = new Set(report.rules.flatMap(({ evidence }) => evidence.flatMap(({ level }) => level ?? [])));
  const [only] = levels;
  const { estimate, interval, limit, allowed } = p.legendParts;
  const ofLevel = levels.size === 1 && only !== undefined ? page.m.interval(percent(only)) : interval;
  const key = (drawing: Content, words: string): Markup =>
    html`<li>
      <svg class="gauge key" width="36" height="28" aria-hidden="true" focusable="false">${drawing}</svg>${words}
    </li>`;
  return html`<ul class="legend" aria-label="${p.legend}">
    ${key(html`<g class="now"><circle cx="18" cy="14" r="4.5" /></g>`, estimate)}
    ${key(
      html`<g class="now"
        ><line class="interval" x1="4" x2="32" y1="14" y2="14" /><line class="cap" x1="4" x2="4" y1="9" y2="19" /><line
          class="cap"
          x1="32"
          x2="32"
          y1="9"
          y2="19"
      /></g>`,
      ofLevel,
    )}
    ${key(html`<line class="limit" x1="18" x2="18" y1="2" y2="26" />`, limit)}
    ${key(html`<rect class="allowed" width="36" height="28" />`, allowed)}
  </ul>`;
}
