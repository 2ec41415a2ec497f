import { Command } from 'commander';
import { tagRun, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { languageOption } from '../options.js';
import { print, printDiagnostics } from '../print.js';

interface Options {
  readonly lang: Language;
}

export function defineMlflow(end: (status: ExitStatus) => void): Command {
  return new Command('mlflow')
    .description(
      'Writes a verdict to a local run of MLflow as tags (assay.verdict …) and artefacts (report.json, report.md), or to a version of a registered model as tags; only where it has the very model that was judged. Exit status: 0, or 3 where nothing was written.',
    )
    .argument('<report>', 'a JSON report of one subject')
    .argument('<run>', 'mlruns/<experiment>/<run>, or mlruns/models/<name>/version-<n>')
    .addOption(languageOption())
    .action(async (report: string, run: string, options: Options) => end(await writeVerdict(report, run, options)));
}

async function writeVerdict(report: string, run: string, { lang }: Options): Promise<ExitStatus> {
  const { files, diagnostics } = await tagRun({ report, run, language: lang });
  await printDiagnostics(diagnostics, lang);
  if (hasError(diagnostics)) return EXIT.invalid;
  for (const file of files) print(`${file}\n`);
  return EXIT.conforms;
}
