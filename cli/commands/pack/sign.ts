import { Command } from 'commander';
import { packSign } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { formatOption, languageOption } from '../../options.js';
import { passphrase, passphraseOption } from '../../passphrase.js';
import { signingKeyOf, signingKeyOptions, type SigningKeyOptions } from '../../signing-key.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions, SigningKeyOptions {
  readonly passphraseEnv: string;
}

export function defineSign(end: (status: ExitStatus) => void): Command {
  const command = new Command('sign')
    .summary('one more signature on a pack')
    .description('One more signature on a pack: its files, id and version, in a DSSE envelope beside them.')
    .argument('<pack>', 'the pack’s folder or archive; signed in place')
    .addOption(passphraseOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (pack: string, options: Options) => {
      const { passphraseEnv, ...page } = options;
      const outcome = await packSign({ pack, key: signingKeyOf(options), passphrase: () => passphrase(passphraseEnv) });
      const { signed } = outcome;
      end(await show(outcome, page, ({ renderSigned }, text) => (signed ? renderSigned(signed, text) : '')));
    });
  signingKeyOptions().forEach((option) => command.addOption(option));
  return command;
}
