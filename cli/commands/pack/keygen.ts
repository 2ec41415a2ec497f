import { Command, Option } from 'commander';
import { packKeygen } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { asOfOption, formatOption, languageOption, wholeNumber } from '../../options.js';
import { passphrase, passphraseOption } from '../../passphrase.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly days: number;
  readonly passphraseEnv: string;
  readonly asOf?: Date;
}

export function defineKeygen(end: (status: ExitStatus) => void): Command {
  return new Command('keygen')
    .summary('a new key to sign with')
    .description('A new Ed25519 key, encrypted with a passphrase (PKCS #8), and what trust roots say of it.')
    .argument('<file>', 'where the private key is written')
    .addOption(
      new Option('--days <n>', 'so long its signatures count')
        .argParser((text: string) => wholeNumber('--days', text, 1))
        .default(730),
    )
    .addOption(passphraseOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (file: string, { days, passphraseEnv, asOf = new Date(), ...page }: Options) => {
      const outcome = await packKeygen({ file, days, asOf, passphrase: () => passphrase(passphraseEnv, true) });
      const { key } = outcome;
      end(await show(outcome, page, ({ renderKey }, text) => (key === undefined ? '' : renderKey(key, text))));
    });
}
