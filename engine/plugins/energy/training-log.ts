import { readFile } from 'node:fs/promises';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { codecarbonLog } from './codecarbon-log.js';
import type { LoggedEnergy } from './logged-energy.js';
import { nvidiaSmiLog } from './nvidia-smi-log.js';
import type { TrainingEvidence } from './training-evidence.js';
import { zeusLog } from './zeus-log.js';

/** The energy that another program logged; `undefined` where no log is named. */
export async function loggedEnergy({
  emissions,
  log,
}: TrainingEvidence): Promise<LoggedEnergy | Unmeasured | undefined> {
  if (emissions !== undefined && log !== undefined)
    return unmeasured('unsupported', 'the training names both emissions and log: name the one that counts');
  if (emissions !== undefined) return readAs(emissions, codecarbonLog);
  switch (log?.format) {
    case 'codecarbon':
      return readAs(log.path, codecarbonLog);
    case 'zeus':
      return readAs(log.path, (bytes) => zeusLog(bytes, log.window));
    case 'nvidia-smi':
      return readAs(log.path, nvidiaSmiLog);
    case undefined:
      return undefined;
  }
}

async function readAs(
  path: string,
  parse: (bytes: Uint8Array) => LoggedEnergy | Unmeasured,
): Promise<LoggedEnergy | Unmeasured> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    return unmeasured('failed', `the log cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  return parse(bytes);
}
