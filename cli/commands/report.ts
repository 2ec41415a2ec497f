import { Command } from 'commander';
import { readReports, reporting } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { printDiagnostics } from '../print.js';
import { outputOption, refuseOutputs, writeReports, type ReportsOptions } from '../reports.js';

export async function defineReport(end: (status: ExitStatus) => void): Promise<Command> {
  const { FORMATS } = await reporting();
  return new Command('report')
    .description('A report of a check in other formats. Nothing is measured or judged again.')
    .argument('<report>', 'a JSON report (assay check SUBJECT --output report.json)')
    .addOption(formatOption(FORMATS))
    .addOption(outputOption(FORMATS))
    .addOption(languageOption())
    .action(async (path: string, options: ReportsOptions) => end(await renderReport(path, options)));
}

async function renderReport(path: string, options: ReportsOptions): Promise<ExitStatus> {
  refuseOutputs(options);
  const { document, diagnostics } = await readReports(path);
  await printDiagnostics(diagnostics, options.lang);
  if (document === undefined || hasError(diagnostics)) return EXIT.invalid;
  await writeReports(document, options);
  return EXIT.conforms;
}
