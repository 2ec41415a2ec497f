import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openedSubject, writeIdleUnits } from '../../../tests/fixtures/idle-units.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { pruning } from './pruning.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-pruning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = writeIdleUnits(folder, 2000);

type Params = Parameters<typeof pruning.measure>[0]['params'];

async function measure(given: Partial<Params>): Promise<Record<string, Output>> {
  const { value, faults } = fillParameters(CATALOGUE['energy/pruning']!, { draws: 400, energy: false, ...given });
  expect(faults).toEqual([]);
  const result = await pruning.measure(memoryContext(await openedSubject(path), value as unknown as Params));
  expect(validateResult(pruning, result)).toEqual([]);
  return { ...result.outputs };
}

test('idle units go; the first level that costs more than the margin ends it', async () => {
  // 15 of 16 idle units of 30 at 0.5.
  const found = await measure({ levels: [0.5, 0.2], margin: 0.02 });
  expect(found).toMatchObject({ level: { estimate: 0.5 }, nonInferior: { value: true } });
  const flops = (first: number, second: number): number =>
    2 * (4 * first + first * second + second * 3) + 2 * first + second + 3 + 5 * 3;
  const saved = (found['flopsSaved'] as { estimate: number }).estimate;
  const possible = [[9, 6], [8, 7]].map(([a, b]) => 1 - flops(a!, b!) / flops(20, 10)); // prettier-ignore
  expect(possible.some((share) => Math.abs(share - saved) < 1e-9)).toBe(true);
  expect((found['bytesSaved'] as { estimate: number }).estimate).toBeGreaterThan(0.3);
  expect((found['compressedBytesSaved'] as { estimate: number }).estimate).toBeGreaterThan(0.3);
  expect(found['energySaved']).toMatchObject({ unmeasured: 'missing-input' });
});

test('both models serve by turns under the meter', async () => {
  const served = await measure({ levels: [0.5], margin: 0.02, energy: true, seconds: 0.5 });
  for (const output of [served['energySaved'], served['timeSaved']])
    expect(output).toMatchObject({ unit: '1', n: 8, uncertainty: { kind: expect.stringMatching(/range|student-t/) } });
  expect(served['timeSaved']).toMatchObject({ basis: 'observed' });
  const nothing = await measure({ levels: [0.97], margin: 1e-6, energy: true });
  expect(nothing).toMatchObject({ energySaved: { estimate: 0 }, timeSaved: { estimate: 0 } });
});

test('single weights save compressed bytes and nothing else, and say so', async () => {
  const found = await measure({ mode: 'unstructured', levels: [0.5, 0.3], margin: 0.02, energy: true });
  expect(found).toMatchObject({
    level: { estimate: 0.5 },
    bytesSaved: { estimate: expect.closeTo(0, 2) as number },
    flopsSaved: { unmeasured: 'unsupported' },
    energySaved: { unmeasured: 'unsupported' },
    timeSaved: { unmeasured: 'unsupported' },
  });
  expect((found['compressedBytesSaved'] as { estimate: number }).estimate).toBeGreaterThan(0.2);
});

test('where the mildest level is not good enough nothing is saved, and its loss is told', async () => {
  const found = await measure({ levels: [0.97], margin: 1e-6 });
  expect(found).toMatchObject({
    level: { estimate: 0 },
    bytesSaved: { estimate: 0 },
    flopsSaved: { estimate: 0 },
    nonInferior: { value: false },
    metricLoss: { uncertainty: { kind: 'empirical' } },
  });
});

test('a metric without a paired difference, and a model that cannot be edited, are unsupported', async () => {
  expect((await measure({ metric: 'rmse' }))['level']).toMatchObject({ unmeasured: 'unsupported' });
  const model = { classes: [], predict: (): never => { throw new Error('not asked'); } }; // prettier-ignore
  const { outputs } = await pruning.measure(
    memoryContext(memorySubject({ task: 'regression', model }), { levels: [0.5] } as unknown as Params),
  );
  expect(outputs['level']).toMatchObject({ unmeasured: 'unsupported' });
});
