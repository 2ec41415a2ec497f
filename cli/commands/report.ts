import { Command } from 'commander';
import { readReports, reporting } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { printDiagnostics } from '../print.js';
import { outputOption, refuseOutputs, writeComparison, writeReports, type ReportsOptions } from '../reports.js';

export async function defineReport(end: (status: ExitStatus) => void): Promise<Command> {
  const { FORMATS } = await reporting();
  return new Command('report')
    .description(
      'A report of a check in other formats, or what changed between two. Nothing is measured or judged again.',
    )
    .argument('<report>', 'a JSON report (assay check SUBJECT --output report.json)')
    .argument('[later]', 'a later report: what changed is shown (formats: text, html, pdf)')
    .addOption(formatOption(FORMATS))
    .addOption(outputOption(FORMATS))
    .addOption(languageOption())
    .action(async (path: string, later: string | undefined, options: ReportsOptions) =>
      end(later === undefined ? await renderReport(path, options) : await compareReports(path, later, options)),
    );
}

async function renderReport(path: string, options: ReportsOptions): Promise<ExitStatus> {
  await refuseOutputs(options);
  const { document, diagnostics } = await readReports(path);
  await printDiagnostics(diagnostics, options.lang);
  if (document === undefined || hasError(diagnostics)) return EXIT.invalid;
  await writeReports(document, options);
  return EXIT.conforms;
}

async function compareReports(path: string, later: string, options: ReportsOptions): Promise<ExitStatus> {
  const { COMPARERS, pairReports } = await reporting();
  await refuseOutputs(options, Object.keys(COMPARERS));
  const [before, after] = [await readReports(path), await readReports(later)];
  const diagnostics = [...before.diagnostics, ...after.diagnostics];
  await printDiagnostics(diagnostics, options.lang);
  if (before.document === undefined || after.document === undefined || hasError(diagnostics)) return EXIT.invalid;
  await writeComparison(pairReports(before.document, after.document), options);
  return EXIT.conforms;
}
