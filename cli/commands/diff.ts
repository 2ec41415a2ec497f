import { Command, Option } from 'commander';
import { diff, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { asOfOption, formatOption, languageOption, repeated } from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly evidence?: readonly string[];
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

export function defineDiff(end: (status: ExitStatus) => void): Command {
  return new Command('diff')
    .description(
      'What changed between two versions of a pack, standard or profile, each stricter, weaker, changed or neutral; and which verdicts of past reports would flip, without measuring. Exit status: 1 where something is weaker or a verdict flips, else 0; 3 where something cannot be read.',
    )
    .argument('<old>', 'a pack’s folder, standard or profile')
    .argument('<new>', 'its later version')
    .addOption(
      new Option(
        '--evidence <report>',
        'a JSON report whose figures are judged by the later version (repeatable)',
      ).argParser(repeated),
    )
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (before: string, after: string, options: Options) => end(await showDiff(before, after, options)));
}

async function showDiff(before: string, after: string, options: Options): Promise<ExitStatus> {
  const { evidence = [], asOf, format, lang } = options;
  const found = await diff({ before, after, evidence, language: lang, ...(asOf !== undefined && { asOf }) });
  await printDiagnostics(found.diagnostics, lang);
  if (found.diff === undefined || hasError(found.diagnostics)) return EXIT.invalid;
  const { renderDiff, renderJson } = await reporting();
  print(
    format === 'json' ? await renderJson(found.diff) : await renderDiff(found.diff, textOptions(process.stdout, lang)),
  );
  const isWeaker = found.diff.changes.some(({ effect }) => effect === 'weaker');
  return isWeaker || found.diff.reports.some(({ flips }) => flips) ? EXIT.fails : EXIT.conforms;
}
