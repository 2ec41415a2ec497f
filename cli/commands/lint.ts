import { Command } from 'commander';
import { lint, reporting, type Language } from '../../engine/index.js';
import { statusOfFindings, type ExitStatus } from '../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption, type SupplyOptions } from '../options.js';
import { print } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options extends SupplyOptions {
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

export function defineLint(end: (status: ExitStatus) => void): Command {
  return new Command('lint')
    .description(
      'What analysis finds in valid policies: rules that nothing passes or fails, that never apply, exclude or repeat each other; parameters and clauses without use; averages and estimates that hide what matters. Ends with 1 where there are findings (notices aside). Nothing is measured.',
    )
    .argument('<paths...>', 'packs’ folders, standards and profiles')
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (paths: string[], options: Options) => end(await lintPaths(paths, options)));
}

async function lintPaths(paths: readonly string[], options: Options): Promise<ExitStatus> {
  const { asOf = new Date(), format, lang } = options;
  const { linted, diagnostics } = await lint({ paths, asOf, supply: supplyOf(options) });
  const { renderJson, renderDiagnostics, renderLinted } = await reporting();
  const text = textOptions(process.stdout, lang);
  if (format === 'json') print(await renderJson({ linted, diagnostics }));
  else {
    if (diagnostics.length > 0) print(await renderDiagnostics(diagnostics, text));
    print(await renderLinted(linted, diagnostics, text));
  }
  return statusOfFindings(diagnostics);
}
