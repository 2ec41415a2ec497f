import { Command } from 'commander';
import { packUpdate } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly trust?: string;
  readonly asOf?: Date;
}

export function defineUpdate(end: (status: ExitStatus) => void): Command {
  return new Command('update')
    .summary('take newer versions of what was added')
    .description('Take the newest versions of added packs, in their ranges, from where they were taken.')
    .argument('[ids...]', 'packs (default: all that were added)')
    .addOption(trustOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (ids: string[], { asOf = new Date(), ...options }: Options) => {
      const asked = ids.length === 0 ? {} : { ids };
      const outcome = await packUpdate({ ...asked, ...supplyOf(options), asOf });
      end(await show(outcome, options, ({ renderAdded }, text) => renderAdded(outcome.added, text)));
    });
}
