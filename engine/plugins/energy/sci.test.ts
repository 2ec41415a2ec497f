import { describe, expect, test } from 'vitest';
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
