import { Command, Option } from 'commander';
import { seal, type Container, type Language } from '../../engine/index.js';
import type { ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import { languageOption, oneOf, repeated } from '../options.js';
import { endOf, keyOf, keyOptions, outputOptions, runSealing, type SealingOptions } from '../sealing.js';

interface Options extends SealingOptions {
  readonly to?: readonly string[];
  readonly newKey?: string;
  readonly container?: Container;
  readonly lang: Language;
}

export function defineSeal(end: (status: ExitStatus) => void): Command {
  const command = new Command('seal')
    .description('Encrypt data sets into an authenticated container (age, or JWE with A256GCM). The plain files stay.')
    .argument('[files...]', 'files to seal')
    .addOption(new Option('--to <recipient>', 'whom to seal for, public: age1… (repeatable)').argParser(repeated))
    .addOption(new Option('--new-key <file>', 'make a key there first, and seal with it; prints its public recipient'))
    .addOption(
      new Option('--container <container>', 'age, or jwe for files of at most 64 MiB (default: as the key)').argParser(
        (text: string): Container => oneOf('--container', text, ['age', 'jwe']),
      ),
    );
  for (const option of [...keyOptions(), ...outputOptions()]) command.addOption(option);
  return command
    .addOption(languageOption())
    .action(async (files: string[], options: Options) => end(await sealFiles(files, options)));
}

async function sealFiles(files: readonly string[], options: Options): Promise<ExitStatus> {
  const { to, newKey, container, lang } = options;
  const key = keyOf(options);
  if (files.length === 0 && newKey === undefined) throw usageFault('ASSAY1800', 'no file was named');
  if (newKey !== undefined && key !== undefined)
    throw usageFault('ASSAY1804', 'a key and --new-key exclude each other');
  const outcome = await runSealing(files, options, (running) =>
    seal({
      ...running,
      ...(to !== undefined && { to }),
      ...(key !== undefined && { key }),
      ...(newKey !== undefined && { newKey }),
      ...(container !== undefined && { container }),
    }),
  );
  return await endOf(outcome, 'sealed', lang);
}
