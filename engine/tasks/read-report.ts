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
  const fault = (message: string, hint?: string): { diagnostics: readonly Diagnostic[] } => ({
    diagnostics: [{ code: 'ASSAY1321', severity: 'error', message, file: path, ...(hint && { hint }) }],
  });
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return fault('there is no such report');
  if (bytes.length > MAX_BYTES) return fault('the report is larger than 256 MiB');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fault(`this is no JSON, or not the whole of it: ${reason}`, 'write the report with --format json');
  }
  if (validate(value)) return { document: value as Report | ReportList, diagnostics: [] };
  const version = versionOf(value);
  if (version !== undefined && version !== 'assay/v1')
    return fault(
      `this report is of ${version}, and this Assay reads assay/v1`,
      'read it with the version that wrote it',
    );
  const first = validate.errors?.[0];
  const named = first?.params as { additionalProperty?: string } | undefined;
  const extra = named?.additionalProperty === undefined ? '' : `: ${named.additionalProperty}`;
  return fault(`this is no report: ${first?.instancePath || 'the document'} ${first?.message ?? 'is invalid'}${extra}`);
}

function versionOf(value: unknown): string | undefined {
  const version = (value as { apiVersion?: unknown } | null)?.apiVersion;
  return typeof version === 'string' ? version.slice(0, 40) : undefined;
}

/** A report file; of a `ReportList`, the report that judges the rule (the first of them). */
export function readReport(
  source: Source,
  path: string,
  rule: string,
): { readonly report?: Report; readonly diagnostics: readonly Diagnostic[] } {
  const { document, diagnostics } = readReportDocument(source, path);
  if (document === undefined) return { diagnostics };
  const reports = document.kind === 'ReportList' ? document.reports : [document];
  const judging = reports.find(
    (report): report is Report =>
      report.kind === 'Report' && report.rules.some(({ id }) => id === rule || id.endsWith(`/${rule}`)),
  );
  if (judging !== undefined) return { report: judging, diagnostics: [] };
  return {
    diagnostics: [{ code: 'ASSAY1321', severity: 'error', message: `the report has no rule ${rule}`, file: path }],
  };
}
