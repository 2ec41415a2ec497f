import type { Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Report, ReportList } from '../report/report.js';
import { validate } from '../report/validator.generated.js';

const MAX_BYTES = 256 * 1024 * 1024;

/** A report file; of a `ReportList`, the report that judges the rule (the first of them). */
export function readReport(
  source: Source,
  path: string,
  rule: string,
): { readonly report?: Report; readonly diagnostics: readonly Diagnostic[] } {
  const fault = (message: string): { diagnostics: readonly Diagnostic[] } => ({
    diagnostics: [{ code: 'ASSAY1321', severity: 'error', message, file: path }],
  });
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return fault('there is no such report');
  if (bytes.length > MAX_BYTES) return fault('the report is larger than 256 MiB');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fault('this is no JSON: write the report with --format json');
  }
  if (!validate(value)) {
    const first = validate.errors?.[0];
    return fault(`this is no report: ${first?.instancePath || 'the document'} ${first?.message ?? 'is invalid'}`);
  }
  const document = value as Report | ReportList;
  const reports = document.kind === 'ReportList' ? document.reports : [document];
  const judging = reports.find(
    (report): report is Report =>
      report.kind === 'Report' && report.rules.some(({ id }) => id === rule || id.endsWith(`/${rule}`)),
  );
  return judging === undefined ? fault(`the report has no rule ${rule}`) : { report: judging, diagnostics: [] };
}
