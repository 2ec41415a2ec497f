import { Command } from 'commander';
import { open, type Language } from '../../engine/index.js';
import type { ExitStatus } from '../exit-status.js';
import { languageOption } from '../options.js';
import { endOf, keyOf, keyOptions, outputOptions, runSealing, type SealingOptions } from '../sealing.js';

interface Options extends SealingOptions {
  readonly lang: Language;
}

export function defineOpen(end: (status: ExitStatus) => void): Command {
  const command = new Command('open')
    .description('Decrypt what was sealed. A file is there whole and untouched, or not at all.')
    .argument('<files...>', 'sealed files');
  for (const option of [...keyOptions(), ...outputOptions()]) command.addOption(option);
  return command
    .addOption(languageOption())
    .action(async (files: string[], options: Options) => end(await openFiles(files, options)));
}

async function openFiles(files: readonly string[], options: Options): Promise<ExitStatus> {
  const key = keyOf(options);
  const outcome = await runSealing(files, options, (running) =>
    open({ ...running, ...(key !== undefined && { key }) }),
  );
  return await endOf(outcome, 'opened', options.lang);
}
