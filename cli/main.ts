#!/usr/bin/env node
/**
 * The process: what no part of the engine may decide. Nothing is imported before the handlers stand, or a broken
 * installation would end with Node's 1. `process.exit` cuts piped output: statuses are set.
 */
import type { ExitStatus } from './exit-status.js';

const INTERNAL: ExitStatus = 4;

/** Node's own status for an uncaught error is 1, which would say "does not conform". */
function fail(error: unknown): void {
  process.exitCode = INTERNAL;
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && process.env['ASSAY_DEBUG'] ? `\n${error.stack ?? ''}` : '';
  const hint = stack === '' ? ' (ASSAY_DEBUG=1 shows where)' : '';
  process.stderr.write(`assay: internal error: ${message}${hint}${stack}\n`);
  // Something that still runs must not keep a process that has failed; unref: an idle one ends by itself.
  setTimeout(() => process.exit(INTERNAL), 2000).unref();
}

/** A reader that closes the pipe (`| head`) has had enough: not a fault, and the status stays. */
function closedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') fail(error);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.stdout.on('error', closedPipe);
process.stderr.on('error', closedPipe);

import('./run.js')
  .then(({ run }) => run(process.argv.slice(2)))
  .then((status) => {
    // A fault outside of the command (a rejection nobody waited for) is the worse end.
    process.exitCode ??= status;
  }, fail);
