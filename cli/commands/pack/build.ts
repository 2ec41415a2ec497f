import { Command, Option } from 'commander';
import { packBuild, type PackForm } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { asOfOption, languageOption, oneOf } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends Omit<PageOptions, 'format'> {
  readonly format: PackForm;
  readonly out?: string;
  readonly asOf?: Date;
}

const FORMS = ['tar', 'npm', 'folder'] as const satisfies readonly PackForm[];

export function defineBuild(end: (status: ExitStatus) => void): Command {
  return new Command('build')
    .summary('the pack as it travels, after its tests')
    .description(
      'The pack as it travels. First its documents are validated and its tests run. The same bytes each time.',
    )
    .argument('<folder>', 'the pack’s folder')
    .addOption(
      new Option('--format <form>', 'tar (.tar.gz), npm (a package for npm’s registries), folder')
        .argParser((text: string): PackForm => oneOf('--format', text, FORMS))
        .default('tar'),
    )
    .addOption(new Option('--out <path>', 'where to (default: a name of id and version, in the working folder)'))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (folder: string, { format: form, out, asOf, lang }: Options) => {
      const output = out === undefined ? {} : { output: out };
      const outcome = await packBuild({ folder, form, ...output, asOf: asOf ?? new Date() });
      const { built } = outcome;
      end(
        await show(outcome, { format: 'text', lang }, ({ renderBuilt }, text) =>
          built === undefined ? '' : renderBuilt(built, text),
        ),
      );
    });
}
