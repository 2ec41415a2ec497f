import { Command, Option } from 'commander';
import { measure, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import {
  formatOption,
  jsonObject,
  languageOption,
  repeated,
  runningOptions,
  seedOption,
  type RunningOptions,
} from '../options.js';
import { note, print, printDiagnostics } from '../print.js';
import { runInterruptibly } from '../running.js';
import { textOptions } from '../terminal.js';

interface Options extends RunningOptions {
  readonly with: Readonly<Record<string, unknown>>;
  readonly manifest?: readonly string[];
  readonly seed?: number;
  readonly format: string;
  readonly lang: Language;
}

export function defineMeasure(end: (status: ExitStatus) => void): Command {
  const command = new Command('measure')
    .description('One measurement of a subject, without a policy. As JSON: one element of a report’s `measurements`.')
    .argument('<plugin>', 'such as evaluation/holdout; `assay plugins` lists them')
    .argument('<subject>', 'a subject document')
    .addOption(
      new Option('--with <json>', 'settings of the plugin')
        .argParser((text: string) => jsonObject('--with', text))
        .default({}, 'its defaults'),
    )
    .addOption(new Option('--manifest <file>', 'manifest of a plugin of your own (repeatable)').argParser(repeated))
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(seedOption());
  for (const option of runningOptions()) command.addOption(option);
  return command.action(async (plugin: string, subject: string, options: Options) =>
    end(await measureSubject(plugin, subject, options)),
  );
}

async function measureSubject(plugin: string, subject: string, options: Options): Promise<ExitStatus> {
  const { lang, seed, manifest } = options;
  const outcome = await runInterruptibly(options, (running) =>
    measure({
      ...running,
      plugin,
      subject,
      with: options.with,
      ...(seed !== undefined && { seed }),
      ...(manifest !== undefined && { manifests: manifest }),
    }),
  );
  await printDiagnostics(outcome.diagnostics, lang);
  if (outcome.interrupted) {
    note('interrupted: nothing was measured\n');
    return EXIT.internal;
  }
  const { measurement, intervalLevel, outputs } = outcome;
  if (measurement === undefined || hasError(outcome.diagnostics)) return EXIT.invalid;
  const { renderJson, renderMeasurement } = await reporting();
  const page = { measurement, intervalLevel, ...(outputs && { outputs }) };
  print(
    options.format === 'json'
      ? await renderJson(measurement)
      : await renderMeasurement(page, textOptions(process.stdout, lang)),
  );
  const all = Object.values(measurement.outputs);
  return all.every((output) => 'unmeasured' in output) ? EXIT.undetermined : EXIT.conforms;
}
