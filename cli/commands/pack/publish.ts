import { Command, Option } from 'commander';
import { packPublish, type PackPublishRequest } from '../../../engine/index.js';
import type { ExitStatus } from '../../exit-status.js';
import { usageFault } from '../../fault.js';
import { asOfOption, formatOption, languageOption, oneOf } from '../../options.js';
import { show, type PageOptions } from './page.js';

interface Options extends PageOptions {
  readonly registry?: string;
  readonly npm?: boolean;
  readonly tag?: string;
  readonly access?: string;
  readonly dryRun: boolean;
  readonly asOf?: Date;
}

export function definePublish(end: (status: ExitStatus) => void): Command {
  return new Command('publish')
    .summary('put it where others take it from')
    .description('Put a pack where others take it from: a shared folder, or the registry that npm is set up with.')
    .argument('<pack>', 'the pack’s folder, which is built first, or its archive')
    .addOption(new Option('--registry <folder>', 'a shared folder: <id>/<id>-<version>.tar.gz in it'))
    .addOption(new Option('--npm', 'npm’s registry, by npm publish').conflicts('registry'))
    .addOption(new Option('--tag <tag>', 'with --npm: the tag (npm’s default: latest)'))
    .addOption(
      new Option('--access <access>', 'with --npm: public or restricted').argParser((text: string) =>
        oneOf('--access', text, ['public', 'restricted']),
      ),
    )
    .addOption(new Option('--dry-run', 'all but the last step').default(false))
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (pack: string, options: Options) => {
      const { dryRun, asOf = new Date() } = options;
      const outcome = await packPublish({ pack, to: placeOf(options), dryRun, asOf });
      const { published } = outcome;
      end(
        await show(outcome, options, ({ renderPublished }, text) =>
          published === undefined ? '' : renderPublished(published, dryRun, text),
        ),
      );
    });
}

function placeOf({ registry, npm, tag, access }: Options): PackPublishRequest['to'] {
  if (registry !== undefined) {
    if (tag ?? access) throw usageFault('ASSAY1804', '--tag and --access go with --npm');
    return { registry };
  }
  if (npm === undefined) throw usageFault('ASSAY1804', 'name one of --registry and --npm');
  if (tag !== undefined && !/^[a-z][a-z0-9.-]*$/.test(tag))
    throw usageFault('ASSAY1801', `--tag takes lower-case letters, digits, dots and hyphens, not “${tag}”`);
  return { npm: { ...(tag !== undefined && { tag }), ...(access !== undefined && { access }) } };
}
