/** What stands below the rules: rules switched off, clauses not assessed, remarks, waivers, the policy's layers. */
import { html, type Content, type Markup } from '../html.js';
import type { Report } from '../report.js';
import { parameterText } from '../parameter-text.js';
import { switchedOffBy, waiverInWords } from '../text/reason.js';
import { waiverMark } from '../text/marks.js';
import { standardOf } from './rules.js';
import { digestText, mark, type Sheet } from './sheet.js';
import { table } from './table.js';

/** A part of the page with its heading; none where it has nothing to say. */
export const section = (title: string, id: string, content: Content): Markup | undefined =>
  content === undefined || (Array.isArray(content) && content.length === 0)
    ? undefined
    : html`<section id="${id}">
        <h2>${title}</h2>
        ${content}
      </section>`;

export function switchedOff(sheet: Sheet): Content {
  const { report, page, say, nameOf } = sheet;
  const off = report.rules.filter(({ verdict }) => verdict === 'not-applicable');
  if (off.length === 0) return undefined;
  return html`<ul class="plain">
    ${off.map(
      (rule) =>
        html`<li>
          ${mark('not-applicable', sheet)}<span
            >${say(rule.title)} <code class="soft">${nameOf(rule.id)}</code><br /><span class="soft"
              >${switchedOffBy(rule, page)}</span
            ></span
          >
        </li>`,
    )}
  </ul>`;
}

export function notAssessed({ report, say }: Sheet): Content {
  if (report.notAssessed.length === 0) return undefined;
  return html`<ul class="plain">
    ${report.notAssessed.map(
      ({ clause, standard, title }) =>
        html`<li>
          <span>${say(title)} <code class="soft">${standard} ${clause}</code></span>
        </li>`,
    )}
  </ul>`;
}

const MOST_FINDINGS = 50;

export function findings(found: Report['findings'], { page }: Pick<Sheet, 'page'>): Content {
  if (found.length === 0) return undefined;
  const items = found.slice(0, MOST_FINDINGS).map(({ code, severity, file, range, message, hint }) => {
    const place = range === undefined ? file : `${file}:${range.line}:${range.column}`;
    return html`<li>
      <span
        ><strong class="severity ${severity}">${page.m.severity[severity]}</strong> ${message}${
          hint === undefined ? undefined : html`<br />${page.m.hint(hint)}`
        }<br /><code class="soft">${code} ${place}</code></span
      >
    </li>`;
  });
  return html`<ul class="plain">
      ${items}
    </ul>
    ${found.length > MOST_FINDINGS ? html`<p class="soft">${page.m.moreFindings(found.length - MOST_FINDINGS)}</p>` : undefined}`;
}

export function waivers(sheet: Sheet): Content {
  const { report, page, say, anchor } = sheet;
  return report.rules.flatMap((rule, index) =>
    rule.waiver === null
      ? []
      : html`<div class="waiver ${rule.waiver.state}">
          <p>
            <span aria-hidden="true">${waiverMark(page)}</span>
            <a href="#${anchor('rule', index)}">${say(rule.title)}</a>
          </p>
          <p>${waiverInWords(rule.waiver, page)}</p>
          <p class="soft">
            <code>${rule.waiver.source.file}:${rule.waiver.source.line}</code>
            ${rule.waiver.source.layer === '' ? undefined : `(${rule.waiver.source.layer})`}
          </p>
        </div>`,
  );
}

export function policy(sheet: Sheet): Content {
  const { report, p, page, say } = sheet;
  const { packs, signatures = [], chosenBy, only, effective } = report.policy;
  const { m } = page;
  const layers = new Set([
    ...report.rules.map(({ source }) => source.layer),
    ...effective.parameters.map(({ source }) => source.layer),
  ]);
  const numberFrom = (places: readonly { readonly source: { readonly layer: string } }[], layer: string): number =>
    places.filter(({ source }) => source.layer === layer).length;
  return [
    html`<p>${p.chosenBy[chosenBy]} ${only === undefined ? undefined : p.only(only.join(m.listSeparator))}</p>`,
    table({
      caption: m.policy.packs,
      head: [p.pack, p.version, p.digest],
      rows: packs.map(({ id, version, digest }) => [id, version, digestText(digest)]),
    }),
    signatures.length === 0
      ? undefined
      : html`<ul>
          ${signatures.map(
            ({ pack, root, threshold, signers }) =>
              html`<li>${pack}: ${m.pack.verified(root)}: ${m.pack.by(signers.join(m.listSeparator), threshold)}</li>`,
          )}
        </ul>`,
    html`<h3>${p.layers}</h3>`,
    table({
      caption: p.layers,
      head: [p.layer, p.ruleCount, p.parameterCount],
      rows: [...layers].map((layer) => [
        layer,
        numberFrom(report.rules, layer),
        numberFrom(effective.parameters, layer),
      ]),
      numeric: [1, 2],
    }),
    effective.parameters.length === 0
      ? undefined
      : [
          html`<h3>${m.policy.limits}</h3>`,
          table({
            caption: m.policy.limits,
            head: [m.policy.limit, m.policy.value, m.policy.mayMove, m.policy.setBy],
            rows: effective.parameters.map((parameter) => [
              [say(parameter.title) || parameter.id, ' ', html`<code class="soft">${parameter.id}</code>`],
              parameterText(parameter, m),
              m.policy.moves[parameter.tighten ?? (parameter.adjustable === true ? 'adjustable' : 'fixed')],
              [
                parameter.source.layer,
                ' ',
                html`<code class="soft">${parameter.source.file}:${parameter.source.line}</code>`,
              ],
            ]),
          }),
        ],
  ];
}

/** The standards and profiles that have a rule in these reports, in the order of their ids. */
export const standardsOf = (reports: readonly Report[]): readonly string[] =>
  [...new Set(reports.flatMap(({ rules }) => rules.map(standardOf)))].sort();
