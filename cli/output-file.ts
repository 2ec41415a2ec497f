/** Files of `--output`: looked at before anything is measured, written beside and renamed. */
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageFault } from './fault.js';

/** From the longest: `x.cdx.json` is CycloneDX before it is JSON. */
const BY_NAME: readonly (readonly [suffix: string, format: string])[] = [
  ['.openreports.json', 'openreports'],
  ['.oscal.json', 'oscal'],
  ['.sarif.json', 'sarif'],
  ['.cdx.json', 'cyclonedx'],
  ['.sarif', 'sarif'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.html', 'html'],
  ['.md', 'markdown'],
  ['.pdf', 'pdf'],
  ['.txt', 'text'],
  ['.xml', 'junit'],
];

/** A file of `--output`: `FILE`, whose name says the format, or `FORMAT=FILE`. */
export interface OutputFile {
  readonly path: string;
  /** `undefined` where neither says it: the format of standard output. */
  readonly format: string | undefined;
}

export function outputFile(text: string, formats: readonly string[]): OutputFile {
  const named = /^([a-z0-9-]+)=(.+)$/s.exec(text);
  if (named?.[1] !== undefined && named[2] !== undefined) {
    if (!formats.includes(named[1]))
      throw usageFault('ASSAY1802', `there is no format “${named[1]}”`, `formats: ${formats.join(', ')}`);
    return { path: named[2], format: named[1] };
  }
  const lower = text.toLowerCase();
  return { path: text, format: BY_NAME.find(([suffix]) => lower.endsWith(suffix))?.[1] };
}

export function refuseUnwritable(paths: readonly string[]): void {
  for (const path of paths) {
    const folder = statSync(dirname(path), { throwIfNoEntry: false });
    if (!folder?.isDirectory())
      throw usageFault('ASSAY1803', `--output ${path}: the folder ${dirname(path)} is not there`);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw usageFault('ASSAY1803', `--output ${path} is a folder`, 'name a file in it');
  }
}

export function writeOutput(path: string, content: string | Uint8Array): void {
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
