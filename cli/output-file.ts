/** Files of `--output`: looked at before anything is measured, written beside and renamed. */
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { usageFault } from './fault.js';

const BY_EXTENSION: Readonly<Record<string, string>> = { '.json': 'json', '.txt': 'text' };

export const formatOfFile = (path: string, otherwise: string): string => BY_EXTENSION[extname(path)] ?? otherwise;

export function refuseUnwritable(paths: readonly string[]): void {
  for (const path of paths) {
    const folder = statSync(dirname(path), { throwIfNoEntry: false });
    if (!folder?.isDirectory())
      throw usageFault('ASSAY1803', `--output ${path}: the folder ${dirname(path)} is not there`);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw usageFault('ASSAY1803', `--output ${path} is a folder`, 'name a file in it');
  }
}

export function writeOutput(path: string, content: string): void {
  const beside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(beside, content);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw usageFault('ASSAY1803', `--output ${path} could not be written: ${reason}`);
  }
}
