import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Figure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { carbon } from './carbon.js';
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

describe('the carbon of Assay’s own training', () => {
  const carbonOf = async (given: object, of: MemorySubject = subject) => {
    const { value, faults } = fillParameters(CATALOGUE['energy/carbon']!, { source: 'meter', ...given });
    expect(faults).toEqual([]);
    const result = await carbon.measure(memoryContext(memorySubject(of), value as never));
    expect(validateResult(carbon, result)).toEqual([]);
    return result;
  };

  test('at the grid where this machine is said to stand', async () => {
    const { outputs, details, meter } = await carbonOf({ region: 'SE2', allowed: ['SE2', 'ZAF'] });
    const found = outputs['carbon'] as Figure;
    expect(found).toMatchObject({ unit: 'kgCO2e', basis: 'estimated', uncertainty: { kind: 'range' } });
    const [row] = (details![0] as unknown as { rows: readonly [string, string, string, number][] }).rows;
    expect(row!.slice(0, 1)).toEqual(['SE2']);
    expect(found.estimate).toBeCloseTo((row![3] * 18) / 1000, 15);
    expect(outputs).toMatchObject({
      factor: { estimate: 18, basis: 'estimated' },
      cleanestReduction: { estimate: 0 },
      embodied: { unmeasured: 'unsupported' },
      marketBased: { unmeasured: 'missing-input' },
    });
    expect(meter).toMatch(/\w/);
    expect(JSON.stringify(details)).toContain('3 runs of 1 training by Assay');
  });

  test('else where the subject says its training ran, by its word; nowhere is no figure', async () => {
    const said = await carbonOf({ runs: 2 }, { ...subject, training: { region: 'ZAF' } });
    expect(said.outputs).toMatchObject({
      carbon: { basis: 'declared' },
      factor: { estimate: 707.686, basis: 'declared' },
    });
    expect((await carbonOf({ runs: 2 })).outputs).toMatchObject({ carbon: { unmeasured: 'missing-input' } });
    expect((await carbonOf({ region: 'nowhere' })).outputs).toMatchObject({ carbon: { unmeasured: 'unsupported' } });
  });
});
