import { Command, Option } from 'commander';
import { doctor, reporting, type Language } from '../../engine/index.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { formatOption, gpuMemoryOption, languageOption } from '../options.js';
import { print } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options {
  readonly cache: string;
  readonly gpuMemory?: number;
  readonly format: string;
  readonly lang: Language;
}

export function defineDoctor(end: (status: ExitStatus) => void): Command {
  return new Command('doctor')
    .description(
      'What this machine offers: processors, memory, backends, GPUs, energy meters, the cache; each with why not.',
    )
    .addOption(new Option('--cache <dir>', 'folder of the cache').default('.assay'))
    .addOption(gpuMemoryOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .action(async ({ cache, gpuMemory, format, lang }: Options) => {
      const report = await doctor({ cache, ...(gpuMemory !== undefined && { gpuMemoryMiB: gpuMemory }) });
      const { renderDoctor, renderJson } = await reporting();
      print(
        format === 'json' ? await renderJson(report) : await renderDoctor(report, textOptions(process.stdout, lang)),
      );
      end(EXIT.conforms);
    });
}
