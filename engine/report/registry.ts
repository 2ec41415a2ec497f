/** Reporters by name, loaded on use. A new one is a file and a line here. */
import type { Report, ReportList, UnreadSubject } from './report.js';
import type { ReportTextOptions } from './text.js';

export interface ReporterOptions extends Omit<ReportTextOptions, 'previous'> {
  /** Last reports by subject name. */
  readonly previous?: Readonly<Record<string, Report>>;
}

/** Pure: from what a check came to, to the whole output. */
export type Reporter = (report: Report | ReportList, options: ReporterOptions) => string;

export const REPORTERS: Readonly<Record<string, () => Promise<Reporter>>> = {
  json: async () => (await import('./json.js')).renderJson,
  text: async () => (await import('./reporter-text.js')).reportText,
};

export const FORMATS: readonly string[] = Object.keys(REPORTERS);

export const isReport = (record: Report | UnreadSubject): record is Report => record.kind === 'Report';
