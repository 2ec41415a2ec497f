/** The top of the page: the verdict, on what, why, and how many rules say so. */
import { html, type Markup } from '../html.js';
import type { RuleRecord } from '../report.js';
import { askedOf } from '../text/asking.js';
import { isWaived, verdictReason } from '../text/header.js';
import { asRuleVerdict, waiverMark } from '../text/marks.js';
import { identityText } from './model-text.js';
import { line, mark, type Sheet } from './sheet.js';

export const ORDER = ['fail', 'undetermined', 'pass', 'not-applicable'] as const;

export interface Tallied {
  readonly verdict: RuleRecord['verdict'];
  readonly count: number;
}

/** Verdicts with a rule, the gravest first. */
export const tallyOf = (rules: readonly RuleRecord[]): readonly Tallied[] =>
  ORDER.map((verdict) => ({ verdict, count: rules.filter((rule) => rule.verdict === verdict).length })).filter(
    ({ count }) => count > 0,
  );

export function masthead(sheet: Sheet): Markup {
  const { report, p, page, say, nameOf } = sheet;
  const { subject } = report;
  const verdict = asRuleVerdict(report.verdict);
  const title = say(subject.title);
  return html`<header class="masthead">
    <p class="eyebrow">${line([p.of, p.asOf(report.asOf.slice(0, 10))])}</p>
    <h1>${title || subject.name}</h1>
    <p class="soft">${line([html`<code>${subject.name} ${subject.version}</code>`, subject.task])}</p>
    <div class="verdict ${verdict}" id="${sheet.anchor('verdict', 0)}">
      <p class="word">${mark(verdict, sheet)}<span class="verb">${page.m.verdict[report.verdict]}</span></p>
      <p>${verdictReason(report, nameOf, page)}</p>
      ${proportions(report.rules, sheet)}
    </div>
    ${cornerstones(sheet)}
  </header>`;
}

/** A bar of all rules by verdict, and the counts in words. */
function proportions(rules: readonly RuleRecord[], sheet: Sheet): Markup {
  const { m, unicode } = sheet.page;
  const tally = tallyOf(rules);
  const waived = rules.filter(isWaived).length;
  let from = 0;
  const bars = tally.map(({ verdict, count }) => {
    const x = (from / rules.length) * 100;
    from += count;
    return html`<rect
      class="${verdict}"
      x="${x.toFixed(2)}%"
      width="${((count / rules.length) * 100).toFixed(2)}%"
      height="8"
    />`;
  });
  return html`<svg class="proportions" width="100%" height="8" aria-hidden="true" focusable="false">${bars}</svg>
    <ul class="tally">
      <li>${m.rulesCounted(rules.length)}</li>
      ${tally.map(
        ({ verdict, count }) =>
          html`<li>${mark(verdict, sheet)}<strong>${count}</strong> ${m.ruleVerdict[verdict]}</li>`,
      )}
      ${
        waived === 0
          ? undefined
          : html`<li>
              <span class="mark waived" aria-hidden="true">${waiverMark({ ...sheet.page, unicode })}</span>
              ${m.waivedCount(waived)}
            </li>`
      }
    </ul>`;
}

/** What identifies the check at a glance; all of it stands under provenance. */
function cornerstones(sheet: Sheet): Markup {
  const { report, p } = sheet;
  const { model, inputs } = report.subject;
  const questions = askedOf(report);
  const data = inputs.filter(({ role }) => role.startsWith('data'));
  return html`<dl class="cornerstones">
    <div>
      <dt>${p.standards}</dt>
      <dd>${report.policy.packs.map(({ id, version }) => html`<span class="pack">${id} ${version}</span> `)}</dd>
    </div>
    ${
      model === undefined
        ? undefined
        : html`<div>
            <dt>${p.model}</dt>
            <dd>${model.format}<br />${identityText(model, sheet)}</dd>
          </div>`
    }
    ${
      questions === undefined
        ? undefined
        : html`<div>
            <dt>${p.questions}</dt>
            <dd>${p.asked(questions.asked, questions.asked + questions.spared)}</dd>
          </div>`
    }
    ${
      data.length === 0
        ? undefined
        : html`<div>
            <dt>${p.data}</dt>
            <dd>
              ${data.map(
                ({ role, rows }) =>
                  html`<span class="pack">${line([role, rows === undefined ? '' : p.rows(rows)])}</span> `,
              )}
            </dd>
          </div>`
    }
  </dl>`;
}
