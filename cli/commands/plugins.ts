import { Command } from 'commander';
import { catalogue, reporting, type Language } from '../../engine/index.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { print } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly format: string;
  readonly lang: Language;
}

export function definePlugins(end: (status: ExitStatus) => void): Command {
  return new Command('plugins')
    .description(
      'What can be measured: plugins by area, with their outputs. As JSON: declarations and parameter schemas.',
    )
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async ({ format, lang }: Options) => {
      const { renderCatalogue, renderJson } = await reporting();
      const all = await catalogue();
      print(format === 'json' ? await renderJson(all) : await renderCatalogue(all, textOptions(process.stdout, lang)));
      end(EXIT.conforms);
    });
}
