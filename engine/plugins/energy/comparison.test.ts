import { expect, test } from 'vitest';
import type { MeasureContext } from '../contract.js';
import type { EnergyMeter, EnergyReading } from '../energy-meter.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryModel } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { ModelFault } from '../../subject/view.js';
import { energyComparison } from './comparison.js';

const ROWS = 400;
const PARAMS = { metric: 'accuracy', margin: 0.05, confidence: 0.95, draws: 400, batch: 8, seconds: 0.4 };

/** Time that does not hang on this machine: each call takes so long. */
function clockwork(change: Partial<EnergyReading> = {}) {
  let now = 0;
  let noise = 0;
  const meter: EnergyMeter = {
    name: async () => 'test',
    idle: async () => ({ watts: [10, 10.1], seconds: 1 }),
    async measure(work) {
      const since = now;
      await work();
      const seconds = now - since;
      const joules = (30 + (noise++ % 3) / 10) * seconds;
      return {
        joules,
        idleJoules: 10 * seconds,
        seconds,
        basis: 'observed',
        meter: 'clockwork',
        meterSeconds: 0,
        ...change,
      };
    },
  };
  const model = (seconds: number, wrong: number): MemoryModel => ({
    classes: ['a', 'b'],
    predict: (table) => {
      if (table.rowCount < ROWS) now += seconds * (1 + (noise % 5) / 1000);
      return {
        kind: 'classes',
        labels: Int32Array.from({ length: table.rowCount }, (_, row) => (row < wrong ? 1 : 0)),
      };
    },
  });
  return { meter, instruments: { now: () => now, resident: () => ({ now: 1, most: 1 }) }, model };
}

async function measure(
  { meter, instruments, model }: ReturnType<typeof clockwork>,
  [wrong, wrongBefore]: readonly [number, number] = [20, 20],
  change: { readonly predecessor?: Partial<MemoryModel>; readonly meter?: EnergyMeter } = {},
) {
  const codes = new Int32Array(ROWS);
  const table = memoryTable({ x: { numbers: codes } });
  const subject = memorySubject({
    task: 'binary-classification',
    test: { table, target: { kind: 'classes', classes: ['a', 'b'], positive: 1, codes } },
    model: model(0.001, wrong),
    predecessor: { ...model(0.004, wrongBefore), ...change.predecessor },
  });
  const context: MeasureContext<typeof PARAMS> = {
    ...memoryContext(subject, PARAMS),
    instruments,
    meter: change.meter ?? meter,
  };
  const result = await energyComparison.measure(context);
  expect(validateResult(energyComparison, result)).toEqual([]);
  return result;
}

test('a quarter of the energy at no loss', async () => {
  const { outputs, meter } = await measure(clockwork());
  expect(meter).toBe('clockwork');
  expect(outputs).toMatchObject({
    energyRatio: { estimate: expect.closeTo(0.25, 2) as number, basis: 'observed', uncertainty: { transform: 'log' } },
    timeRatio: { estimate: expect.closeTo(0.25, 2) as number, basis: 'observed' },
    metricLoss: { estimate: 0 },
    nonInferior: { value: true },
  });
});

test('a worse model is cheaper, and inferior', async () => {
  expect((await measure(clockwork(), [60, 20])).outputs).toMatchObject({
    energyRatio: { estimate: expect.closeTo(0.25, 2) as number },
    metricLoss: { estimate: expect.closeTo(0.1, 9) as number },
    nonInferior: { value: false },
  });
});

test('by a model of power it is an estimate with its band', async () => {
  const { outputs } = await measure(clockwork({ basis: 'estimated', joules: 4, range: [2, 8] }));
  expect(outputs['energyRatio']).toMatchObject({ basis: 'estimated', uncertainty: { kind: 'range' } });
});

test('without a meter time and loss remain; of recorded predictions the loss', async () => {
  const meter: EnergyMeter = {
    name: async () => 'test',
    idle: async () => ({ watts: [], seconds: 0 }),
    measure: async () => Promise.reject(new ModelFault('unsupported', 'no meter')),
  };
  expect((await measure(clockwork(), [20, 20], { meter })).outputs).toMatchObject({
    energyRatio: { unmeasured: 'unsupported' },
    timeRatio: { estimate: expect.closeTo(0.25, 2) as number },
    nonInferior: { value: true },
  });
  expect((await measure(clockwork(), [20, 20], { predecessor: { answersNewRows: false } })).outputs).toMatchObject({
    energyRatio: { unmeasured: 'unsupported' },
    timeRatio: { unmeasured: 'unsupported' },
    nonInferior: { value: true },
  });
});
