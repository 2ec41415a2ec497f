import { Command } from 'commander';
import { policy, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption, type SupplyOptions } from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options extends SupplyOptions {
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

export function definePolicy(end: (status: ExitStatus) => void): Command {
  return new Command('policy')
    .description(
      'The effective policy of packs, standards and profiles in words: clauses, rules, limits, and for each field which layer set it. As HTML: a document to be read and printed.',
    )
    .argument('<paths...>', 'packs’ folders, standards and profiles')
    .addOption(formatOption(['text', 'html', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (paths: string[], options: Options) => end(await showPolicy(paths, options)));
}

async function showPolicy(paths: readonly string[], options: Options): Promise<ExitStatus> {
  const { asOf = new Date(), format, lang } = options;
  const { page, diagnostics } = await policy({ paths, language: lang, asOf, supply: supplyOf(options) });
  await printDiagnostics(diagnostics, lang);
  if (page === undefined || hasError(diagnostics)) return EXIT.invalid;
  const { renderJson, renderPolicy, renderPolicyHtml } = await reporting();
  if (format === 'json') print(await renderJson(page));
  else if (format === 'html') print(await renderPolicyHtml(page, lang));
  else print(await renderPolicy(page, textOptions(process.stdout, lang)));
  return EXIT.conforms;
}
