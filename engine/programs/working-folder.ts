import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const nameOf = (pid: number): string => `assay-training-${pid}-`;

/** A new folder for the files of one training, readable to this user alone. */
export const makeWorkingFolder = (): string => mkdtempSync(join(tmpdir(), nameOf(process.pid)));

/** Removes the working folders that a process left because it was killed. */
export function sweepWorkingFolders(pid: number): void {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(nameOf(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
