import { describe, expect, test } from 'vitest';
import { checkPlugin } from '../check-plugin.js';
import type { MeasureContext } from '../contract.js';
import type { EnergyMeter, EnergyReading } from '../energy-meter.js';
import { isFigure, isList, type Figure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { ModelFault } from '../../subject/view.js';
import { inference } from './inference.js';
import { overhead } from './overhead.js';
import { proportionality } from './proportionality.js';

const PARAMS = { batches: [1, 4, 64], seconds: 0.5, precision: 0.05 };
const rows = Array.from({ length: 10 }, (_, row) => row);
const sizes: number[] = [];
const subject = (format = 'in-memory', answersNewRows = true) =>
  memorySubject({
    task: 'regression',
    test: { table: memoryTable({ x: { numbers: rows } }) },
    model: {
      classes: [],
      format,
      answersNewRows,
      predict: (table) => {
        sizes.push(table.rowCount);
        return { kind: 'numbers', values: new Float64Array(table.rowCount) };
      },
    },
  });

/** A meter that counts: 10 W at rest, 30 W at work with some noise. */
function counting({ now }: MeasureContext<unknown>['instruments'], change: Partial<EnergyReading> = {}): EnergyMeter {
  let times = 0;
  return {
    name: async () => 'test',
    idle: async () => ({ watts: [10, 10.1, 9.9, 10], seconds: 0.5 }),
    async measure(work) {
      const since = now();
      await work();
      const seconds = now() - since;
      const joules = (30 + (times++ % 3) / 10) * seconds;
      return {
        joules,
        idleJoules: 10 * seconds,
        seconds,
        basis: 'observed',
        meter: 'counting',
        meterSeconds: seconds / 500,
        ...change,
      };
    },
  };
}

const contextOf = <Params>(params: Params, view = subject()): MeasureContext<Params> => {
  const context = memoryContext(view, params);
  return { ...context, meter: counting(context.instruments) };
};
const figure = (output: unknown): Figure => {
  if (!isFigure(output as Figure)) throw new Error(JSON.stringify(output));
  return output as Figure;
};

describe('energy/inference', () => {
  test('keeps the contract', async () => {
    expect(await checkPlugin(inference, { ...PARAMS, batches: [1, 4] })).toEqual([]);
  });

  test('of a meter: observed, with the noise of repeats; gross and net; the first batch outside, all in the list', async () => {
    sizes.length = 0;
    const result = await inference.measure(contextOf(PARAMS));
    expect(validateResult(inference, result)).toEqual([]);
    expect(new Set(sizes)).toEqual(new Set([1, 4, 64]));
    const { energy, energyNet, energyPerThousand, throughput, batches } = result.outputs;
    expect(figure(energy).basis).toBe('observed');
    expect(figure(energy).uncertainty.kind).toBe('student-t');
    expect(figure(energyPerThousand).estimate).toBeCloseTo(1000 * figure(energy).estimate, 9);
    // Of 30.1 W at work, 10 W are rest.
    expect(figure(energyNet).estimate / figure(energy).estimate).toBeCloseTo(20.1 / 30.1, 2);
    if (!isList(batches!)) throw new Error();
    expect(batches.items.map(({ batch }) => figure(batch).estimate)).toEqual([1, 4, 64]);
    expect(batches.items[0]!['energy']).toEqual(energy);
    const perPrediction = batches.items.map((item) => figure(item['energy']).estimate);
    expect(perPrediction[2]!).toBeCloseTo(perPrediction[0]! / 64, 5);
    expect(figure(throughput).basis).toBe('observed');
    expect(result.meter).toBe('counting');
    expect(result.details?.map(({ id }) => id)).toEqual(['batches', 'energy-by-batch']);
  });

  test('of a model: estimated, with its band', async () => {
    const { outputs } = await inference.measure(memoryContext(subject(), PARAMS));
    for (const name of ['energy', 'energyNet', 'energyPerThousand']) {
      expect(figure(outputs[name]).basis, name).toBe('estimated');
      expect(figure(outputs[name]).uncertainty.kind, name).toBe('range');
    }
    const { estimate, uncertainty } = figure(outputs['energy']);
    if (uncertainty.kind !== 'range') throw new Error();
    expect(uncertainty.lower).toBeLessThanOrEqual(estimate / 2);
    expect(uncertainty.upper).toBeGreaterThanOrEqual(2 * estimate);
    expect(figure(outputs['latencyP50']).basis).toBe('observed');
  });

  test('too few calls bound no far percentile', async () => {
    let looks = 0;
    const instruments = { now: () => looks++ / 100, resident: () => ({ now: 1, most: 2 }) };
    const context = { ...contextOf({ ...PARAMS, seconds: 0.1 }), instruments, meter: counting(instruments) };
    const { outputs } = await inference.measure(context);
    expect(outputs['latencyP99']).toMatchObject({ unmeasured: 'out-of-domain' });
    expect(isFigure(outputs['latencyP50']!)).toBe(true);
  });

  test('a meter that cannot be read costs the energy alone', async () => {
    const context = contextOf(PARAMS);
    const broken: EnergyMeter = {
      name: async () => 'test',
      idle: () => Promise.reject(new ModelFault('failed', 'it is gone')),
      measure: () => Promise.reject(new ModelFault('failed', 'it is gone')),
    };
    const { outputs, meter } = await inference.measure({ ...context, meter: broken });
    expect(outputs['energy']).toEqual({ unmeasured: 'failed', detail: 'it is gone' });
    expect(isFigure(outputs['latencyP50']!)).toBe(true);
    expect(isFigure(outputs['throughput']!)).toBe(true);
    expect(meter).toBeUndefined();
  });

  test('a file of predictions runs nothing', async () => {
    const { outputs } = await inference.measure(contextOf(PARAMS, subject('predictions', false)));
    expect(outputs['energy']).toMatchObject({ unmeasured: 'unsupported' });
    expect(outputs['batches']).toMatchObject({ unmeasured: 'unsupported' });
  });
});

describe('energy/proportionality', () => {
  const params = { batch: 4, seconds: 0.5, precision: 0.05 };
  test('keeps the contract', async () => {
    expect(await checkPlugin(proportionality, params)).toEqual([]);
  });

  test('a third', async () => {
    const result = await proportionality.measure(contextOf(params));
    expect(validateResult(proportionality, result)).toEqual([]);
    expect(figure(result.outputs['idlePower']).estimate).toBeCloseTo(10, 6);
    expect(figure(result.outputs['loadPower']).estimate).toBeCloseTo(30.1, 1);
    const { estimate, uncertainty } = figure(result.outputs['idleShare']);
    expect(estimate).toBeCloseTo(1 / 3, 2);
    expect(uncertainty).toMatchObject({ kind: 'student-t', transform: 'log' });
  });

  test('of a model: the band of both ends', async () => {
    const { outputs } = await proportionality.measure(memoryContext(subject(), params));
    const { estimate, uncertainty, basis } = figure(outputs['idleShare']);
    expect([basis, estimate]).toEqual(['estimated', expect.closeTo(0.25, 6)]);
    if (uncertainty.kind !== 'range') throw new Error();
    expect(uncertainty.lower).toBeLessThanOrEqual(2.5 / 40);
    expect(uncertainty.upper).toBeGreaterThanOrEqual(1);
  });
});

describe('energy/overhead', () => {
  const params = { batch: 4, seconds: 0.5 };
  test('keeps the contract', async () => {
    expect(await checkPlugin(overhead, params)).toEqual([]);
  });

  test('the time of reading, as a share of the work', async () => {
    let times = 0;
    const context = contextOf(params);
    const meter: EnergyMeter = {
      ...context.meter,
      async measure(work) {
        return { ...(await context.meter.measure(work)), meterSeconds: 0.001 * (1 + (times++ % 2) / 10) };
      },
    };
    const result = await overhead.measure({ ...context, meter });
    expect(validateResult(overhead, result)).toEqual([]);
    const share = figure(result.outputs['meteringShare']);
    expect(share.uncertainty.kind).toBe('student-t');
    // Every look at the clock takes a millisecond: the work one, reading 1 and 1.1 in turn.
    expect(share.estimate).toBeCloseTo(1.05, 6);
  });
});
