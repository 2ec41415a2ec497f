import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openedSubject, writeIdleUnits } from '../../../tests/fixtures/idle-units.js';
import { memoryContext } from '../memory-context.js';
import { validateResult } from '../validate-result.js';
import { quantisation } from './quantisation.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-quantisation-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = writeIdleUnits(folder, 1500);

test.each([
  // Under 1 % of the answers change.
  [
    0.05,
    {
      weights: { value: 'int8' },
      nonInferior: { value: true },
      flopsSaved: { uncertainty: { kind: 'exact' } },
      timeSaved: { n: 8 },
    },
  ],
  [1e-6, { weights: { value: 'unchanged' }, nonInferior: { value: false }, bytesSaved: { estimate: 0 } }],
])('at a margin of %d', async (margin, expected) => {
  const params = { metric: null, margin, confidence: 0.95, draws: 400, energy: true, batch: 64, seconds: 0.4 };
  const result = await quantisation.measure(memoryContext(await openedSubject(path), params));
  expect(validateResult(quantisation, result)).toEqual([]);
  expect(result.outputs).toMatchObject(expected);
});
