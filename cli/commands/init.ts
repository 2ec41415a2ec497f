import { Command, Option } from 'commander';
import { initialise, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { languageOption } from '../options.js';
import { print, printDiagnostics } from '../print.js';

interface Options {
  readonly from?: string;
  readonly lang: Language;
}

export function defineInit(end: (status: ExitStatus) => void): Command {
  return new Command('init')
    .description(
      'A working subject and profile from the model and the CSV files of a folder; in an empty one, an example.',
    )
    .argument('[dir]', 'the folder', '.')
    .addOption(
      new Option(
        '--from <folder>',
        'take the model from a run, model or registered version of MLflow (mlruns/…), or a model folder of Hugging Face; its recorded metrics become claims that the profile tests',
      ),
    )
    .addOption(languageOption())
    .action(async (folder: string, options: Options) => end(await initialiseFolder(folder, options)));
}

async function initialiseFolder(folder: string, { lang, from }: Options): Promise<ExitStatus> {
  const { files, notes, next, diagnostics } = await initialise({ folder, ...(from !== undefined && { from }) });
  await printDiagnostics(diagnostics, lang);
  if (hasError(diagnostics)) return EXIT.invalid;
  for (const { path, kind } of files) print(`wrote ${path} (${kind})\n`);
  for (const line of notes) print(`  ${line}\n`);
  if (next !== undefined) print(`next: ${next}\n`);
  return EXIT.conforms;
}
