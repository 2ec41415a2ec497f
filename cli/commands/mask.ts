import { Command } from 'commander';
import { mask, reporting, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { formatOption, languageOption } from '../options.js';
import { note, print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly plan: string;
  readonly output: string;
  readonly compare: boolean;
  readonly format: string;
  readonly lang: Language;
}

export function defineMask(end: (status: ExitStatus) => void): Command {
  return new Command('mask')
    .description(
      'The tables of a subject, masked by a plan, with a subject for them and a summary of what it cost, in a new folder.',
    )
    .argument('<subject>', 'a subject document')
    .requiredOption('--plan <file>', 'a MaskPlan document')
    .option('--output <dir>', 'the folder, which must not be there yet', 'masked')
    .option('--no-compare', 'do not train the subject’s estimator on the data before and after')
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async (subject: string, options: Options) => end(await maskSubject(subject, options)));
}

async function maskSubject(subject: string, { plan, output, compare, format, lang }: Options): Promise<ExitStatus> {
  return interruptible(async (signal) => {
    try {
      const outcome = await mask({ subject, plan, output, compare, environment: process.env, signal });
      await printDiagnostics(outcome.diagnostics, lang);
      const { summary, folder, files } = outcome;
      if (summary === undefined || folder === undefined || hasError(outcome.diagnostics)) return EXIT.invalid;
      const { renderJson, renderMasking } = await reporting();
      print(
        format === 'json'
          ? await renderJson(summary)
          : await renderMasking({ summary, folder, files: files ?? [] }, textOptions(process.stdout, lang)),
      );
      return EXIT.conforms;
    } catch (error) {
      if (!signal.aborted) throw error;
      note('interrupted: nothing was written\n');
      return EXIT.internal;
    }
  });
}
