/** An effective policy as a document that a lawyer reads: one file of HTML, no script, no network, fit for print. */
import type { PolicyLayer, PolicyPage, PolicyRule } from '../api.js';
import { textIn, type Text } from '../document/text.js';
import type { EffectiveParameter } from '../pack/policy.js';
import { html, link, Markup } from './html.js';
import { messagesIn, type Language, type Messages } from './messages/messages.js';
import {
  aboutLayer,
  datesText,
  layersWithContent,
  movesText,
  nameOf,
  placeOf,
  paragraphs,
  rulesByClause,
  settersText,
  tightenedText,
  valueText,
  waivableText,
} from './policy-words.js';
import { neutraliseAll } from './text/neutralise.js';
import { percent } from './text/number.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --mark: #0550ae; --open: #953800; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d; --paper: #0d1117; --mark: #79c0ff; --open: #ffa657; } }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 Georgia, "Noto Serif", "Songti SC", "Noto Serif CJK SC", serif; }
h1, h2, h3, h4 { line-height: 1.3; } h1 { font-size: 1.7rem; } h2 { font-size: 1.35rem; margin-top: 3rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1.1rem; margin-top: 2rem; } h4 { font-size: 1rem; margin: 0; }
a { color: var(--mark); } .soft, caption, figcaption { color: var(--soft); font-size: .9rem; } .open { color: var(--open); }
blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
.rule { margin: 1rem 0 1rem 1rem; padding-left: 1rem; border-left: 3px solid var(--mark); break-inside: avoid; } .rule p { margin: .25rem 0; }
code { font: .85em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
nav ul { padding-left: 1.2rem; }
@media print { body { max-width: none; font-size: 10.5pt; } nav { display: none; } a { color: inherit; text-decoration: none; } }
`;

interface Reader {
  readonly m: Messages;
  readonly say: (text: Text | undefined) => string;
  readonly gap: string;
}

export function renderPolicyHtml(raw: PolicyPage, language: Language): string {
  const m = messagesIn(language);
  const reader: Reader = { m, say: (text) => textIn(text, language), gap: language === 'zh' ? '' : ' ' };
  const policy = neutraliseAll(raw);
  const layers = layersWithContent(policy);
  // What imports the others is what was asked for.
  const title = reader.say((layers.at(-1) ?? policy.layers.at(-1))?.title);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="soft">${m.policy.scope}</p>
        </header>
        <nav aria-label="${m.policy.contents}">
          <ul>
            ${layers.map((layer) => contents(layer, reader))}
          </ul>
        </nav>
        <main>${layers.map((layer) => layerSection(layer, reader))} ${excludedSection(policy, reader)}</main>
        <footer class="soft">
          <p>${m.policy.packs}: ${policy.packs.map(({ id, version }) => `${id} ${version}`).join(m.listSeparator)}</p>
          <p>${m.policy.digest}: <code>${policy.digest}</code></p>
        </footer>
      </body>
    </html> `.text;
}

function contents({ id, title, clauses }: PolicyLayer, { say }: Reader): Markup {
  const below = clauses.map(
    (clause) => html`<li><a href="#${anchor(id, clause.id)}">${clause.id} ${say(clause.title)}</a></li>`,
  );
  return html`<li>
    <a href="#${anchor(id)}">${say(title)}</a>${
      below.length > 0
        ? html`<ul>
            ${below}
          </ul>`
        : undefined
    }
  </li>`;
}

const anchor = (...parts: readonly string[]): string => parts.join('/').replace(/\s+/g, '_');

function layerSection(layer: PolicyLayer, reader: Reader): Markup {
  const { m, say } = reader;
  const { clauses, others } = rulesByClause(layer);
  const { source } = layer;
  const from =
    source === undefined
      ? undefined
      : html`<p class="soft">
          ${m.policy.source}: ${source.url === undefined ? say(source.title) : link(source.url, say(source.title))}
        </p>`;
  return html`<section id="${anchor(layer.id)}">
    <h2>${say(layer.title)}</h2>
    <p class="soft">${[`${layer.id} ${layer.version}`, ...aboutLayer(layer, say, m)].join(' · ')}</p>
    ${from} ${clauses.map(({ clause, rules }) => clauseSection(clause, rules, reader))}
    ${
      others.length === 0
        ? undefined
        : html`<h3>${m.policy.otherRules}</h3>
            ${others.map((rule) => ruleArticle(rule, reader))}`
    }
    ${layer.parameters.length === 0 ? undefined : limitsTable(layer.parameters, reader)}
  </section> `;
}

function clauseSection(
  { id, layer, title, text, citation, heading }: PolicyLayer['clauses'][number],
  rules: readonly PolicyRule[],
  reader: Reader,
): Markup {
  const { m, say } = reader;
  const said = paragraphs(say(text)).map((one) => html`<p>${one}</p>`);
  const quoted = said.length === 0 ? undefined : html`<blockquote>${said}</blockquote>`;
  const articles = rules.map((rule) => ruleArticle(rule, reader));
  if (heading)
    return html`<h3 id="${anchor(layer, id)}">${say(title)}</h3>
      ${quoted} ${articles}`;
  return html`<h3 id="${anchor(layer, id)}">${m.clause(id)} · ${say(title)}</h3>
    ${quoted}
    <p class="soft">${m.explain.citation[citation]}</p>
    ${rules.length === 0 ? html`<p class="open">${m.policy.noRule}</p>` : articles} `;
}

function ruleArticle(
  { rule, when, require, measurements, raised, tightened }: PolicyRule,
  { m, say, gap }: Reader,
): Markup {
  const plugins = measurements.map(({ title, plugin }) => `${say(title)} (${plugin})`).join(m.listSeparator);
  const judged = rule.confidence === 'point' ? m.policy.byPoint : m.policy.confidence(percent(rule.confidence));
  const basis = m.policy.basis(rule.basis.map((each) => m.basis[each]).join(m.listSeparator));
  return html`<article class="rule">
    <h4>${say(rule.title)}</h4>
    <p class="soft">
      <code>${rule.id}</code> · ${m.level[rule.level]} ·
      ${[waivableText(rule, m), ...(raised === undefined ? [] : [m.policy.raised(raised.layer, placeOf(raised))]), ...tightenedText(tightened, m)].join(' · ')}
    </p>
    <p>${when === undefined ? undefined : `${m.policy.when(when)}${gap}`}${m.policy.require(require)}</p>
    <p class="soft">${[m.policy.measuredBy(plugins), judged, basis, ...datesText(rule, m)].join(gap)}</p>
  </article> `;
}

function limitsTable(parameters: readonly EffectiveParameter[], { m, say }: Reader): Markup {
  const { limit, limits, value, mayMove, setBy } = m.policy;
  const rows = parameters.map((parameter) => {
    const [setter, ...before] = settersText(parameter, m);
    return html`<tr>
      <th scope="row">${say(parameter.title)}<br /><code>${nameOf(parameter)}</code></th>
      <td>${valueText(parameter.value, parameter.unit, m)}</td>
      <td>${movesText(parameter, m)}</td>
      <td>${setter}${before.map((text) => html`<br /><span class="soft">${text}</span>`)}</td>
    </tr> `;
  });
  return html`<h3>${limits}</h3>
    <div class="wide" tabindex="0" role="region" aria-label="${limits}">
      <table>
        <thead>
          <tr>
            <th scope="col">${limit}</th>
            <th scope="col">${value}</th>
            <th scope="col">${mayMove}</th>
            <th scope="col">${setBy}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div> `;
}

function excludedSection({ excluded }: PolicyPage, { m, say }: Reader): Markup | undefined {
  if (excluded.length === 0) return undefined;
  const items = excluded.map(
    ({ rule, title, origin }) =>
      html`<li>
        ${say(title)} <span class="soft"><code>${rule}</code> · ${origin.layer} (${placeOf(origin)})</span>
      </li>`,
  );
  return html`<section>
    <h2>${m.policy.excluded}</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}
