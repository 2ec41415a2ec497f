import { Command, Option } from 'commander';
import { packSign, type SigningKeySource } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { usageFault } from '../../fault.js';
import { formatOption, languageOption } from '../../options.js';
import { passphrase, passphraseOption } from '../../passphrase.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly key?: string;
  readonly keyEnv?: string;
  readonly passphraseEnv: string;
}

export function defineSign(end: (status: ExitStatus) => void): Command {
  return new Command('sign')
    .summary('one more signature on a pack')
    .description('One more signature on a pack: its files, id and version, in a DSSE envelope beside them.')
    .argument('<pack>', 'the pack’s folder or archive; signed in place')
    .addOption(new Option('--key <file>', 'the file with the private key; only its owner may read it'))
    .addOption(new Option('--key-env <name>', 'the variable that holds the private key'))
    .addOption(passphraseOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (pack: string, options: Options) => {
      const { passphraseEnv, ...page } = options;
      const outcome = await packSign({ pack, key: keyOf(options), passphrase: () => passphrase(passphraseEnv) });
      const { signed } = outcome;
      end(await show(outcome, page, ({ renderSigned }, text) => (signed ? renderSigned(signed, text) : '')));
    });
}

function keyOf({ key, keyEnv }: Options): SigningKeySource {
  if ((key === undefined) === (keyEnv === undefined)) throw usageFault('ASSAY1804', 'name one of --key and --key-env');
  return key === undefined ? { environment: keyEnv! } : { file: key };
}
