/**
 * A model card in Hugging Face's form: a block of metadata with a `model-index`, then the sections of its template,
 * filled with what was measured; what nobody measured says so in the template's own words.
 */
import { stringify } from 'yaml';
import { figuresOf, type NamedFigure } from './figures.js';
import { dataSets, figuresFrom, identity, standards, unread } from './filled-document.js';
import { escaped } from './markdown-text.js';
import type { Report } from './report.js';
import type { Reporter } from './reporter.js';
import { footerSentences } from './text/footer.js';
import { verdictReason } from './text/header.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInOneLine, standingInWords } from './words.js';

export const renderModelCard: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const cards = recordsOf(neutraliseAll(raw)).map((record) =>
    record.kind === 'Report' ? cardOf(record, page) : unread(record, page),
  );
  return `${cards.join('\n\n')}\n`;
};

/** huggingface.co/tasks */
const PIPELINES: Readonly<Record<string, string>> = {
  'binary-classification': 'tabular-classification',
  'multiclass-classification': 'tabular-classification',
  regression: 'tabular-regression',
  'text-generation': 'text-generation',
};

/** Names of huggingface.co/metrics, where it has one. */
const METRICS: Readonly<Record<string, string>> = {
  f1Macro: 'f1',
  f1Micro: 'f1',
  f1Weighted: 'f1',
  precisionMacro: 'precision',
  recallMacro: 'recall',
  rocAuc: 'roc_auc',
  logLoss: 'log_loss',
  brier: 'brier_score',
  mcc: 'matthews_correlation',
};

const HELD_OUT = 'evaluation/holdout';

function metadataOf({ subject }: Report, scores: readonly NamedFigure[]): string {
  const { task } = subject;
  const pipeline = task === undefined ? undefined : PIPELINES[task];
  const test = subject.inputs.find(({ role }) => role === 'data.test');
  const metrics = scores.map(({ output, figure }) => ({
    type: METRICS[output] ?? output,
    name: output,
    value: figure.estimate,
    ...(figure.interval && { args: { confidence_interval: figure.interval } }),
  }));
  const block = {
    ...(subject.model === undefined ? {} : { library_name: subject.model.format }),
    ...(pipeline === undefined ? {} : { pipeline_tag: pipeline }),
    tags: ['assay', ...(task === undefined ? [] : [task])],
    ...(scores.length > 0 && { metrics: [...new Set(metrics.map(({ type }) => type))] }),
    ...(scores.length > 0 &&
      test !== undefined && {
        'model-index': [
          {
            name: subject.name,
            results: [
              {
                task: { type: pipeline ?? task ?? 'other' },
                dataset: { type: 'csv', name: test.path, revision: test.digest },
                metrics,
              },
            ],
          },
        ],
      }),
  };
  return `---\n${stringify(block, { lineWidth: 0 })}---`;
}

function cardOf(report: Report, page: Page): string {
  const { subject, rules } = report;
  const { card } = page.m;
  // Counts of rows are no scores: they have no interval.
  const scores = figuresOf(report).filter(
    ({ measurement, slice, figure }) => measurement.plugin === HELD_OUT && slice === undefined && figure.interval,
  );
  const from = (area: string): string => figuresFrom(area)(report, page) ?? card.missing;
  const open = rules.filter((rule) => rule.verdict === 'fail' || rule.verdict === 'undetermined');
  const limits = open.map(
    (rule) =>
      `- **${escaped(rule.id)}** (${standingInWords(rule, page)}): ${escaped(page.say(rule.title))}. ${escaped(ruleInOneLine(rule, page))}`,
  );
  const section = (title: string, body: string): string => `## ${title}\n\n${body}`;
  return [
    metadataOf(report, scores),
    `# ${escaped(subject.name)} ${escaped(subject.version)}`,
    escaped(page.say(subject.title)) || card.missing,
    section(card.details, identity(report, page) ?? card.missing),
    section(card.uses, card.missing),
    section(card.limits, limits.length === 0 ? card.noLimits : limits.join('\n')),
    section(card.data, dataSets(report, page) ?? card.missing),
    section(card.evaluation, from('evaluation/')),
    section(card.explanations, from('explainability/')),
    section(card.privacy, from('privacy/')),
    section(card.environment, from('energy/')),
    section(
      card.assessment,
      [
        `**${escaped(page.m.verdict[report.verdict])}.** ${escaped(verdictReason(report, namer(rules), page))}`,
        standards(report, page) ?? '',
      ].join('\n\n'),
    ),
    footerSentences(report, page).map(escaped).join('<br>'),
  ].join('\n\n');
}
