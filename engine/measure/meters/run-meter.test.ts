import { describe, expect, test } from 'vitest';
import { recordedMachine } from '../../../tests/fixtures/recorded-machine.js';
import { rapl } from './rapl.js';
import { runMeter } from './run-meter.js';
import { processor } from './processor.js';

const signal = new AbortController().signal;
/** 10 W, and 30 W from 10 s on. */
const microjoules = (seconds: number): string => String(Math.round(10e6 * seconds + 20e6 * Math.max(0, seconds - 10)));
const FILES = {
  '/sys/class/powercap/intel-rapl:0/name': 'package-0',
  '/sys/class/powercap/intel-rapl:0/energy_uj': microjoules,
  '/sys/class/powercap/intel-rapl:0/max_energy_range_uj': '262143328850',
};

describe('a meter of a run', () => {
  test('work less rest', async () => {
    const machine = recordedMachine({ files: FILES });
    const meter = runMeter(() => rapl.open(machine, ''), machine, signal);
    const idle = await meter.idle();
    expect(idle.watts).toEqual([10, 10, 10, 10].map((watts) => expect.closeTo(watts, 6)));
    expect(idle.range).toBeUndefined();
    await machine.wait(10 - machine.now());
    const reading = await meter.measure(() => machine.wait(5));
    expect(reading).toEqual({
      joules: expect.closeTo(150, 6),
      idleJoules: expect.closeTo(50, 6),
      seconds: expect.closeTo(5, 9),
      basis: 'observed',
      meter: 'rapl (package-0)',
      meterSeconds: 0,
    });
  });

  test('rest is measured once; nothing is opened before it is asked for', async () => {
    const machine = recordedMachine({ files: FILES });
    let opened = 0;
    const meter = runMeter(() => (opened++, rapl.open(machine, '')), machine, signal);
    expect(opened).toBe(0);
    await meter.idle();
    const rested = machine.now();
    await Promise.all([meter.measure(async () => {}), meter.idle()]);
    expect([opened, machine.now()]).toEqual([1, rested]);
  });

  test('a model’s net has its own, narrower band', async () => {
    const machine = recordedMachine({ load: 0.5, threads: 2 });
    const meter = runMeter(() => processor.open(machine, ''), machine, signal);
    const { joules, idleJoules, range, netRange, basis } = await meter.measure(() => machine.wait(10));
    expect(basis).toBe('estimated');
    expect(range![0]).toBeLessThan(joules);
    expect(range![1]).toBeGreaterThan(joules);
    // What load adds to two threads, half busy: 1.22 to 6.41 W each, 2.76 at a guess. Rest is known, not waited for.
    expect(joules - idleJoules).toBeCloseTo(2.76 * 10, 6);
    expect(netRange).toEqual([expect.closeTo(1.22 * 10, 6), expect.closeTo(6.41 * 10, 6)]);
    expect(machine.now()).toBe(10);
  });

  test('a fault of the meter, and of the work, reaches the caller', async () => {
    const machine = recordedMachine({});
    await expect(runMeter(() => rapl.open(machine, ''), machine, signal).idle()).rejects.toMatchObject({
      unmeasured: 'failed',
    });
    const counting = recordedMachine({ files: FILES });
    const meter = runMeter(() => rapl.open(counting, ''), counting, signal);
    await expect(meter.measure(() => Promise.reject(new Error('the work')))).rejects.toThrow('the work');
  });
});
