/** Reports from files: whole, of this version's form, of bounded size. */
import { statSync } from 'node:fs';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Report, ReportList } from '../report/report.js';
import { validate } from '../report/validator.generated.js';

const MAX_BYTES = 256 * 1024 * 1024;

export interface ReadReport {
  readonly document?: Report | ReportList;
  readonly diagnostics: readonly Diagnostic[];
}

/** The document in a report file, held against the report's schema. */
export function readReportDocument(source: Source, path: string): ReadReport {
  const fault = (message: string, code = 'ASSAY1321', hint?: string): ReadReport => ({
    diagnostics: [{ code, severity: 'error', message, file: path, ...(hint === undefined ? {} : { hint }) }],
  });
  const tooLarge = 'the report is larger than 256 MiB';
  // A file of gigabytes is not even read.
  if (sizeOnDisk(path) > MAX_BYTES) return fault(tooLarge);
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return fault('there is no such report');
  if (bytes.length > MAX_BYTES) return fault(tooLarge);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fault(
      `this is no JSON, or not the whole of it: ${reason}`,
      'ASSAY1321',
      'write the report with --format json',
    );
  }
  if (validate(value)) return { document: value as Report | ReportList, diagnostics: [] };
  const form = formOf(value);
  if (form === 'older') {
    const message = 'the report is of an older form, and does not hold all that judging it again needs';
    return fault(message, 'ASSAY1860', 'check the subject again with this version');
  }
  if (form !== undefined)
    return fault(`the report is of the form “${form}”`, 'ASSAY1861', 'read it with a newer version');
  const first = validate.errors?.[0];
  const named = first?.params as { additionalProperty?: string } | undefined;
  const extra = named?.additionalProperty === undefined ? '' : `: ${named.additionalProperty}`;
  return fault(`this is no report: ${first?.instancePath || 'the document'} ${first?.message ?? 'is invalid'}${extra}`);
}

/** 0 where a `Source` has the file, such as an archive, and the disk has not. */
function sizeOnDisk(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
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

export interface ReadReports {
  /** Those of a `ReportList` that are reports. */
  readonly reports: readonly Report[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readReports(source: Source, path: string): ReadReports {
  const { document, diagnostics } = readReportDocument(source, path);
  if (document === undefined) return { reports: [], diagnostics };
  const records = document.kind === 'ReportList' ? document.reports : [document];
  const reports = records.filter((record): record is Report => record.kind === 'Report');
  if (reports.length > 0) return { reports, diagnostics };
  const message = 'no subject in it could be checked';
  return { reports, diagnostics: [{ code: 'ASSAY1321', severity: 'error', message, file: path }] };
}

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
