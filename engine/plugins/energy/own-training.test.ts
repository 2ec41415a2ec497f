import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Figure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { training } from './training.js';

type Params = Parameters<typeof training.measure>[0]['params'];
const rng = createRng('rows');
const numbers = Array.from({ length: 60 }, () => rng.normal());
const subject = {
  task: 'binary-classification',
  whole: {
    table: memoryTable({ x: { numbers } }),
    target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(numbers, (x) => (x > 0 ? 1 : 0)) },
  },
  estimator: { type: 'logistic-regression', with: { C: 1, standardise: true } },
  training: { energy: { value: 12, unit: 'kWh' } },
} as unknown as MemorySubject; // prettier-ignore

async function measure(given: object, of: MemorySubject = subject): Promise<Record<string, Figure>> {
  const { value, faults } = fillParameters(CATALOGUE['energy/training']!, { source: 'meter', ...given });
  expect(faults).toEqual([]);
  const result = await training.measure(memoryContext(memorySubject(of), value as unknown as Params));
  expect(validateResult(training, result)).toEqual([]);
  return { ...result.outputs } as Record<string, Figure>;
}

test('Assay’s own training under the meter: gross, net of rest, with a data centre that nobody declares', async () => {
  const found = await measure({});
  const machine = found['machineEnergy']!;
  expect(machine).toMatchObject({ n: 3, basis: 'estimated', uncertainty: { kind: 'range' } });
  // The meter in memory takes 20 W for work and 5 W for rest.
  expect(found['netEnergy']!.estimate / machine.estimate).toBeCloseTo(0.75, 9);
  expect(found['energy']).toMatchObject({ estimate: expect.closeTo(1.56 * machine.estimate, 12) as number });
  expect(found['declaredRatio']).toMatchObject({ unmeasured: 'unsupported' });
  const declared = await measure({}, { ...subject, training: { pue: 1.1 } });
  expect(declared['energy']).toMatchObject({ basis: 'declared' });
});

test('a cross-validation trains every fold', async () => {
  const { value } = fillParameters(CATALOGUE['energy/training']!, { source: 'meter', folds: 5, repeats: 2, runs: 2 });
  const result = await training.measure(memoryContext(memorySubject(subject), value as unknown as Params));
  expect(JSON.stringify(result.details)).toContain('2 runs of 10 trainings');
});

test('without an estimator nothing trains, and by itself nothing does', async () => {
  const without = Object.fromEntries(Object.entries(subject).filter(([key]) => key !== 'estimator'));
  expect((await measure({}, without as unknown as MemorySubject))['machineEnergy']).toMatchObject({
    unmeasured: 'missing-input',
  });
  expect((await measure({ source: null }))['machineEnergy']).toMatchObject({ estimate: 12, basis: 'declared' });
});
