import { Command } from 'commander';
import { replay, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, statusOfVerdict, worstOf, type ExitStatus } from '../exit-status.js';
import { formatOption, languageOption } from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly format: string;
  readonly lang: Language;
}

export function defineReplay(end: (status: ExitStatus) => void): Command {
  return new Command('replay')
    .description(
      'Judges the evidence in reports again, without measuring, and shows where a report says otherwise. Exit status: that of the verdict; 1 also where the report says something else than its evidence; 3 where it cannot be read.',
    )
    .argument('<reports...>', 'JSON reports of `assay check`')
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (paths: string[], options: Options) => end(await replayReports(paths, options)));
}

async function replayReports(paths: readonly string[], { format, lang }: Options): Promise<ExitStatus> {
  const { replays, diagnostics } = await replay(paths);
  await printDiagnostics(diagnostics, lang);
  const { renderJson, renderReplays } = await reporting();
  if (format === 'json') print(await renderJson({ replays }));
  else if (replays.length > 0) print(await renderReplays(replays, textOptions(process.stdout, lang)));
  const statuses = replays.map(({ again, same }) => (!same || again === null ? EXIT.fails : statusOfVerdict(again)));
  if (hasError(diagnostics) || replays.length === 0) statuses.push(EXIT.invalid);
  return worstOf(statuses);
}
