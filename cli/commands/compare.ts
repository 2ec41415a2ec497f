import { Command } from 'commander';
import { compare, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption, type SupplyOptions } from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options extends SupplyOptions {
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

const OF_ANSWER = { proved: EXIT.conforms, refuted: EXIT.fails, undecided: EXIT.undetermined } as const;

export function defineCompare(end: (status: ExitStatus) => void): Command {
  return new Command('compare')
    .description(
      'Whether OTHER is at least as strict as BASE for every possible evidence, on the day of --as-of and each later one, by proof, rule by rule and in sum. Ends with 0 where it is proved, 1 where a counterexample refutes it, 2 where neither. Nothing is measured.',
    )
    .argument('<base>', 'a pack’s folder, a standard or a profile')
    .argument('<other>', 'one that is to be at least as strict')
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (base: string, other: string, options: Options) => end(await comparePaths(base, other, options)));
}

async function comparePaths(base: string, other: string, options: Options): Promise<ExitStatus> {
  const { asOf = new Date(), format, lang } = options;
  const { comparison, diagnostics } = await compare({ base, other, asOf, supply: supplyOf(options) });
  await printDiagnostics(diagnostics, lang);
  if (comparison === undefined || hasError(diagnostics)) return EXIT.invalid;
  const { renderJson, renderComparison } = await reporting();
  if (format === 'json') print(await renderJson(comparison));
  else print(await renderComparison(comparison, textOptions(process.stdout, lang)));
  return OF_ANSWER[comparison.answer];
}
