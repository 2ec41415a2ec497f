/** What the report rests on, so that another can have it again. */
import { html, type Content } from '../html.js';
import { footerSentences } from '../text/footer.js';
import { fixed } from '../text/number.js';
import { modelText } from './model-text.js';
import { digestText, line, type Sheet } from './sheet.js';
import { table } from './table.js';

export function provenance(sheet: Sheet): Content {
  const { report, p } = sheet;
  const { subject, policy, engine } = report;
  const of = p.provenanceOf;
  const devices = unique(
    report.measurements.flatMap(({ device, backend }) =>
      line([backend, device]) ? [[backend, device].filter(Boolean).join(' · ')] : [],
    ),
  );
  const meters = unique(report.measurements.flatMap(({ meter }) => meter ?? []));
  const entries: readonly (readonly [string, Content])[] = [
    [of.engine, `${engine.name} ${engine.version}`],
    [of.asOf, report.asOf],
    [of.seed, [html`<code>${report.seed}</code> `, report.seedChosen ? p.seedChosen : p.seedDerived]],
    [of.subject, line([`${subject.name} ${subject.version}`, digestText(subject.digest)])],
    [of.trained, subject.trainingDated],
    [of.model, subject.model && modelText(subject.model, sheet)],
    [of.predecessor, subject.predecessor && modelText(subject.predecessor, sheet)],
    [of.judge, subject.judge && modelText(subject.judge, sheet)],
    [of.policy, digestText(policy.digest)],
    [of.device, devices.map((each) => html`<span class="row">${each}</span>`)],
    [of.meter, meters.map((each) => html`<span class="row">${each}</span>`)],
  ];
  return [
    html`<dl class="facts">
      ${entries
        .filter(([, content]) => content !== undefined && (!Array.isArray(content) || content.length > 0))
        .map(
          ([name, content]) =>
            html`<dt>${name}</dt>
              <dd>${content}</dd>`,
        )}
    </dl>`,
    subject.inputs.length === 0
      ? undefined
      : [
          html`<h3>${p.inputs}</h3>`,
          table({
            caption: p.inputs,
            head: [p.input, p.file, p.rowCount, p.digest],
            rows: subject.inputs.map(({ role, path, rows, digest }) => [
              role,
              html`<code>${path}</code>`,
              rows === undefined ? '' : fixed(rows, 0),
              digestText(digest),
            ]),
            numeric: [2],
          }),
        ],
    facts(sheet),
  ];
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts.filter((text) => text !== ''))];

function facts({ report, p, page }: Sheet): Content {
  const entries = Object.entries(report.subject.facts);
  if (entries.length === 0) return undefined;
  const text = (value: unknown): string =>
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? value.map(String).join(page.m.listSeparator)
        : JSON.stringify(value);
  return [
    html`<h3>${p.facts}</h3>`,
    html`<dl class="facts">
      ${entries.map(
        ([name, value]) =>
          html`<dt><code>${name}</code></dt>
            <dd>${text(value)}</dd>`,
      )}
    </dl>`,
  ];
}

/** The sentences that end every report: policy, cost, scope, what it is not. */
export const colophon = ({ report, page }: Sheet): Content =>
  footerSentences(report, page).map((sentence) => html`<p>${sentence}</p>`);
