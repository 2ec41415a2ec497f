/** Files and folders that are there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TrustFault } from '../../trust/trust-fault.js';

const beside = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);

/** Throws `TrustFault` (ASSAY1940) where it cannot be written. */
export function writeWhole(path: string, content: Uint8Array | string, mode = 0o644): void {
  const part = beside(path);
  try {
    writeFileSync(part, content, { mode, flag: 'wx' });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw unwritable(path, error);
  }
}

/** In the place of a folder of this name, which goes once the new one is complete. */
export function writeFolder(path: string, files: ReadonlyMap<string, Uint8Array>): void {
  const part = beside(path);
  const old = beside(path);
  try {
    mkdirSync(part, { recursive: true });
    for (const [name, content] of files) {
      mkdirSync(dirname(join(part, name)), { recursive: true });
      writeFileSync(join(part, name), content, { flag: 'wx' });
    }
    const replaces = existsSync(path);
    if (replaces) renameSync(path, old);
    try {
      renameSync(part, path);
    } catch (error) {
      if (replaces) renameSync(old, path);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  return new TrustFault('ASSAY1940', `${path} cannot be written (${String(error.code)})`);
}
