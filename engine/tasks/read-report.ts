/** Reports from files: whole, of this version's form, of bounded size. */
import { statSync } from 'node:fs';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Report, ReportList } from '../report/report.js';
import { validate } from '../report/validator.generated.js';

const MAX_BYTES = 256 * 1024 * 1024;

export interface ReadReports {
  /** Those of a `ReportList` that are reports. */
  readonly reports: readonly Report[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readReports(source: Source, path: string): ReadReports {
  const fault = (message: string, code = 'ASSAY1321', hint?: string): ReadReports => ({
    reports: [],
    diagnostics: [{ code, severity: 'error', message, file: path, ...(hint === undefined ? {} : { hint }) }],
  });
  const tooLarge = 'the report is larger than 256 MiB';
  // A file of gigabytes is not even read.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) return fault(tooLarge);
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return fault('there is no such report');
  if (bytes.length > MAX_BYTES) return fault(tooLarge);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fault('this is no JSON: write the report with --format json');
  }
  if (!validate(value)) {
    const form = formOf(value);
    if (form === 'older') {
      const message = 'the report is of an older form, and does not hold all that judging it again needs';
      return fault(message, 'ASSAY1860', 'check the subject again with this version');
    }
    if (form !== undefined)
      return fault(`the report is of the form “${form}”`, 'ASSAY1861', 'read it with a newer version');
    const first = validate.errors?.[0];
    return fault(`this is no report: ${first?.instancePath || 'the document'} ${first?.message ?? 'is invalid'}`);
  }
  const document = value as Report | ReportList;
  const records = document.kind === 'ReportList' ? document.reports : [document];
  const reports = records.filter((record): record is Report => record.kind === 'Report');
  return reports.length === 0 ? fault('no subject in it could be checked') : { reports, diagnostics: [] };
}

/** `older`, the `apiVersion` of another form, or `undefined` where it is of this form or no report. */
function formOf(value: unknown): string | undefined {
  const { kind, apiVersion, reports } = mapOf(value);
  if (kind !== 'Report' && kind !== 'ReportList') return undefined;
  if (apiVersion !== 'assay/v1') return String(apiVersion).slice(0, 40);
  const first = kind === 'Report' ? value : Array.isArray(reports) ? reports[0] : undefined;
  const { effective } = mapOf(mapOf(first)['policy']);
  return effective !== undefined && !('outputs' in mapOf(effective)) ? 'older' : undefined;
}

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Of a `ReportList`, the report that judges the rule (the first of them). */
export function readReport(
  source: Source,
  path: string,
  rule: string,
): { readonly report?: Report; readonly diagnostics: readonly Diagnostic[] } {
  const { reports, diagnostics } = readReports(source, path);
  if (diagnostics.length > 0) return { diagnostics };
  const report = reports.find(({ rules }) => rules.some(({ id }) => id === rule || id.endsWith(`/${rule}`)));
  if (report !== undefined) return { report, diagnostics };
  return {
    diagnostics: [{ code: 'ASSAY1321', severity: 'error', message: `the report has no rule ${rule}`, file: path }],
  };
}
