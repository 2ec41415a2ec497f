import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CODECARBON_RUNS, emissions, GPUS, measure } from '../../../tests/fixtures/trainings.js';
import type { TrainingEvidence } from './training-evidence.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-training-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
};
const twoCountries = file('two.csv', ...CODECARBON_RUNS);

describe('energy/training', () => {
  test('a log', async () => {
    expect(await measure('energy/training', { emissions })).toMatchObject({
      energy: { estimate: 0.00057442898176, unit: 'kWh', basis: 'logged', uncertainty: { kind: 'exact' } },
      time: { estimate: 161.20380687713623 / 3600, basis: 'logged' },
      declaredRatio: { unmeasured: 'missing-input' },
      scope: { value: 'machine', basis: 'logged' },
    });
  });
  test('a declared PUE makes the facility’s energy a word, the machines’ stays logged', async () => {
    const log = { format: 'codecarbon', path: twoCountries } as const;
    expect(await measure('energy/training', { log, pue: 1.2 })).toMatchObject({
      energy: { estimate: 480, basis: 'declared' },
      machineEnergy: { estimate: 400, basis: 'logged' },
    });
  });
  test('a declared energy stays declared, and is held against the log', async () => {
    const energy = { value: 0.1, unit: 'MWh' };
    expect(await measure('energy/training', { energy })).toMatchObject({
      energy: { estimate: 100, basis: 'declared' },
      declaredRatio: { unmeasured: 'missing-input' },
    });
    const log = { format: 'codecarbon', path: twoCountries } as const;
    expect(await measure('energy/training', { energy, log })).toMatchObject({
      energy: { estimate: 400, basis: 'logged' },
      declaredRatio: { estimate: 0.25, basis: 'logged' },
    });
  });
  // 1000 · 200 h · 0.8 · 700 W (data sheet) = 112,000 kWh.
  test('hardware and hours: the design power, its usage, an unknown data centre', async () => {
    expect(await measure('energy/training', { hardware: [GPUS] })).toMatchObject({
      machineEnergy: { estimate: expect.closeTo(112_000, 6) as number, basis: 'declared' },
      energy: {
        estimate: expect.closeTo(112_000 * 1.56, 6) as number,
        uncertainty: { kind: 'range', lower: expect.closeTo(112_000, 6) as number },
        basis: 'declared',
      },
      time: { estimate: 200, basis: 'declared' },
    });
    const whole = { name: 'H100 SXM5', count: 1000, hours: 200 };
    expect(await measure('energy/training', { hardware: [whole], pue: 1.1 })).toMatchObject({
      energy: { estimate: expect.closeTo(154_000, 6) as number, uncertainty: { lower: 0 } },
    });
  });
  // 1.08 · 10^23 FLOP / (300 TFLOP/s · 0.5) = 7.2 · 10^8 s of 560 W = 112,000 kWh: the same hardware, seen from its FLOP.
  test('FLOP over what the hardware reached', async () => {
    const hardware = Object.fromEntries(Object.entries(GPUS).filter(([key]) => key !== 'hours')) as typeof GPUS;
    expect(
      await measure('energy/training', { hardware: [hardware], compute: { flops: 1.08e23 }, pue: 1 }),
    ).toMatchObject({
      energy: {
        estimate: expect.closeTo(112_000, 6) as number,
        uncertainty: {
          kind: 'range',
          lower: expect.closeTo(78_400, 6) as number,
          upper: expect.closeTo(145_600, 6) as number,
        },
      },
    });
  });

  test.each<[string, TrainingEvidence, object, string, RegExp]>([
    ['nothing', {}, {}, 'missing-input', /nothing is known/],
    [
      'a faulty log beside a declaration',
      { emissions: file('bad.csv', 'a', '1'), energy: { value: 1, unit: 'kWh' } },
      {},
      'unsupported',
      /run_id/,
    ],
    ['a log that is gone', { emissions: join(folder, 'gone.csv') }, {}, 'failed', /ENOENT/],
    ['two logs', { emissions, log: { format: 'zeus', path: emissions } }, {}, 'unsupported', /name the one/],
    ['energy in hours', { energy: { value: 1, unit: 'h' } }, {}, 'unsupported', /cannot be turned into kWh/],
    ['energy in nothing', { energy: { value: 1, unit: 'kwh' } }, {}, 'unsupported', /did you mean kWh/],
    ['hardware that nobody lists', { hardware: [{ name: 'Abacus', hours: 3 }] }, {}, 'missing-input', /Abacus/],
    ['hours of some hardware', { hardware: [GPUS, { name: 'Hosts' }] }, {}, 'missing-input', /Hosts has no hours/],
    ['FLOP without a peak', { compute: { flops: 1e20 } }, {}, 'missing-input', /peak/],
    ['a source that is not there', { emissions }, { source: 'hardware' }, 'missing-input', /hardware/],
    ['huge numbers', { hardware: [{ ...GPUS, count: 1e308 }] }, {}, 'out-of-domain', /too large/],
  ])('%s', async (_, training, given, cause, detail) => {
    expect((await measure('energy/training', training, given))['energy']).toMatchObject({
      unmeasured: cause,
      detail: expect.stringMatching(detail),
    });
  });
});
