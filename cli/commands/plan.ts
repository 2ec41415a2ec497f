import { Command, Option } from 'commander';
import { plan, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, statusOfFindings, worstOf, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import {
  asOfOption,
  cacheFolder,
  cacheOptions,
  deviceOf,
  deviceOptions,
  formatOption,
  languageOption,
  meterOption,
  onlyOption,
  policyOption,
  seedOption,
  type DeviceOptions,
} from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { selectionOf, subjectOptions, type SubjectOptions } from '../selection.js';
import { textOptions } from '../terminal.js';

interface Options extends SubjectOptions, DeviceOptions {
  readonly cache?: string | boolean;
  readonly expect?: Readonly<Record<string, number>>;
  readonly meter?: readonly string[];
  readonly format: string;
  readonly lang: Language;
}

export function definePlan(end: (status: ExitStatus) => void): Command {
  const command = new Command('plan')
    .description('What a check would measure and why, how long it takes, and the rows that rules need.')
    .argument('[subjects...]', 'subject documents')
    .addOption(policyOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(seedOption())
    .addOption(onlyOption())
    .addOption(
      new Option('--expect <output=number>', 'a figure that you expect, such as cv.f1Macro=0.8 (repeatable)').argParser(
        expectation,
      ),
    );
  for (const option of [...cacheOptions(), ...deviceOptions(), meterOption(), ...subjectOptions()])
    command.addOption(option);
  return command.action(async (subjects: string[], options: Options) => end(await planSubjects(subjects, options)));
}

function expectation(text: string, earlier: Readonly<Record<string, number>> | undefined): Record<string, number> {
  const [, output = '', value = ''] = /^([^=\s]+)=(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/i.exec(text) ?? [];
  if (output === '') throw usageFault('ASSAY1801', `--expect takes OUTPUT=NUMBER, not “${text}”`);
  return { ...earlier, [output]: Number(value) };
}

async function planSubjects(subjects: readonly string[], options: Options): Promise<ExitStatus> {
  const { lang, expect, meter } = options;
  const selection = selectionOf(subjects, options);
  const asked = {
    cache: cacheFolder(options.cache),
    device: deviceOf(options),
    ...(expect && { expect }),
    ...(meter && { meters: meter }),
  };
  const outcome = await plan({ ...selection, ...asked });
  await printDiagnostics(outcome.diagnostics, lang);
  const { renderJson, renderPlan } = await reporting();
  const statuses = [statusOfFindings(outcome.diagnostics)];
  if (options.format === 'json') print(await renderJson({ subjects: outcome.subjects }));
  for (const subject of outcome.subjects) {
    await printDiagnostics(subject.findings, lang);
    const unread = 'kind' in subject;
    statuses.push(unread || hasError(subject.findings) ? EXIT.invalid : statusOfFindings(subject.findings));
    if (!unread && options.format === 'text') print(await renderPlan(subject, textOptions(process.stdout, lang)));
  }
  return worstOf(statuses);
}
