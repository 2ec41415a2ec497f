import type { Report, ReportList } from './report.js';
import type { ReportTextOptions } from './text.js';

export interface ReporterOptions extends Omit<ReportTextOptions, 'previous'> {
  /** Last reports by subject name. */
  readonly previous?: Readonly<Record<string, Report>>;
}

/** Pure: from what a check came to, to the whole output. */
export type Reporter = (report: Report | ReportList, options: ReporterOptions) => string;
