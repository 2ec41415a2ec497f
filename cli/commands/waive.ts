import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { reporting, waive, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import { lastReport } from '../last-report.js';
import { asOfOption, cacheFolder, cacheOptions, languageOption, policyOption, wholeNumber } from '../options.js';
import { refuseUnwritable, writeOutput } from '../output-file.js';
import { note, print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly reason?: string;
  readonly ticket?: string;
  readonly days?: number;
  readonly out?: string;
  readonly policy?: readonly string[];
  readonly cache?: string | boolean;
  readonly asOf?: Date;
  readonly lang: Language;
}

export function defineWaive(end: (status: ExitStatus) => void): Command {
  const command = new Command('waive')
    .description(
      'A draft of a waiver, from the last report where there is one: to be reviewed, and approved by as many as the rule asks for. Until then it waives nothing. Exit status: 0, or 3 where the rule cannot be waived so.',
    )
    .argument('<rule>', 'such as sustainable-ai/EVAL-001, or EVAL-001 where that is one rule')
    .argument('<subject>', 'a subject document, or credit-risk, credit-risk@^3.1, sha256:…')
    .addOption(new Option('--reason <text>', 'why it may fail for now'))
    .addOption(new Option('--ticket <id>', 'where it is tracked'))
    .addOption(
      new Option('--days <n>', 'how long it lasts (default: 30, or fewer where the rule says so)').argParser(
        (text: string) => wholeNumber('--days', text, 1),
      ),
    )
    .addOption(new Option('--out <file>', 'write it here, and not to standard output'))
    .addOption(policyOption())
    .addOption(languageOption())
    .addOption(asOfOption());
  for (const option of cacheOptions()) command.addOption(option);
  return command.action(async (rule: string, subject: string, options: Options) =>
    end(await draftWaiver(rule, subject, options)),
  );
}

async function draftWaiver(rule: string, subject: string, options: Options): Promise<ExitStatus> {
  const { reason, ticket, days, out, policy, asOf = new Date(), lang } = options;
  if (out !== undefined) {
    refuseUnwritable([out]);
    if (existsSync(out)) throw usageFault('ASSAY1803', `--out ${out} is there already`, 'name another file');
  }
  const cache = cacheFolder(options.cache);
  const { draft, diagnostics } = await waive({
    rule,
    subject,
    asOf,
    ...(reason !== undefined && { reason }),
    ...(ticket !== undefined && { ticket }),
    ...(days !== undefined && { days }),
    ...(policy !== undefined && { policies: policy }),
    lastReport: (name) => {
      const report = cache === false ? undefined : lastReport(cache, name);
      return report === undefined ? {} : { report };
    },
  });
  await printDiagnostics(diagnostics, lang);
  if (draft === undefined || hasError(diagnostics)) return EXIT.invalid;
  const { renderWaiver } = await reporting();
  const text = await renderWaiver(draft, textOptions(process.stdout, lang));
  if (out === undefined) print(text);
  else {
    writeOutput(out, text);
    note(`wrote ${out}\n`);
  }
  return EXIT.conforms;
}
