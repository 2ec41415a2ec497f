import { Command, Option } from 'commander';
import { check, reporting, type CheckOutcome, type Report, type ReportList } from '../../engine/index.js';
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
import { note, printDiagnostics } from '../print.js';
import { outputOption, refuseOutputs, writeReports, type ReportsOptions } from '../reports.js';
import { runInterruptibly } from '../running.js';
import { selectionOf, subjectOptions, type SubjectOptions } from '../selection.js';
import type { CheckedOnce } from '../watch/watch-check.js';

interface Options extends RunningOptions, SubjectOptions, ReportsOptions {
  readonly waivers?: readonly string[];
  readonly region?: string;
  readonly watch: boolean;
}

export async function defineCheck(end: (status: ExitStatus) => void): Promise<Command> {
  const { FORMATS } = await reporting();
  const command = new Command('check')
    .description('Measure subjects and judge their policies.')
    .argument('[subjects...]', 'subject documents')
    .addOption(policyOption())
    .addOption(new Option('--waivers <file>', 'a Waiver document (repeatable)').argParser(repeated))
    .addOption(
      new Option('--update-lock', 'pin the packs and plugins that are loaded in assay.lock').conflicts('frozen'),
    )
    .addOption(formatOption(FORMATS))
    .addOption(outputOption(FORMATS))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(seedOption())
    .addOption(onlyOption())
    .addOption(
      new Option(
        '--region <region>',
        'where this machine draws its electricity, for the carbon of the check: DEU, CA-QC, SE2, gcp/europe-west1',
      ).env('ASSAY_REGION'),
    )
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
  await refuseOutputs(options);
  if (options.watch) {
    const { watchCheck } = await import('../watch/watch-check.js');
    return watchCheck((looked) => checkOnce(subjects, options, looked), options.lang);
  }
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
      // A pipeline sets a variable that it has no value for to nothing.
      ...(options.region && { region: options.region }),
      ...(looked && { onLook: looked }),
    }),
  );
  await printDiagnostics(outcome.diagnostics, options.lang);
  const { reports, interrupted = false } = outcome;
  if (interrupted) return { status: EXIT.internal, reports, interrupted };
  const statuses = reports.map(statusOfRecord);
  if (hasError(outcome.diagnostics) || reports.length === 0) statuses.push(EXIT.invalid);
  await printReports(outcome, subjects.length > 1, options);
  return { status: worstOf(statuses), reports, interrupted };
}

async function printReports({ reports }: CheckOutcome, several: boolean, options: Options): Promise<void> {
  const [first] = reports;
  if (first === undefined) return;
  if (!several && first.kind === 'UnreadSubject') return printDiagnostics(first.findings, options.lang);
  const result: Report | ReportList =
    !several && first.kind === 'Report' ? first : { apiVersion: 'assay/v1', kind: 'ReportList', reports };

  const cache = cacheFolder(options.cache);
  const read = reports.flatMap((record) => (record.kind === 'Report' ? [record] : []));
  const before = cache === false ? [] : read.flatMap(({ subject }) => lastReport(cache, subject.name) ?? []);
  const previous = Object.fromEntries(before.map((report) => [report.subject.name, report]));
  await writeReports(result, options, previous);
  // A partial check is no report to compare with.
  if (cache !== false && options.only === undefined) for (const report of read) keepReport(cache, report);
}
