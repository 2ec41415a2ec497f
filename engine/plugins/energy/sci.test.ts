import { describe, expect, test } from 'vitest';
import { checkPlugin } from '../check-plugin.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Figure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { sci } from './sci.js';
import { EMBODIED, GPUS, measure } from '../../../tests/fixtures/trainings.js';

describe('energy/sci', () => {
  const training = { energy: { value: 1000, unit: 'kWh' }, region: 'SWE', hardware: [{ ...EMBODIED, count: 8 }] };
  const embodied = (8 * 164_000 * 200) / 35_040;
  test('(E · I + M) / R', async () => {
    expect(await measure('energy/sci', training, { units: 1e6 })).toMatchObject({
      operational: { estimate: expect.closeTo(40_695, 6) as number, unit: 'gCO2e' },
      embodied: { estimate: expect.closeTo(embodied, 6) as number },
      perRun: { estimate: expect.closeTo(40_695 + embodied, 6) as number },
      sci: {
        estimate: expect.closeTo((40_695 + embodied) / 1e6, 12) as number,
        unit: 'gCO2e/prediction',
        basis: 'declared',
      },
    });
  });
  test('the market lowers nothing', async () => {
    const marketBased = { value: 0, unit: 'gCO2e/kWh' };
    const [bought, plain] = [
      await measure('energy/sci', { ...training, marketBased }),
      await measure('energy/sci', training),
    ];
    expect(bought['perRun']).toEqual(plain['perRun']);
  });
  test('no functional unit, no embodied carbon: no score', async () => {
    expect((await measure('energy/sci', training))['sci']).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('functional unit'),
    });
    expect((await measure('energy/sci', { ...training, hardware: [GPUS] }, { units: 1 }))['sci']).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('embodied'),
    });
  });
});

describe('of serving', () => {
  const subject = {
    task: 'regression',
    test: { table: memoryTable({ x: { numbers: [1, 2, 3, 4] } }) },
    model: {
      classes: [],
      predict: ({ rowCount }: { rowCount: number }) => ({ kind: 'numbers', values: new Float64Array(rowCount) }),
    },
  };
  type Params = Parameters<typeof sci.measure>[0]['params'];
  const parametersOf = (given: object): Params => {
    const { value, faults } = fillParameters(CATALOGUE['energy/sci']!, {
      of: 'inference',
      seconds: 0.5,
      batch: 4,
      ...given,
    });
    expect(faults).toEqual([]);
    return value as unknown as Params;
  };
  const server = { name: 'server', embodied: { value: 1000, unit: 'kgCO2e' }, count: 2, share: 0.5 };
  const measured = async (given: object) => {
    const result = await sci.measure(memoryContext(memorySubject(subject as never), parametersOf(given)));
    expect(validateResult(sci, result)).toEqual([]);
    return result.outputs as Record<string, Figure>;
  };

  test('energy of the meter where it serves, and the hardware for the time of a prediction', async () => {
    const found = await measured({ region: 'SWE', pue: 1.2, hardware: [server] });
    const [whole, operational, embodied] = [found['sci']!, found['operational']!, found['embodied']!];
    expect(whole.estimate).toBeCloseTo(operational.estimate + embodied.estimate, 12);
    expect([operational.basis, embodied.basis, whole.basis]).toEqual(['estimated', 'declared', 'declared']);
    expect(found['perRun']).toMatchObject({ unmeasured: 'unsupported' });
    // Another grid changes O alone, by its factor; the readings differ.
    const elsewhere = await measured({ region: 'ZAF', pue: 1.2, hardware: [server] });
    expect(elsewhere['operational']!.estimate / operational.estimate).toBeGreaterThan(5);
  });
  test('without a place no O, without hardware no M, and no score without either', async () => {
    expect(await measured({ hardware: [server] })).toMatchObject({
      sci: { unmeasured: 'missing-input' },
      operational: { unmeasured: 'missing-input' },
      embodied: { basis: 'declared' },
    });
    expect(await measured({ region: 'SWE' })).toMatchObject({
      sci: { unmeasured: 'missing-input' },
      operational: { basis: 'estimated' },
      embodied: { unmeasured: 'missing-input' },
    });
  });
  test('keeps the contract', async () => {
    expect(await checkPlugin(sci, parametersOf({ region: 'SWE', hardware: [server] }))).toEqual([]);
  });
});
