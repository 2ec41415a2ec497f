/** The last report on each subject, kept beside the cache: what the next text report compares with. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../engine/index.js';
import { writeOutput } from './output-file.js';

const pathOf = (cache: string, subject: string): string => join(cache, 'last', `${encodeURIComponent(subject)}.json`);

/** `undefined` where there is none, or none that this version wrote: nothing to compare with. */
export function lastReport(cache: string, subject: string): Report | undefined {
  try {
    const found = JSON.parse(readFileSync(pathOf(cache, subject), 'utf8')) as Partial<Report>;
    return isComparable(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** What a comparison reads. The file is ours; this only guards against another version's. */
const isComparable = (found: Partial<Report>): found is Report =>
  found.kind === 'Report' &&
  found.apiVersion === 'assay/v1' &&
  Array.isArray(found.rules) &&
  found.rules.every(
    (rule) => typeof rule.id === 'string' && Array.isArray(rule.evidence) && rule.waivable !== undefined,
  ) &&
  Array.isArray(found.subject?.inputs) &&
  typeof found.asOf === 'string' &&
  typeof found.policy?.digest === 'string' &&
  typeof found.engine?.version === 'string';

export function keepReport(cache: string, report: Report): void {
  mkdirSync(join(cache, 'last'), { recursive: true });
  const ignore = join(cache, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  // A comparison reads verdicts and evidence; the measurements, with all their draws, are in the cache.
  writeOutput(pathOf(cache, report.subject.name), JSON.stringify({ ...report, measurements: [] }));
}
