/** Meters of this machine on recorded trees, with what goes wrong on real ones. */
import { describe, expect, test } from 'vitest';
import { fails, findings, kind, span } from '../../../tests/fixtures/metered.js';
import { DENIED, recordedMachine } from '../../../tests/fixtures/recorded-machine.js';
import type { Recording } from '../../../tests/fixtures/recorded-machine.js';

const RAPL = '/sys/class/powercap';
const HWMON = '/sys/class/hwmon';
const DRM = '/sys/class/drm';

/** Microjoules of constant power, from a value on, wrapping. */
const counter =
  (watts: number, { from = 0, range = Infinity }: { from?: number; range?: number } = {}) =>
  (seconds: number): string =>
    String(Math.round((from + watts * 1e6 * seconds) % range));

const zone = (
  folder: string,
  name: string,
  energy: string | ((seconds: number) => string | undefined),
  range = 262143328850,
) => ({
  [`${RAPL}/${folder}/name`]: name,
  [`${RAPL}/${folder}/energy_uj`]: energy,
  [`${RAPL}/${folder}/max_energy_range_uj`]: String(range),
});

describe('RAPL', () => {
  const twoSockets = {
    ...zone('intel-rapl:0', 'package-0', counter(50)),
    ...zone('intel-rapl:0:0', 'core', counter(40)),
    ...zone('intel-rapl:0:1', 'dram', counter(5)),
    ...zone('intel-rapl:1', 'package-1', counter(30)),
    ...zone('intel-rapl:1:0', 'dram', counter(3)),
    ...zone('intel-rapl:2', 'psys', counter(200)),
    ...zone('intel-rapl-mmio:0', 'package-0', counter(50)),
    [`${RAPL}/intel-rapl/enabled`]: '1',
  };

  test('packages and their memory once: not the parts inside, the platform around, or the same package again', async () => {
    expect(await findings('rapl', { files: twoSockets })).toEqual({
      present: true,
      detail: 'package-0, package-1, dram of package-0, dram of package-1',
    });
    const { joules } = await span('rapl', recordedMachine({ files: twoSockets }), 10);
    expect(joules).toBeCloseTo((50 + 30 + 5 + 3) * 10, 6);
  });

  test('the platform, where it is all that there is', async () => {
    const { joules } = await span('rapl', recordedMachine({ files: zone('intel-rapl:0', 'psys', counter(20)) }), 3);
    expect(joules).toBeCloseTo(60, 6);
  });

  test('a counter that wraps, once between readings and many times in a long span', async () => {
    const range = 262_143_328_850;
    const wrapping = zone('intel-rapl:0', 'package-0', counter(100, { from: range - 1e6, range }), range);
    const once = await span('rapl', recordedMachine({ files: wrapping }), 10);
    expect(Math.abs(once.joules - 1000)).toBeLessThan(2e-6);
    const long = await span('rapl', recordedMachine({ files: wrapping }), 36_000);
    expect(Math.abs(long.joules - 3_600_000)).toBeLessThan(1e-3);
  });

  test('every microjoule', async () => {
    const files = zone('intel-rapl:0', 'package-0', (seconds: number) => (seconds < 1 ? '1000000' : '1000001'));
    const { joules } = await span('rapl', recordedMachine({ files }), 2);
    expect(joules).toBeCloseTo(1e-6, 12);
  });

  test.each<[string, Recording, RegExp]>([
    ['no powercap', {}, /is not there/],
    ['no package', { files: { [`${RAPL}/dtpm/enabled`]: '1' } }, /has no package/],
    ['permission', { files: zone('intel-rapl:0', 'package-0', DENIED) }, /may be read by root only/],
    ['another system', { platform: 'darwin' }, /Linux/],
  ])('is not found: %s', async (_, recording, why) => {
    const found = await findings('rapl', recording);
    expect(found.present).toBe(false);
    expect(found.detail).toMatch(why);
    expect(await fails('rapl', recording)).toMatch(why);
  });

  test.each<[string, (seconds: number) => string | undefined, RegExp]>([
    ['vanishes', (seconds) => (seconds < 5 ? '1' : undefined), /is gone/],
    ['is closed', (seconds) => (seconds < 5 ? '1' : DENIED), /may not be read/],
    ['holds nonsense', (seconds) => (seconds < 5 ? '1' : ''), /holds no number/],
  ])('a package that %s under way is a fault, not 0 J', async (_, energy, why) => {
    expect(await fails('rapl', { files: zone('intel-rapl:0', 'package-0', energy) })).toMatch(why);
  });

  test('once broken it stays so: what was used meanwhile is not known', async () => {
    const energy = (seconds: number): string | undefined => (seconds > 4 && seconds < 6 ? undefined : '1');
    const machine = recordedMachine({ files: zone('intel-rapl:0', 'package-0', energy) });
    const meter = await (await kind('rapl')).open(machine, '');
    await machine.wait(5);
    await expect(meter.read()).rejects.toThrow(/gone/);
    await machine.wait(5);
    await expect(meter.read()).rejects.toThrow(/gone/);
  });
});

describe('hwmon', () => {
  const chip = (folder: string, name: string, inputs: Recording['files']) => ({
    [`${HWMON}/${folder}/name`]: name,
    ...Object.fromEntries(Object.entries(inputs!).map(([file, value]) => [`${HWMON}/${folder}/${file}`, value])),
  });

  test('counters of sockets, without the cores inside them, before powers', async () => {
    const files = {
      ...chip('hwmon0', 'amd_energy', {
        energy1_input: counter(7),
        energy1_label: 'Ecore000',
        energy2_input: counter(60),
        energy2_label: 'Esocket0',
      }),
      ...chip('hwmon1', 'amdgpu', { power1_average: '90000000' }),
      ...chip('hwmon2', 'ina3221', { power1_input: '5000000' }),
      ...chip('hwmon3', 'coretemp', { temp1_input: '40000' }),
    };
    expect(await findings('hwmon', { files })).toEqual({ present: true, detail: 'amd_energy Esocket0' });
    const { joules, energy } = await span('hwmon', recordedMachine({ files }), 10);
    expect(joules).toBeCloseTo(600, 6);
    expect(energy.lower).toBe(energy.upper);
  });

  test('the whole machine’s power alone, where there is one; as an average where both are given', async () => {
    const files = {
      ...chip('hwmon0', 'power_meter', { power1_average: '100000000', power1_input: '1' }),
      ...chip('hwmon1', 'ina3221', { power1_input: '5000000' }),
    };
    const { joules, energy } = await span('hwmon', recordedMachine({ files }), 10);
    expect(joules).toBeCloseTo(1000, 6);
    expect([energy.lower, energy.upper]).toEqual([expect.closeTo(950, 6), expect.closeTo(1050, 6)]);
  });

  test('power that changes: the integral, with the sampling’s error in its bounds', async () => {
    const ramp = (seconds: number): string => String(Math.round(10e6 + 1e6 * seconds));
    const ramped = await span('hwmon', recordedMachine({ files: chip('hwmon0', 'x', { power1_input: ramp }) }), 10);
    expect(ramped.joules).toBeCloseTo(150, 4);
    const jump = (seconds: number): string => (seconds < 5.03 ? '10000000' : '110000000');
    const { joules, energy } = await span(
      'hwmon',
      recordedMachine({ files: chip('hwmon0', 'x', { power1_input: jump }) }),
      10,
    );
    const truth = 50.3 + 110 * 4.97;
    expect(Math.abs(joules - truth)).toBeLessThan(10);
    expect(energy.lower).toBeLessThan(truth);
    expect(energy.upper).toBeGreaterThan(truth);
  });

  test.each<[string, Recording, RegExp]>([
    ['no sensors', {}, /is not there/],
    ['temperatures only', { files: chip('hwmon0', 'coretemp', { temp1_input: '1' }) }, /none of 1 sensors/],
    ['permission', { files: chip('hwmon0', 'x', { power1_input: DENIED }) }, /may be read/],
    ['a battery', { files: chip('hwmon0', 'BAT0', { power1_input: '1' }) }, /none of 1/],
  ])('is not found: %s', async (_, recording, why) => {
    expect((await findings('hwmon', recording)).detail).toMatch(why);
    expect(await fails('hwmon', recording)).toMatch(why);
  });
});

describe('amdgpu', () => {
  const table = (format: number, content: number, units: bigint): Buffer => {
    const bytes = Buffer.alloc(96);
    bytes.writeUInt16LE(96, 0);
    bytes[2] = format;
    bytes[3] = content;
    bytes.writeBigUInt64LE(units, 24);
    return bytes;
  };
  const card = (name: string, metrics: (seconds: number) => Buffer | undefined, vendor = '0x1002') => ({
    [`${DRM}/${name}/device/vendor`]: `${vendor}\n`,
    [`${DRM}/${name}/device/gpu_metrics`]: metrics,
  });
  const counts = (content: number) => (seconds: number) =>
    table(1, content, BigInt(Math.round((1 + 80 * seconds) * 65_536)));

  test.each([1, 2, 3, 4])('the energy counter of table format 1.%d', async (content) => {
    const files = { ...card('card0', counts(content)), ...card('card1', counts(content), '0x10de') };
    expect(await findings('amdgpu', { files })).toEqual({ present: true, detail: 'card0 energy' });
    const { joules } = await span('amdgpu', recordedMachine({ files }), 10);
    expect(joules).toBeCloseTo(800, 4);
  });

  test.each<[string, Buffer]>([
    ['an unknown format', table(2, 1, 5n)],
    ['a counter that does not count', table(1, 3, 0xffff_ffff_ffff_ffffn)],
    ['a short table', Buffer.alloc(8)],
  ])('power, for %s', async (_, metrics) => {
    const files = {
      ...card('card0', () => metrics),
      [`${DRM}/card0/device/hwmon/hwmon4/power1_average`]: '33000000',
    };
    expect((await findings('amdgpu', { files })).detail).toBe('card0 power');
    expect((await span('amdgpu', recordedMachine({ files }), 10)).joules).toBeCloseTo(330, 6);
  });

  test('a card that is gone', async () => {
    const files = card('card0', (seconds) => (seconds < 5 ? counts(3)(seconds) : undefined));
    expect(await fails('amdgpu', { files })).toMatch(/card0 is gone/);
  });

  test('no card', async () => {
    expect((await findings('amdgpu', {})).detail).toMatch(/no AMD card/);
  });
});

describe('models', () => {
  const xeon = { processor: 'Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz', memory: 64 * 2 ** 30, threads: 40 };
  const info = (flags: string, sockets: number): NonNullable<Recording['files']> => ({
    '/proc/cpuinfo': Array.from({ length: sockets }, (_, id) => `physical id\t: ${id}\nflags\t\t: fpu ${flags}\n`).join(
      '\n',
    ),
  });

  test('processors of known design power: at full load that power, and memory by its modules', async () => {
    const machine = recordedMachine({ ...xeon, files: info('sse', 2), load: 1 });
    const { energy, joules, active } = await span('processor', machine, 10);
    expect(joules).toBeCloseTo((2 * 150 + 20) * 10, 6);
    expect([energy.lower, energy.upper]).toEqual([
      expect.closeTo((150 + 10) * 10, 6),
      expect.closeTo((375 + 40) * 10, 6),
    ]);
    expect(active!.joules).toBeCloseTo(0.8 * 300 * 10, 6);
  });

  test('at rest a fifth of it', async () => {
    const { joules, active } = await span(
      'processor',
      recordedMachine({ ...xeon, files: info('sse', 1), load: 0 }),
      10,
    );
    expect(joules).toBeCloseTo((30 + 20) * 10, 6);
    expect(active!.joules).toBe(0);
  });

  test('a guest has threads, not a processor', async () => {
    const machine = recordedMachine({ ...xeon, threads: 2, files: info('hypervisor', 1), load: 1 });
    const meter = await (await kind('processor')).open(machine, '');
    expect(meter.basis).toBe('estimated');
    expect(meter.name).toContain('2 virtual threads');
    expect((await span('processor', machine, 10)).joules).toBeCloseTo((2 * 3.5 + 20) * 10, 6);
  });

  test('cards whose power the driver does not tell, by their data sheets', async () => {
    const programs = { 'nvidia-smi --query-gpu=name --format=csv,noheader': 'NVIDIA A100-SXM4-80GB\nTesla T4\n' };
    const { energy, joules } = await span('accelerator', recordedMachine({ programs }), 10);
    expect([energy.lower, joules, energy.upper]).toEqual([470, 2350, 4700].map((value) => expect.closeTo(value, 6)));
  });
});
