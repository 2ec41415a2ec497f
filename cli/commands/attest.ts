import { Command, Option } from 'commander';
import { attest, reporting, type AttestSigner, type Language } from '../../engine/index.js';
import { usageFault } from '../fault.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { passphrase, passphraseOption } from '../passphrase.js';
import { print, printDiagnostics } from '../print.js';
import { signingKeyOf, signingKeyOptions, type SigningKeyOptions } from '../signing-key.js';
import { textOptions } from '../terminal.js';

interface Options extends SigningKeyOptions {
  readonly sigstore?: boolean;
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly timestamps?: string;
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
    .option(
      '--out <file>',
      'where the attestations are written (default: the report’s name with .intoto.jsonl, or .sigstore.jsonl)',
    )
    .option(
      '--sigstore',
      'sign without a key, as whom the environment has an identity token for: Fulcio certifies, Rekor’s public log has it',
    )
    .addOption(service('--fulcio <url>', 'with --sigstore: another certificate authority'))
    .addOption(service('--rekor <url>', 'with --sigstore: another log'))
    .addOption(service('--timestamps <url>', 'with --sigstore: a timestamp authority (RFC 3161) to ask as well'))
    .addOption(passphraseOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (report: string, options: Options) => end(await attestReport(report, options)));
  signingKeyOptions().forEach((option) => command.addOption(option));
  return command;
}

async function attestReport(report: string, options: Options): Promise<ExitStatus> {
  const { out, format, lang } = options;
  const outcome = await attest({
    report,
    signer: signerOf(options),
    ...(out !== undefined && { output: out }),
  });
  const { attested, diagnostics } = outcome;
  await printDiagnostics(diagnostics, lang);
  const { renderAttested, renderJson } = await reporting();
  if (format === 'json') print(await renderJson(outcome));
  else if (attested !== undefined) print(await renderAttested(attested, textOptions(process.stdout, lang)));
  return hasError(diagnostics) ? EXIT.invalid : EXIT.conforms;
}

function signerOf(options: Options): AttestSigner {
  const { sigstore, fulcio, rekor, timestamps, passphraseEnv, key, keyEnv } = options;
  const services = {
    ...(fulcio !== undefined && { fulcio }),
    ...(rekor !== undefined && { rekor }),
    ...(timestamps !== undefined && { timestamps }),
  };
  if (sigstore === true) {
    if (key !== undefined || keyEnv !== undefined)
      throw usageFault('ASSAY1804', 'name one of --key, --key-env and --sigstore');
    return { sigstore: services };
  }
  if (Object.keys(services).length > 0)
    throw usageFault('ASSAY1804', '--fulcio, --rekor and --timestamps need --sigstore');
  return { key: signingKeyOf(options), passphrase: () => passphrase(passphraseEnv) };
}

/** An identity token goes there: nobody on the way may read it. */
const service = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text: string) => {
    const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' };
    if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return text;
    throw usageFault('ASSAY1801', `${flags.split(' ')[0]} takes an address of https`);
  });

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
