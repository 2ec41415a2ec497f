import { Command } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import { defineAdd } from './pack/add.js';
import { defineBuild } from './pack/build.js';
import { defineKeygen } from './pack/keygen.js';
import { defineList } from './pack/list.js';
import { definePublish } from './pack/publish.js';
import { defineSign } from './pack/sign.js';
import { defineUpdate } from './pack/update.js';
import { defineVerify } from './pack/verify.js';

const STATUSES = `
Exit status: 0 done, or in order; 3 refused, and why; 4 internal error.`;

/** One file a verb. */
export function definePack(end: (status: ExitStatus) => void): Command {
  const command = new Command('pack')
    .description('Policy packs on their way: from their publisher, signed, to those who take and pin them.')
    .addHelpText('after', STATUSES);
  for (const define of [
    defineBuild,
    defineKeygen,
    defineSign,
    defineVerify,
    definePublish,
    defineAdd,
    defineUpdate,
    defineList,
  ])
    command.addCommand(define(end));
  return command;
}
