import { Command } from 'commander';
import { attest, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { passphrase, passphraseOption } from '../passphrase.js';
import { print, printDiagnostics } from '../print.js';
import { signingKeyOf, signingKeyOptions, type SigningKeyOptions } from '../signing-key.js';
import { textOptions } from '../terminal.js';

interface Options extends SigningKeyOptions {
  readonly out?: string;
  readonly passphraseEnv: string;
  readonly format: string;
  readonly lang: Language;
}

export function defineAttest(end: (status: ExitStatus) => void): Command {
  const command = new Command('attest')
    .description(
      'Signs what a check came to, whatever its verdict: in-toto statements (Assay’s own, and the SLSA Verification Summary) in DSSE envelopes over the digests of model, policy and report. The report is judged again first. Each who signs adds a signature.',
    )
    .argument('<report>', 'a JSON report of `assay check`')
    .option('--out <file>', 'where the attestations are written (default: the report’s name with .intoto.jsonl)')
    .addOption(passphraseOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (report: string, options: Options) => end(await attestReport(report, options)));
  signingKeyOptions().forEach((option) => command.addOption(option));
  return command;
}

async function attestReport(report: string, options: Options): Promise<ExitStatus> {
  const { out, passphraseEnv, format, lang } = options;
  const outcome = await attest({
    report,
    key: signingKeyOf(options),
    passphrase: () => passphrase(passphraseEnv),
    ...(out !== undefined && { output: out }),
  });
  const { attested, diagnostics } = outcome;
  await printDiagnostics(diagnostics, lang);
  const { renderAttested, renderJson } = await reporting();
  if (format === 'json') print(await renderJson(outcome));
  else if (attested !== undefined) print(await renderAttested(attested, textOptions(process.stdout, lang)));
  return hasError(diagnostics) ? EXIT.invalid : EXIT.conforms;
}
