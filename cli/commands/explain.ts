import { Command, Option } from 'commander';
import { explain, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import {
  asOfOption,
  formatOption,
  languageOption,
  policyOption,
  supplyOf,
  trustOption,
  type SupplyOptions,
} from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options extends SupplyOptions {
  readonly report?: string;
  readonly policy?: readonly string[];
  readonly subject?: string;
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

export function defineExplain(end: (status: ExitStatus) => void): Command {
  return new Command('explain')
    .description('A rule, its clause, what it measures, and from a report why it got its verdict.')
    .argument('<rule>', 'such as sustainable-ai/EVAL-001, or EVAL-001 where that is one rule')
    .addOption(new Option('--report <file>', 'a JSON report: why the rule got its verdict'))
    .addOption(policyOption())
    .addOption(new Option('--subject <file>', 'look for the rule in this subject’s policies'))
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (rule: string, options: Options) => end(await explainRule(rule, options)));
}

async function explainRule(rule: string, options: Options): Promise<ExitStatus> {
  const { lang, policy, report, subject } = options;
  const { explanation, diagnostics } = await explain({
    rule,
    language: lang,
    asOf: options.asOf ?? new Date(),
    supply: supplyOf(options),
    ...(policy !== undefined && { policies: policy }),
    ...(report !== undefined && { report }),
    ...(subject !== undefined && { subject }),
  });
  await printDiagnostics(diagnostics, lang);
  if (explanation === undefined || hasError(diagnostics)) return EXIT.invalid;
  const { renderExplanation, renderJson } = await reporting();
  print(
    options.format === 'json'
      ? await renderJson(explanation)
      : await renderExplanation(explanation, textOptions(process.stdout, lang)),
  );
  return EXIT.conforms;
}
