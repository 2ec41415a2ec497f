import { Command } from 'commander';
import { packVerify } from '../../../engine/index.js';
import { hasError, type ExitStatus } from '../../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly trust?: string;
  readonly asOf?: Date;
}

export function defineVerify(end: (status: ExitStatus) => void): Command {
  return new Command('verify')
    .summary('whether those who are trusted signed it')
    .description(
      'Whether a pack is what those whom the trust roots name have signed, and no older than the lock knows.',
    )
    .argument('<pack>', 'the pack’s folder or archive')
    .addOption(trustOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (pack: string, { asOf = new Date(), ...options }: Options) => {
      const outcome = await packVerify({ pack, ...supplyOf(options), asOf });
      const ok = !hasError(outcome.diagnostics);
      end(await show(outcome, options, ({ renderVerified }, text) => renderVerified(outcome, ok, text)));
    });
}
