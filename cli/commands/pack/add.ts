import { Command, Option } from 'commander';
import { packAdd } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly registry?: string;
  readonly trust?: string;
  readonly asOf?: Date;
}

export function defineAdd(end: (status: ExitStatus) => void): Command {
  return new Command('add')
    .summary('take a pack and pin it')
    .description('Take a pack into assay_packs/ and pin it in assay.lock, where nothing speaks against it.')
    .argument('<spec>', 'a folder, an archive, npm:NAME[@RANGE], or ID[@RANGE] with --registry')
    .addOption(new Option('--registry <folder>', 'the folder that packs are published in'))
    .addOption(trustOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (spec: string, { asOf = new Date(), registry, ...options }: Options) => {
      const from = registry === undefined ? {} : { registry };
      const outcome = await packAdd({ spec, ...from, ...supplyOf(options), asOf });
      end(await show(outcome, options, ({ renderAdded }, text) => renderAdded(outcome.added, text)));
    });
}
