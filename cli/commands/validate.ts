import { Command } from 'commander';
import { reporting, validate, type Language } from '../../engine/index.js';
import { statusOfFindings, type ExitStatus } from '../exit-status.js';
import { asOfOption, formatOption, languageOption, supplyOf, trustOption, type SupplyOptions } from '../options.js';
import { print, printDiagnostics } from '../print.js';

interface Options extends SupplyOptions {
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

export function defineValidate(end: (status: ExitStatus) => void): Command {
  return new Command('validate')
    .description('Documents only: schema, positions, static check of rules. Nothing is measured, no model is opened.')
    .argument('<files...>', 'documents and pack folders')
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (files: string[], options: Options) => end(await validateFiles(files, options)));
}

async function validateFiles(
  files: readonly string[],
  { asOf, format, lang, ...supply }: Options,
): Promise<ExitStatus> {
  const { documents, diagnostics } = await validate(files, asOf ?? new Date(), supplyOf(supply));
  if (format === 'json') {
    const { renderJson } = await reporting();
    print(await renderJson({ documents, diagnostics }));
  } else {
    await printDiagnostics(diagnostics, lang);
    const faulty = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
    for (const { path, kind, id, rules } of documents) {
      const rulesInWords = rules === undefined ? '' : `, ${rules} ${rules === 1 ? 'rule' : 'rules'}`;
      if (!faulty.has(path)) print(`${path}: ${kind}${id === undefined ? '' : ` ${id}`}${rulesInWords}\n`);
    }
  }
  return statusOfFindings(diagnostics);
}
