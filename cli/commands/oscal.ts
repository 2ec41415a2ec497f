import { Command, Option } from 'commander';
import { oscalExport, oscalImport, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import { asOfOption, languageOption, repeated } from '../options.js';
import { print, printDiagnostics } from '../print.js';

interface ImportOptions {
  readonly profile?: readonly string[];
  readonly out: string;
  readonly lang: Language;
}

interface ExportOptions {
  readonly out?: string;
  readonly asOf?: Date;
  readonly lang: Language;
}

const STATUSES = '\nExit status: 0 done, 3 usage or an invalid, absent or occupied file, 4 internal error.';

export function defineOscal(end: (status: ExitStatus) => void): Command {
  return new Command('oscal')
    .description('OSCAL catalogues and profiles (JSON, YAML) as standards and profiles, and the other way.')
    .addCommand(
      new Command('import')
        .description('An OSCAL catalogue as a standard, with locked statutory parameters; OSCAL profiles as profiles.')
        .argument('<file>', 'an OSCAL catalogue, or a profile alone')
        .addOption(new Option('--profile <file>', 'an OSCAL profile of it (repeatable)').argParser(repeated))
        .addOption(new Option('--out <dir>', 'the folder for the documents').makeOptionMandatory())
        .addOption(languageOption())
        .addHelpText('after', STATUSES)
        .action(async (file: string, options: ImportOptions) => end(await importFiles(file, options))),
    )
    .addCommand(
      new Command('export')
        .description('A standard, or those of a pack, as OSCAL catalogues; a profile as an OSCAL profile.')
        .argument('<path>', 'a pack’s folder, a standard or a profile')
        .addOption(new Option('--out <dir>', 'the folder for the documents (default: one to standard output)'))
        .addOption(asOfOption())
        .addOption(languageOption())
        .addHelpText('after', STATUSES)
        .action(async (path: string, options: ExportOptions) => end(await exportPath(path, options))),
    );
}

async function importFiles(file: string, { profile = [], out, lang }: ImportOptions): Promise<ExitStatus> {
  const { files, diagnostics } = await oscalImport({ files: [file, ...profile], out });
  await printDiagnostics(diagnostics, lang);
  if (hasError(diagnostics)) return EXIT.invalid;
  for (const { path, kind } of files)
    print(lang === 'zh' ? `已写入 ${path}（${kind}）\n` : `wrote ${path} (${kind})\n`);
  return EXIT.conforms;
}

async function exportPath(path: string, { out, asOf = new Date(), lang }: ExportOptions): Promise<ExitStatus> {
  const { documents, files, diagnostics } = await oscalExport({
    path,
    language: lang,
    asOf,
    ...(out !== undefined && { out }),
  });
  await printDiagnostics(diagnostics, lang);
  if (hasError(diagnostics)) return EXIT.invalid;
  if (out === undefined && documents.length !== 1)
    throw usageFault('ASSAY1800', `${path} has ${documents.length} standards`, 'name a folder for them with --out');
  if (out === undefined) print(`${JSON.stringify(documents[0], undefined, 2)}\n`);
  for (const written of files) print(lang === 'zh' ? `已写入 ${written}\n` : `wrote ${written}\n`);
  return EXIT.conforms;
}
