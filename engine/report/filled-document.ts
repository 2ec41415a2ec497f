/** A document that a law asks for, as far as a report fills it: what was measured, and by name what is left blank. */
import type { Text } from '../document/text.js';
import { figureTable } from './figure-table.js';
import { figuresOf } from './figures.js';
import { escaped, table } from './markdown-text.js';
import type { Report, UnreadSubject } from './report.js';
import type { Reporter } from './reporter.js';
import { footerSentences } from './text/footer.js';
import { verdictReason } from './text/header.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf } from './words.js';

type Weights = NonNullable<NonNullable<Report['subject']['model']>['weights']>;

/** Markdown. */
type Filler = (report: Report, page: Page) => string | undefined;

export interface Point {
  /** As the law numbers it. */
  readonly id: string;
  /** The law's words; in another language than its own, ours. */
  readonly text: Text;
  /** What Assay knows of it, in order; a point with nothing is a blank. */
  readonly filledBy?: readonly Filler[];
}

export interface Form {
  readonly title: Text;
  readonly source: Text;
  readonly points: readonly Point[];
}

export const reporterOf =
  (form: Form): Reporter =>
  (raw, { language }) => {
    const page = plainPage(language);
    const parts = recordsOf(neutraliseAll(raw)).map((record) =>
      record.kind === 'Report' ? filled(form, record, page) : unread(record, page),
    );
    return `${parts.join('\n\n---\n\n')}\n`;
  };

function filled({ title, source, points }: Form, report: Report, page: Page): string {
  const { m } = page;
  const { subject } = report;
  const answers = points.map((point) => ({
    point,
    answer: (point.filledBy ?? []).flatMap((fill) => fill(report, page) ?? []),
  }));
  const blanks = answers.filter(({ answer }) => answer.length === 0).map(({ point }) => point.id);
  return [
    `# ${escaped(page.say(title))}: ${escaped(`${subject.name} ${subject.version}`)}`,
    escaped(page.say(source)),
    `${m.document.scope} ${blanks.length === 0 ? m.document.noBlanks : m.document.blanks(blanks.map(escaped).join(m.listSeparator))}`,
    ...answers.flatMap(({ point, answer }) => [
      `## ${escaped(point.id)}`,
      `> ${escaped(page.say(point.text))}`,
      ...(answer.length === 0 ? [`**${m.document.blank}**`] : [...answer, `*${m.document.complete}*`]),
    ]),
    '---',
    footerSentences(report, page).map(escaped).join('<br>'),
  ].join('\n\n');
}

export const unread = ({ path, findings }: UnreadSubject, page: Page): string =>
  [`# ${escaped(path)} ${page.m.unread}`, ...findings.map(({ code, message }) => `- ${code} ${escaped(message)}`)].join(
    '\n\n',
  );

/** Every figure of measurements by these plugins, or of an area (`privacy/`). */
export const figuresFrom =
  (...prefixes: readonly string[]): Filler =>
  (report, page) =>
    figureTable(
      figuresOf(report).filter(({ measurement }) => prefixes.some((prefix) => measurement.plugin.startsWith(prefix))),
      report,
      page,
    );

export const identity: Filler = ({ subject }, page) => {
  const weights = subject.model?.weights;
  return table(
    [page.m.document.what, page.m.document.value],
    [
      [page.m.document.name, escaped(subject.name)],
      [page.m.document.version, escaped(subject.version)],
      ...(subject.title === undefined ? [] : [[page.m.document.title, escaped(page.say(subject.title))]]),
      ...(subject.task === undefined ? [] : [[page.m.document.task, escaped(subject.task)]]),
      ...(subject.model === undefined ? [] : [[page.m.document.format, escaped(subject.model.format)]]),
      ...(subject.model?.digest ? [[page.m.document.digest, subject.model.digest]] : []),
      ...(weights === undefined ? [] : [[page.m.document.weights, escaped(declaredText(weights))]]),
      ...Object.entries(subject.facts).map(([fact, value]) => [escaped(fact), escaped(factInWords(value))]),
    ],
  );
};

const declaredText = ({ digest, revision, quantisation }: Weights): string =>
  [digest, revision, quantisation].filter((part) => part !== undefined).join(', ');

const factInWords = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);

export const dataSets: Filler = ({ subject }, page) =>
  subject.inputs.length === 0
    ? undefined
    : table(
        [page.m.document.part, page.m.document.file, page.m.document.rows, page.m.document.digest],
        subject.inputs.map(({ role, path, rows, digest }) => [
          role,
          escaped(path),
          rows === undefined ? '–' : String(rows),
          digest,
        ]),
      );

export const standards: Filler = ({ policy }, page) =>
  table(
    [page.m.document.standard, page.m.document.version, page.m.document.digest],
    policy.packs.map(({ id, version, digest }) => [escaped(id), escaped(version), digest]),
  );

export const verdict: Filler = (report, page) =>
  escaped(`${page.m.verdict[report.verdict]}. ${verdictReason(report, namer(report.rules), page)}`);
