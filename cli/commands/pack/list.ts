import { Command } from 'commander';
import { packList } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly trust?: string;
  readonly asOf?: Date;
}

export function defineList(end: (status: ExitStatus) => void): Command {
  return new Command('list')
    .summary('what the lock pins, and whether it lies there so')
    .description('The packs that assay.lock pins, where they are from, who signed them, and whether they lie there so.')
    .addOption(trustOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async ({ asOf = new Date(), ...options }: Options) => {
      const { packs, diagnostics } = await packList({ ...supplyOf(options), asOf });
      const all = [...diagnostics, ...packs.flatMap((pack) => pack.diagnostics)];
      end(await show({ packs, diagnostics: all }, options, ({ renderPackList }, text) => renderPackList(packs, text)));
    });
}
