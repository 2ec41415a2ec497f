import { Command, Option } from 'commander';
import { initialise, type InitialiseRequest, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import { languageOption } from '../options.js';
import { print, printDiagnostics } from '../print.js';

interface Options {
  readonly from?: string;
  readonly url?: string;
  readonly name?: string;
  readonly keyEnv?: string;
  readonly offline: boolean;
  readonly lang: Language;
}

export function defineInit(end: (status: ExitStatus) => void): Command {
  return new Command('init')
    .description(
      'A working subject and profile from the model and the CSV files of a folder, or for a language model behind a server; in an empty folder, an example.',
    )
    .argument('[dir]', 'the folder', '.')
    .addOption(
      new Option(
        '--from <folder>',
        'take the model from a run, model or registered version of MLflow (mlruns/…), or a model folder of Hugging Face; its recorded metrics become claims that the profile tests',
      ),
    )
    .addOption(
      new Option(
        '--url <address>',
        'a language model behind a server of OpenAI’s protocol, such as http://127.0.0.1:8000/v1: it is asked what it offers, and gets questions to begin with',
      ).conflicts('from'),
    )
    .addOption(new Option('--name <model>', 'with --url: which model, as requests name it'))
    .addOption(new Option('--key-env <name>', 'with --url: the variable that holds the server’s key'))
    .addOption(new Option('--offline', 'with --url: ask no server').default(false))
    .addOption(languageOption())
    .action(async (folder: string, options: Options) => end(await initialiseFolder(folder, options)));
}

async function initialiseFolder(folder: string, options: Options): Promise<ExitStatus> {
  const { lang, from } = options;
  const served = servedOf(options);
  const { files, notes, next, diagnostics } = await initialise({
    folder,
    language: lang,
    ...(from !== undefined && { from }),
    ...(served !== undefined && { served }),
  });
  await printDiagnostics(diagnostics, lang);
  if (hasError(diagnostics)) return EXIT.invalid;
  for (const { path, kind } of files) print(`wrote ${path} (${kind})\n`);
  for (const line of notes) print(`  ${line}\n`);
  if (next !== undefined) print(`next: ${next}\n`);
  return EXIT.conforms;
}

function servedOf({ url, name, keyEnv, offline }: Options): InitialiseRequest['served'] {
  if (url !== undefined)
    return { url, offline, ...(name !== undefined && { name }), ...(keyEnv !== undefined && { keyEnv }) };
  if (name !== undefined || keyEnv !== undefined || offline)
    throw usageFault('ASSAY1804', '--name, --key-env and --offline speak of the server that --url names');
  return undefined;
}
