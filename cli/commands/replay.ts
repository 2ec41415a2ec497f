import { Command, Option } from 'commander';
import { replay, reporting, type Language, type ReplayedReport } from '../../engine/index.js';
import { EXIT, hasError, statusOfVerdict, worstOf, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import {
  formatOption,
  frozenOption,
  languageOption,
  policyOption,
  runningOptions,
  supplyOf,
  trustOption,
  type RunningOptions,
  type SupplyOptions,
} from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { runInterruptibly } from '../running.js';
import { textOptions } from '../terminal.js';

interface Options extends RunningOptions, SupplyOptions {
  readonly measure?: string;
  readonly policy?: readonly string[];
  readonly format: string;
  readonly lang: Language;
}

export function defineReplay(end: (status: ExitStatus) => void): Command {
  const command = new Command('replay')
    .description(
      'Judges the evidence in reports and bundles again, without measuring, and shows where a report says otherwise; of a bundle, also whether its documents come to its policy. With --measure, measures again and compares each figure within its uncertainty. Exit status: that of the verdict; 1 also where the report says something else than its evidence, or a figure differs; 3 where it cannot be read.',
    )
    .argument('<reports...>', 'JSON reports of `assay check`, or bundles of `assay bundle`')
    .addOption(
      new Option('--measure <subject>', 'measure again on this subject document: the same model and data, elsewhere'),
    )
    .addOption(policyOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption());
  for (const option of [...runningOptions(), trustOption(), frozenOption()]) command.addOption(option);
  return command.action(async (paths: string[], options: Options) => end(await replayReports(paths, options)));
}

async function replayReports(paths: readonly string[], options: Options): Promise<ExitStatus> {
  const { format, lang, measure, policy } = options;
  if (measure === undefined && policy !== undefined) throw usageFault('ASSAY1804', '--policy needs --measure');
  const { replays, diagnostics } = await (measure === undefined
    ? replay(paths)
    : runInterruptibly(options, (running) =>
        replay(paths, {
          ...running,
          ...supplyOf(options),
          // What the cache holds was not measured again.
          cache: false,
          subject: measure,
          ...(policy !== undefined && { policies: policy }),
        }),
      ));
  await printDiagnostics(diagnostics, lang);
  const { renderJson, renderReplays } = await reporting();
  if (format === 'json') print(await renderJson({ replays }));
  else if (replays.length > 0) print(await renderReplays(replays, textOptions(process.stdout, lang)));
  const statuses = replays.map(statusOf);
  if (hasError(diagnostics) || replays.length === 0) statuses.push(EXIT.invalid);
  return worstOf(statuses);
}

const statusOf = ({ again, same, measured }: ReplayedReport): ExitStatus =>
  !same || again === null || measured?.agrees === false ? EXIT.fails : statusOfVerdict(again);
