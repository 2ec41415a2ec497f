import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inClear, masked, patients } from './patients.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

it.each([
  ['patient-records', inClear],
  ['patient-records-masked', masked],
] as const)('the table of examples/%s is the one that is made here', async (folder, table) => {
  await expect(table(patients())).toMatchFileSnapshot(join(EXAMPLES, folder, 'patients.csv'));
});
