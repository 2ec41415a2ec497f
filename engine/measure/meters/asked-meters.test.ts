/** Meters that are asked, by a program or an address, on recorded answers. */
import { describe, expect, test } from 'vitest';
import { fails, findings, kind, span } from '../../../tests/fixtures/metered.js';
import { recordedMachine, timestamp } from '../../../tests/fixtures/recorded-machine.js';
import type { Recording } from '../../../tests/fixtures/recorded-machine.js';

describe('nvidia-smi', () => {
  const QUERY = 'nvidia-smi --query-gpu=name,power.draw --format=csv,noheader';
  const COUNTED = 'nvidia-smi --query-gpu=name,total_energy_consumption,power.draw --format=csv,noheader';
  const HELP = 'nvidia-smi --help-query-gpu';
  const help = '"power.draw" or "power.draw.instant"\n"clocks.gr"\n';
  /** A line each 100 ms from a time on, until another. */
  const lines = (card: string, value: (seconds: number) => string, from = 0, until = 60): [number, string][] =>
    Array.from({ length: Math.round((until - from) * 10) }, (_, at): [number, string] => {
      const seconds = from + at / 10;
      return [seconds, `${timestamp(seconds)}, ${card}, ${value(seconds)}`];
    });
  const watts = (power: number) => (): string => `${power.toFixed(2)} W`;
  const machineOf = (...streams: readonly (readonly [number, string])[][]) =>
    recordedMachine({
      programs: { [HELP]: help, [QUERY]: 'NVIDIA A100-SXM4-80GB, 60.10 W\n' },
      streams: { 'nvidia-smi': streams.flat().sort(([a], [b]) => a - b) },
    });

  test('power, integrated: constant power is exact', async () => {
    const { joules, seconds, energy } = await span('nvidia-smi', machineOf(lines('GPU-a', watts(250))), 10);
    expect(joules / seconds).toBeCloseTo(250, 6);
    expect(energy.upper / energy.joules).toBeCloseTo(1.05, 6);
  });

  test('two cards, one of which appears half way: it counts from then on', async () => {
    const machine = machineOf(lines('GPU-a', watts(100)), lines('GPU-b', watts(300), 6));
    const meter = await (await kind('nvidia-smi')).open(machine, '');
    const before = await meter.read();
    await machine.wait(10 - before.at);
    const after = await meter.read();
    const expected = 100 * (after.at - before.at) + 300 * (after.at - 6);
    expect(after.energy.joules - before.energy.joules).toBeCloseTo(expected, 6);
  });

  test('a card that is gone is a fault', async () => {
    const machine = machineOf(lines('GPU-a', watts(100)), lines('GPU-b', watts(300), 0, 5));
    await expect(span('nvidia-smi', machine, 10)).rejects.toThrow(/GPU-b is gone/);
  });

  test('the energy counter, where the driver has one: exact whatever the power did between', async () => {
    const joulesAt = (seconds: number): number => 1e6 + 50 * seconds + (seconds >= 3.01 ? 123.456 : 0);
    const machine = recordedMachine({
      programs: {
        [HELP]: `${help}"total_energy_consumption"\nTotal energy since the driver was loaded\n`,
        [COUNTED]: 'NVIDIA H100 80GB HBM3, 1000000000 mJ, 70 W\n',
      },
      streams: { 'nvidia-smi': lines('GPU-a', (seconds) => `${Math.round(joulesAt(seconds) * 1000)} mJ`) },
    });
    expect((await (await kind('nvidia-smi')).find(machine, '')).detail).toBe('NVIDIA H100 80GB HBM3: energy');
    const { joules, seconds, energy } = await span('nvidia-smi', machine, 10);
    expect(joules).toBeCloseTo(50 * seconds + 123.456, 2);
    expect(energy.lower).toBe(energy.upper);
  });

  test('a counter that starts anew is a fault', async () => {
    const machine = recordedMachine({
      programs: { [HELP]: '"total_energy_consumption"', [COUNTED]: 'X, 5 mJ, 70 W\n' },
      streams: { 'nvidia-smi': lines('GPU-a', (seconds) => `${seconds < 5 ? 90_000 + seconds : 12} mJ`) },
    });
    await expect(span('nvidia-smi', machine, 10)).rejects.toThrow(/started anew/);
  });

  test.each<[string, Recording, RegExp]>([
    ['no driver', {}, /not installed/],
    ['no GPU', { programs: { [HELP]: help, [QUERY]: '\n' } }, /lists no GPU/],
    ['no sensor', { programs: { [HELP]: help, [QUERY]: 'NVIDIA A16-4Q, [N/A]\n' } }, /neither its energy nor/],
    ['a driver that fails', { programs: { [QUERY]: { reason: 'ended with status 9' } } }, /status 9/],
  ])('is not found: %s', async (_, recording, why) => {
    expect((await findings('nvidia-smi', recording)).detail).toMatch(why);
    expect(await fails('nvidia-smi', recording)).toMatch(why);
  });

  test('no sample at all is a fault, not 0 J', async () => {
    const recording = { programs: { [HELP]: help, [QUERY]: 'NVIDIA T4, 30 W\n' }, streams: {} };
    expect(await fails('nvidia-smi', recording)).toMatch(/gives no sample/);
  });
});

describe('Prometheus', () => {
  const EXPORTER = 'http://host:28282/metrics';
  const page = (seconds: number): string =>
    [
      '# HELP kepler_node_cpu_joules_total Energy of CPU',
      '# TYPE kepler_node_cpu_joules_total counter',
      `kepler_node_cpu_joules_total{zone="package",path="/a b{c}"} ${1000 + 40 * seconds}`,
      `kepler_node_cpu_joules_total{zone="dram"} ${10 + 2 * seconds} 1700000000000`,
      `kepler_node_cpu_watts{zone="package"} 40`,
      `scaph_host_energy_microjoules ${5e6 + 7e6 * seconds}`,
      `plug_power_watts 60`,
    ].join('\n');
  const served = { pages: { [EXPORTER]: page } };

  test.each<[string, number]>([
    ['kepler_node_cpu_joules_total', 420],
    ['kepler_node_cpu_joules_total{zone="dram"}', 20],
    ['scaph_host_energy_microjoules', 70],
    ['plug_power_watts', 600],
  ])('an exporter’s page: %s', async (metric, expected) => {
    const { joules } = await span('prometheus', recordedMachine(served), 10, `${EXPORTER}#${metric}`);
    expect(joules).toBeCloseTo(expected, 6);
  });

  test('a server’s answer to a query', async () => {
    const url = 'https://server/api/v1/query?query=sum%28kepler_node_cpu_joules_total%29';
    const pages = {
      [url]: (seconds: number) =>
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: {}, value: [0, String(3 * seconds)] }] },
        }),
    };
    expect((await span('prometheus', recordedMachine({ pages }), 10, url)).joules).toBeCloseTo(30, 6);
  });

  test.each<[string, string, RegExp]>([
    ['nothing named', '', /--meter prometheus/],
    ['no address', 'host/metrics', /named by its address/],
    ['a file', 'file:///etc/passwd#x_watts', /http or https/],
    ['a secret', 'http://a:b@host/metrics#x_watts', /holds no secret/],
    ['no metric', EXPORTER, /names a metric/],
    ['no unit', `${EXPORTER}#node_load1`, /joules or watts/],
    ['no such series', `${EXPORTER}#other_watts`, /no such series/],
    ['no such page', 'http://host/none#x_watts', /answers 404/],
  ])('is not found: %s', async (_, target, why) => {
    const found = await findings('prometheus', served, target);
    expect(found.present).toBe(false);
    expect(found.detail).toMatch(why);
  });

  test.each<[string, (seconds: number) => string | { reason: string }, RegExp]>([
    ['does not answer', (s) => (s < 5 ? page(s) : { reason: 'fetch failed: connect ECONNREFUSED' }), /ECONNREFUSED/],
    ['was started again', (s) => page(s < 5 ? s + 100 : s - 5), /started anew/],
    ['lost a series', (s) => (s < 5 ? page(s) : page(s).replace(/.*dram.*/, '')), /is gone/],
    ['gives NaN', (s) => (s < 5 ? page(s) : page(s).replaceAll(/(joules_total\{.*\}) \d+/g, '$1 NaN')), /no number/],
  ])('an endpoint that %s under way is a fault', async (_, pageAt, why) => {
    expect(
      await fails('prometheus', { pages: { [EXPORTER]: pageAt } }, `${EXPORTER}#kepler_node_cpu_joules_total`),
    ).toMatch(why);
  });
});

describe('a command', () => {
  test.each(['./meter --total', '["./meter", "--total"]'])('that prints joules so far: %s', async (target) => {
    const machine = recordedMachine({
      programs: { './meter --total': (seconds) => `${(2.5 * seconds).toFixed(3)}\n` },
    });
    expect((await span('command', machine, 10, target)).joules).toBeCloseTo(25, 6);
  });

  test.each<[string, Recording, string, RegExp]>([
    ['nothing named', {}, '', /prints joules so far/],
    ['no program', {}, './none', /not installed/],
    ['text', { programs: { './meter': 'about 5 J' } }, './meter', /prints no number/],
    ['no list', {}, '[1]', /prints joules so far/],
  ])('is not found: %s', async (_, recording, target, why) => {
    expect((await findings('command', recording, target)).detail).toMatch(why);
    expect(await fails('command', recording, target)).toMatch(why);
  });
});
