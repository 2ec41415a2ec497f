import { Command, Option } from 'commander';
import {
  check,
  reporting,
  type CheckOutcome,
  type Language,
  type Report,
  type ReportList,
} from '../../engine/index.js';
import { EXIT, hasError, statusOfRecord, worstOf, type ExitStatus } from '../exit-status.js';
import { keepReport, lastReport } from '../last-report.js';
import {
  asOfOption,
  cacheFolder,
  formatOption,
  languageOption,
  onlyOption,
  policyOption,
  repeated,
  runningOptions,
  seedOption,
  type RunningOptions,
} from '../options.js';
import { formatOfFile, refuseUnwritable, writeOutput } from '../output-file.js';
import { note, print, printDiagnostics } from '../print.js';
import { runInterruptibly } from '../running.js';
import { selectionOf, subjectOptions, type SubjectOptions } from '../selection.js';
import { textOptions } from '../terminal.js';
import { watchCheck, type CheckedOnce } from '../watch/watch-check.js';

interface Options extends RunningOptions, SubjectOptions {
  readonly waivers?: readonly string[];
  readonly format: string;
  readonly output?: readonly string[];
  readonly lang: Language;
  readonly watch: boolean;
}

export async function defineCheck(end: (status: ExitStatus) => void): Promise<Command> {
  const { FORMATS } = await reporting();
  const command = new Command('check')
    .description('Measure subjects and judge their policies.')
    .argument('[subjects...]', 'subject documents')
    .addOption(policyOption())
    .addOption(new Option('--waivers <file>', 'a Waiver document (repeatable)').argParser(repeated))
    .addOption(formatOption(FORMATS))
    .addOption(
      new Option(
        '--output <file>',
        'write the report here too: .json and .txt say the format, others take --format (repeatable)',
      ).argParser(repeated),
    )
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(seedOption())
    .addOption(onlyOption())
    .addOption(
      new Option(
        '--watch',
        'check again when a document, data file or model that was read changes; Ctrl-C ends with the last status',
      ).default(false),
    );
  for (const option of [...runningOptions(), ...subjectOptions()]) command.addOption(option);
  return command.action(async (subjects: string[], options: Options) => end(await checkSubjects(subjects, options)));
}

async function checkSubjects(subjects: readonly string[], options: Options): Promise<ExitStatus> {
  const { lang, watch } = options;
  refuseUnwritable(options.output ?? []);
  if (watch) return watchCheck((looked) => checkOnce(subjects, options, looked), lang);
  const { status, interrupted } = await checkOnce(subjects, options);
  if (interrupted) note('interrupted: there is no verdict\n');
  return status;
}

async function checkOnce(
  subjects: readonly string[],
  options: Options,
  looked?: (path: string) => void,
): Promise<CheckedOnce> {
  const selection = selectionOf(subjects, options);
  const outcome = await runInterruptibly(options, (running) =>
    check({
      ...selection,
      ...running,
      ...(options.waivers && { waivers: options.waivers }),
      ...(looked && { onLook: looked }),
    }),
  );
  await printDiagnostics(outcome.diagnostics, options.lang);
  const { reports, interrupted = false } = outcome;
  if (interrupted) return { status: EXIT.internal, reports, interrupted };
  const statuses = reports.map(statusOfRecord);
  if (hasError(outcome.diagnostics) || reports.length === 0) statuses.push(EXIT.invalid);
  await printReports(outcome, subjects.length > 1, options, options.output ?? []);
  return { status: worstOf(statuses), reports, interrupted };
}

async function printReports(
  { reports }: CheckOutcome,
  several: boolean,
  options: Options,
  outputs: readonly string[],
): Promise<void> {
  const [first] = reports;
  if (first === undefined) return;
  if (!several && first.kind === 'UnreadSubject') return printDiagnostics(first.findings, options.lang);
  const result: Report | ReportList =
    !several && first.kind === 'Report' ? first : { apiVersion: 'assay/v1', kind: 'ReportList', reports };

  const cache = cacheFolder(options.cache);
  const read = reports.flatMap((record) => (record.kind === 'Report' ? [record] : []));
  const before = cache === false ? [] : read.flatMap(({ subject }) => lastReport(cache, subject.name) ?? []);
  const previous = Object.fromEntries(before.map((report) => [report.subject.name, report]));
  const render = async (format: string, stream?: NodeJS.WriteStream): Promise<string> => {
    const { REPORTERS } = await reporting();
    const reporter = await REPORTERS[format]!();
    const text = stream === undefined ? PLAIN : textOptions(stream, options.lang);
    return reporter(result, { ...text, language: options.lang, previous });
  };
  print(await render(options.format, process.stdout));
  for (const path of outputs) writeOutput(path, await render(formatOfFile(path, options.format)));
  // A partial check is no report to compare with.
  if (cache !== false && options.only === undefined) for (const report of read) keepReport(cache, report);
}

/** For files: no colours, a width that fits a page. */
const PLAIN = { color: false, width: 100, unicode: true } as const;
