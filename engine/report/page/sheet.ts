/** What every part of the page needs: language, names, and addresses within the page. */
import { declaredOutput } from '../declared-output.js';
import { CATALOGUE } from '../../plugins/catalogue.generated.js';
import type { Text } from '../../document/text.js';
import { html, type Content, type Markup } from '../html.js';
import type { Language } from '../messages/messages.js';
import type { MeasurementRecord, Report, RuleRecord } from '../report.js';
import { markOf } from '../text/marks.js';
import { namer } from '../text/names.js';
import type { Page } from '../text/page.js';
import { plainPage } from '../words.js';
import { pageMessagesIn, type PageMessages } from './messages.js';

export interface Sheet {
  /** The words that all formats share, without colours. */
  readonly page: Page;
  readonly say: (text: Text | undefined) => string;
  readonly p: PageMessages;
  readonly language: Language;
  readonly report: Report;
  /** By the rules' short names where those are unique. */
  readonly nameOf: (id: string) => string;
  /** An `id` for an element: unique also where the page holds several reports. */
  readonly anchor: (kind: string, index: number) => string;
  /** Where a measurement stands on the page, by its key. */
  readonly measurementAt: ReadonlyMap<string, string>;
}

export function sheetOf(report: Report, language: Language, prefix = ''): Sheet {
  const page = plainPage(language);
  const anchor = (kind: string, index: number): string => `${prefix}${kind}-${index + 1}`;
  return {
    page,
    say: page.say,
    p: pageMessagesIn(language),
    language,
    report,
    nameOf: namer(report.rules),
    anchor,
    measurementAt: new Map(report.measurements.map(({ key }, index) => [key, anchor('measurement', index)])),
  };
}

/** A plugin's title; of one that is not Assay's own, its id. */
export const pluginTitle = (plugin: string, sheet: Sheet): string => sheet.say(CATALOGUE[plugin]?.title) || plugin;

/** What an output is called: as the report declares it, else as Assay's own plugins do, else by its name. */
export function outputTitle(plugin: string, output: string, { report, say }: Sheet): string {
  return say(declaredOutput(report, plugin, output)?.title) || output;
}

/** `cv.f1Macro` by its title, where the rule says which plugin `cv` is. */
export function evidenceTitle(name: string, rule: RuleRecord, sheet: Sheet): string {
  const [alias = '', output = ''] = name.split('.');
  const plugin = rule.measures[alias]?.plugin;
  const title = plugin === undefined ? output : outputTitle(plugin, output, sheet);
  return title === output ? name : title;
}

export const measurementsOf = (rule: RuleRecord, { report }: Sheet): readonly MeasurementRecord[] => {
  const keys = new Set(Object.values(rule.measurements));
  return report.measurements.filter(({ key }) => keys.has(key));
};

/** The sign of a verdict; the word beside it is what is read aloud. */
export const mark = (verdict: RuleRecord['verdict'], { page }: Sheet): Markup =>
  html`<span class="mark ${verdict}" aria-hidden="true">${markOf(verdict, page)}</span>`;

export const dot = html` <span aria-hidden="true">·</span> `;

/** Parts that stand in one line, those that say nothing left out. */
export const line = (parts: readonly Content[]): Content =>
  parts
    .filter((part) => part !== undefined && part !== '')
    .flatMap((part, index): Content[] => (index === 0 ? [part] : [dot, part]));

/** A digest that can be read whole and breaks anywhere. */
export const digestText = (digest: string): Markup => html`<code class="digest">${digest}</code>`;
