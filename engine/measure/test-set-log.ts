/**
 * Which models were judged on which test rows, as far as a cache folder remembers: an empty file a pair,
 * `test-sets/<digest of the rows' file>/<digest of the model>`. Nothing of the rows is in it. Whoever removes the
 * folder, or works in another, starts anew: it is a log, no proof.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestValue } from '../trust/digest.js';
import type { SubjectSpec } from '../subject/spec.js';
import { prepareFolder, replaceFile } from './cache.js';

export interface TestSetUse {
  readonly testSet: string;
  /** Of its file and its threshold: another threshold is another choice to make by these rows. */
  readonly model: string;
}

/** `undefined` where there are no test rows, or a model without a digest. */
export function testSetUse({ tables, model }: Pick<SubjectSpec, 'tables' | 'model'>): TestSetUse | undefined {
  if (tables.test === undefined || model === undefined || !('digest' in model)) return undefined;
  return {
    testSet: tables.test.digest,
    model: digestValue({ digest: model.digest, threshold: model.threshold ?? null }),
  };
}

/** Models other than this one that were judged on the same rows. */
export function otherModels(folder: string, use: TestSetUse): number {
  try {
    return readdirSync(folderOf(folder, use)).filter((name) => /^[0-9a-f]{64}$/.test(name) && name !== hex(use.model))
      .length;
  } catch {
    return 0;
  }
}

/** Throws where the folder cannot be written. */
export function logUse(folder: string, use: TestSetUse): void {
  prepareFolder(folder);
  const uses = folderOf(folder, use);
  mkdirSync(uses, { recursive: true });
  replaceFile(join(uses, hex(use.model)), '');
}

const hex = (digest: string): string => digest.replace(/^sha256:/, '');
const folderOf = (folder: string, { testSet }: TestSetUse): string => join(folder, 'test-sets', hex(testSet));
