/** Logs of other programs: what they say, and everything that can be wrong with them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Unmeasured } from '../figure.js';
import { codecarbonLog } from './codecarbon-log.js';
import type { LoggedEnergy } from './logged-energy.js';
import { nvidiaSmiLog } from './nvidia-smi-log.js';
import { zeusLog } from './zeus-log.js';

const fixture = readFileSync(new URL('../../../tests/fixtures/data/codecarbon-emissions.csv', import.meta.url));
const bytes = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\n'));
const known = (log: LoggedEnergy | Unmeasured): LoggedEnergy => {
  if ('unmeasured' in log) throw new Error(log.detail);
  return log;
};
const total = (log: LoggedEnergy | Unmeasured): number =>
  known(log).parts.reduce((sum, { kWh }) => sum + kWh.estimate, 0);

const CC = 'run_id,duration,energy_consumed,cpu_energy,gpu_energy,ram_energy,country_iso_code,pue';
const ZEUS = 'start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy';
const SMI = 'timestamp, index, power.draw [W]';
const at = (second: number, index = 0, power = '300.00 W'): string =>
  `2026/01/31 12:00:${String(second).padStart(2, '0')}.000, ${index}, ${power}`;

describe('CodeCarbon', () => {
  test('its own log', () => {
    expect(codecarbonLog(fixture)).toEqual({
      parts: [
        {
          name: '0a578547-1d6b-4e2f-be0c-7ad10f2f7c97',
          kWh: { estimate: 0.00057442898176, lower: 0.00057442898176, upper: 0.00057442898176 },
          pue: 1,
          country: 'MAR',
        },
      ],
      seconds: 161.20380687713623,
      scope: 'machine',
      notes: [],
    });
  });
  test('runs are added, earlier totals of a run are not', () => {
    const log = bytes(CC, 'a,10,1,1,0,0,DEU,1', 'a,20,2,1.5,0,0.5,DEU,1', 'b,5,0.5,0.5,0,0,SWE,1', '');
    expect(total(codecarbonLog(log))).toBe(2.5);
    expect(known(codecarbonLog(log))).toMatchObject({ seconds: 25, notes: [expect.stringContaining('1 rows')] });
  });
  test('a PUE that the energy holds is told; an older log without parts is read', () => {
    expect(known(codecarbonLog(bytes(CC, 'a,10,1.2,1.2,0,0,DEU,1.2'))).parts[0]?.pue).toBe(1.2);
    expect(total(codecarbonLog(bytes('run_id,energy_consumed', 'a,3')))).toBe(3);
  });
  test('a byte order mark and quotes do not matter', () => {
    expect(total(codecarbonLog(bytes('\uFEFFrun_id,energy_consumed', '"a","3"')))).toBe(3);
  });
});

describe('Zeus', () => {
  test('windows one after another are added', () => {
    const log = zeusLog(bytes(ZEUS, '100,epoch,50,1800000,1800000', '150.0001,epoch,50,3600000,0'), undefined);
    expect(total(log)).toBe(2);
    expect(known(log)).toMatchObject({ scope: 'accelerators', seconds: 100 });
  });
  test('windows inside others are counted only by their name', () => {
    const nested = bytes(ZEUS, '100,step,10,1,0', '110,step,10,1,0', '100,training,60,3600000,0');
    expect(zeusLog(nested, undefined)).toMatchObject({ unmeasured: 'unsupported' });
    expect(total(zeusLog(nested, 'training'))).toBe(1);
    expect(zeusLog(nested, 'epoch')).toMatchObject({ unmeasured: 'missing-input' });
  });
});

describe('nvidia-smi', () => {
  test('two GPUs at a constant power, one from half way on', () => {
    const rows = Array.from({ length: 60 }, (_, second) => [
      at(second),
      ...(second < 30 ? [] : [at(second, 1, '100 W')]),
    ]);
    const log = known(nvidiaSmiLog(bytes(SMI, ...rows.flat())));
    expect(log.parts.map(({ kWh }) => kWh.estimate * 3.6e6)).toEqual([
      expect.closeTo(300 * 59, 6),
      expect.closeTo(100 * 29, 6),
    ]);
    expect(log.parts[0]!.kWh.lower * 3.6e6).toBeCloseTo(295 * 59, 6);
    expect(log.parts[0]!.kWh.upper * 3.6e6).toBeCloseTo(305 * 59, 6);
    expect(log.seconds).toBe(59);
  });
  test('without units, and one GPU without an index', () => {
    const rows = ['timestamp,power.draw', '2026/01/31 12:00:00,100', '2026/01/31 12:00:36,100'];
    expect(total(nvidiaSmiLog(bytes(...rows)))).toBeCloseTo(0.001, 12);
  });
  test('readings that are not available make a gap, which is said', () => {
    const seconds = Array.from({ length: 60 }, (_, second) => second);
    const log = known(
      nvidiaSmiLog(
        bytes(SMI, ...seconds.map((second) => at(second, 0, second > 9 && second < 40 ? '[N/A]' : '300 W'))),
      ),
    );
    expect(log.notes).toEqual([expect.stringContaining('30 readings'), expect.stringContaining('1 gaps of 31 s')]);
    expect(log.parts[0]!.kWh.lower * 3.6e6).toBeCloseTo(295 * 28, 6);
    expect(log.parts[0]!.kWh.estimate * 3.6e6).toBeCloseTo(300 * 59, 6);
  });
});

type Bad = readonly [what: string, log: LoggedEnergy | Unmeasured, cause: string, detail: RegExp];
const bad: readonly Bad[] = [
  ['an empty file', codecarbonLog(bytes()), 'out-of-domain', /empty/],
  ['a header alone', codecarbonLog(bytes(CC)), 'out-of-domain', /no rows/],
  ['another program’s columns', codecarbonLog(bytes('epoch,loss', '1,2')), 'unsupported', /run_id, energy_consumed/],
  ['energy below 0', codecarbonLog(bytes(CC, 'a,1,-1,0,0,0,DEU,1')), 'out-of-domain', /line 2.*below 0/],
  ['energy that is no number', codecarbonLog(bytes(CC, 'a,1,nan,0,0,0,DEU,1')), 'out-of-domain', /"nan"/],
  ['energy that is absent', codecarbonLog(bytes(CC, 'a,1,,0,0,0,DEU,1')), 'out-of-domain', /""/],
  ['endless energy', codecarbonLog(bytes(CC, 'a,1,1e999,0,0,0,DEU,1')), 'out-of-domain', /1e999/],
  ['a total that falls', codecarbonLog(bytes(CC, 'a,1,2,2,0,0,DEU,1', 'a,2,1,1,0,0,DEU,1')), 'out-of-domain', /falls/],
  ['parts that are more than their sum', codecarbonLog(bytes(CC, 'a,1,1,5,0,0,DEU,1')), 'out-of-domain', /come to 5/],
  ['a ragged row', codecarbonLog(bytes(CC, 'a,1,1')), 'out-of-domain', /line 2.*3 fields/],
  ['an open quote', codecarbonLog(bytes(CC, '"a,1,1')), 'out-of-domain', /unclosed-quote/],
  ['bytes of no text', codecarbonLog(Buffer.from([0, 255, 1, 2, 10, 3])), 'unsupported', /run_id/],
  [
    'Zeus without GPUs',
    zeusLog(bytes('start_time,window_name,elapsed_time', '1,a,2'), undefined),
    'unsupported',
    /gpu0/,
  ],
  ['Zeus with energy below 0', zeusLog(bytes(ZEUS, '1,a,2,-3,0'), undefined), 'out-of-domain', /gpu0_energy/],
  ['one reading', nvidiaSmiLog(bytes(SMI, at(0))), 'out-of-domain', /fewer than two/],
  ['readings of nothing', nvidiaSmiLog(bytes(SMI, at(0, 0, '[N/A]'), at(1, 0, '[N/A]'))), 'out-of-domain', /fewer/],
  ['a clock set back', nvidiaSmiLog(bytes(SMI, at(5), at(4))), 'out-of-domain', /line 3.*before/],
  [
    'GPUs that cannot be told apart',
    nvidiaSmiLog(bytes('timestamp,power.draw', '2026/01/31 12:00:00,1', '2026/01/31 12:00:00,1')),
    'unsupported',
    /index/,
  ],
  ['another form of time', nvidiaSmiLog(bytes(SMI, '31.01.2026 12:00, 0, 300 W')), 'out-of-domain', /timestamp/],
  ['power that is no number', nvidiaSmiLog(bytes(SMI, at(0, 0, 'much'))), 'out-of-domain', /power\.draw/],
  ['no header', nvidiaSmiLog(bytes(at(0), at(1))), 'unsupported', /timestamp, power\.draw/],
];

test.each(bad)('%s is refused, and why', (_, log, cause, detail) => {
  expect(log).toMatchObject({ unmeasured: cause, detail: expect.stringMatching(detail) });
});
