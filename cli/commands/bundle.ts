import { Command, Option } from 'commander';
import { bundle, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption, repeated } from '../options.js';
import { refuseUnwritable } from '../output-file.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly out?: string;
  readonly attestation?: readonly string[];
  readonly format: string;
  readonly lang: Language;
}

export function defineBundle(end: (status: ExitStatus) => void): Command {
  return new Command('bundle')
    .description(
      'A report with the documents that it follows from (subject, packs, profiles, waivers) and attestations on it, in one archive, the same bytes each time. `assay replay` judges it again anywhere. Run it in the folder of the check.',
    )
    .argument('<report>', 'a JSON report of one subject (assay check SUBJECT --output report.json)')
    .addOption(new Option('--out <file>', 'the archive (default: <subject>-<version>.bundle.tar.gz)'))
    .addOption(
      new Option('--attestation <file>', 'a DSSE envelope or Sigstore bundle to carry (repeatable)').argParser(
        repeated,
      ),
    )
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (report: string, options: Options) => end(await bundleReport(report, options)));
}

async function bundleReport(report: string, { out, attestation, format, lang }: Options): Promise<ExitStatus> {
  if (out !== undefined) refuseUnwritable([out]);
  const made = await bundle({
    report,
    ...(out !== undefined && { output: out }),
    ...(attestation !== undefined && { attestations: attestation }),
  });
  await printDiagnostics(made.diagnostics, lang);
  if (made.bundle === undefined || hasError(made.diagnostics)) return EXIT.invalid;
  const { renderBundle, renderJson } = await reporting();
  print(
    format === 'json'
      ? await renderJson(made.bundle)
      : await renderBundle(made.bundle, textOptions(process.stdout, lang)),
  );
  return EXIT.conforms;
}
