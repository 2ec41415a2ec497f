/** The formulas of energy, carbon and computation, against worked examples of those who published them. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { exactly, productOf, quotientOf, sumOf } from './band.js';
import { carbonIntensity } from './carbon-intensity.js';
import { embodiedOfServer, embodiedShareOf, USUAL_LIFESPAN_HOURS } from './embodied.js';
import { AVERAGE_PUE, energyOfComputation } from './green-algorithms.js';
import { factorOfAnywhere, gridFactor, gridFactors } from './grid-factors.js';
import { disagreement, hardwareCompute, transformerCompute, withMargin } from './training-compute.js';

describe('training compute, by the Commission’s guidelines', () => {
  // Paragraphs of the guidelines; each rounds to two figures at most.
  test('137: a dense transformer of 3.8 billion parameters on 3.3 trillion tokens took about 7.5 · 10^22 FLOP', () => {
    expect(transformerCompute(3.8e9, 3.3e12)).toBeCloseTo(7.524e22, -20);
    expect(Number(transformerCompute(3.8e9, 3.3e12).toPrecision(2))).toBe(7.5e22);
  });
  test('138: 200,000 GPU hours of 300 TFLOP/s at 50 % took about 10^23 FLOP', () => {
    const hardware = { count: 1000, hours: 200, peak: 300e12, utilisation: 0.5 };
    expect(hardwareCompute([hardware])).toBe(1.08e23);
    expect(Number(hardwareCompute([hardware]).toPrecision(1))).toBe(1e23);
  });
  test('127: several kinds of hardware are their weighted mean', () => {
    const parts = [
      { count: 100, hours: 10, peak: 1e15, utilisation: 0.4 },
      { count: 300, hours: 10, peak: 2e14, utilisation: 0.2 },
    ];
    const time = 400 * 10 * 3600;
    const reached = (100 * 1e15 * 0.4 + 300 * 2e14 * 0.2) / 400;
    expect(hardwareCompute(parts)).toBeCloseTo(time * reached, -10);
  });
  test('123: a margin of 30 %', () => {
    expect(withMargin(1e25, 0.3)).toEqual({ estimate: 1e25, lower: 0.7 * 1e25, upper: 1.3 * 1e25 });
  });
  test('two estimates disagree by their ratio, whichever is larger', () => {
    expect([disagreement(2, 3), disagreement(3, 2)]).toEqual([1.5, 1.5]);
  });
});

describe('Green Algorithms', () => {
  // By hand, from the paper's formula: 12 h of 8 cores at 12 W each used by 0.8, and 64 GB, PUE 1.67, run twice.
  test('its formula', () => {
    const computation = { hours: 12, count: 8, watts: 12, usage: exactly(0.8), memoryGB: 64, runs: 2 };
    const kWh = energyOfComputation(computation).estimate * 1.67;
    expect(kWh).toBeCloseTo(12 * (8 * 12 * 0.8 + 64 * 0.3725) * 1.67 * 0.001 * 2, 12);
  });
  test('memory draws its power whatever the usage', () => {
    const idle = { hours: 1, count: 4, watts: 100, usage: exactly(0), memoryGB: 1000, runs: 1 };
    expect(energyOfComputation(idle).estimate).toBeCloseTo(0.3725, 12);
  });
  test('its default PUE', () => expect(AVERAGE_PUE).toBe(1.56));
});

describe('Software Carbon Intensity', () => {
  // The specification's own example: 1000 kg over four years, reserved for an hour, "around 28 g".
  test('an hour of a device of 1,000 kgCO2e', () => {
    const grams = embodiedShareOf({ embodied: 1e6, hours: 1, lifespanHours: USUAL_LIFESPAN_HOURS, share: 1 });
    expect(grams).toBeCloseTo(28.538812785388128, 12);
  });
  // Green-Software-Foundation/if, sci-embodied, README: 200 g, 30 of 4 · 365 days, all of it.
  test('thirty days', () => {
    expect(embodiedShareOf({ embodied: 200, hours: 720, lifespanHours: 35040, share: 1 })).toBeCloseTo(4.10958904, 8);
  });
  test('(E · I + M) / R', () => {
    const operational = productOf(exactly(3), exactly(500));
    expect(carbonIntensity(operational, exactly(500), 1000)).toEqual(exactly(2));
  });
  test('a server’s parts', () => {
    expect(embodiedOfServer({ cpus: 1, memoryGB: 8, ssds: 0, hdds: 0, gpus: 0 })).toBe(1000);
    expect(embodiedOfServer({ cpus: 2, memoryGB: 400, ssds: 2, hdds: 1, gpus: 4 })).toBe(
      1000 + 100 + 533 + 100 + 100 + 600,
    );
  });
});

describe('bands', () => {
  const band = fc
    .tuple(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 3, noNaN: true }),
      fc.double({ min: 1, max: 3, noNaN: true }),
    )
    .map(([estimate, below, above]) => ({ estimate, lower: estimate / below, upper: estimate * above }));
  it('keep their estimate inside', () => {
    fc.assert(
      fc.property(band, band, (a, b) => {
        for (const { estimate, lower, upper } of [sumOf([a, b]), productOf(a, b), quotientOf(a, b)]) {
          expect(lower).toBeLessThanOrEqual(estimate);
          expect(upper).toBeGreaterThanOrEqual(estimate);
        }
      }),
    );
  });
});

describe('grid factors', () => {
  const all = gridFactors();
  it('are of every kind, each region once, above 0, in their band, with a source', () => {
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(5);
    expect(new Set(all.map(({ region }) => region)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(260);
    for (const { gramsPerKWh, source, year, country, kind, region } of all) {
      expect(gramsPerKWh.lower, region).toBeGreaterThan(0);
      expect(gramsPerKWh.lower).toBeLessThanOrEqual(gramsPerKWh.estimate);
      expect(gramsPerKWh.upper).toBeGreaterThanOrEqual(gramsPerKWh.estimate);
      expect(source.length).toBeGreaterThan(10);
      expect(year === null || (year > 2000 && year < 2100)).toBe(true);
      expect(kind === 'world' ? country === null : /^[A-Z]{3}$/.test(country ?? '')).toBe(true);
    }
  });
  it('a country’s year stands with it; a zero that no grid has is none', () => {
    expect(gridFactor('SWE')).toMatchObject({ year: 2023, gramsPerKWh: { estimate: 40.695 } });
    expect(gridFactor('FI')).toMatchObject({ year: 2025, country: 'FIN', kind: 'bidding-zone' });
    expect(gridFactor('gcp/me-central1')).toMatchObject({ country: 'QAT', year: null });
    expect(gridFactor('CAF')).toBeUndefined();
  });
  it('a province’s lowest is CodeCarbon’s own figure, which counts fossil sources alone', () => {
    // Alberta: (coal · 995.725971 + natural gas · 743.8415916) / total of canada_energy_mix.json, by the same formula.
    expect(gridFactor('CA-AB')?.gramsPerKWh.lower).toBeCloseTo(627.675, 3);
    expect(gridFactor('CA-QC')?.gramsPerKWh.lower).toBeLessThan(5);
  });
  it('where nobody says where: the world’s average, from Google’s Montreal to Turkmenistan', () => {
    expect(factorOfAnywhere()).toMatchObject({
      region: 'WORLD',
      year: 2018,
      gramsPerKWh: { estimate: 475, lower: 2, upper: 1306.025 },
    });
    expect(gridFactor('WORLD')?.gramsPerKWh).toEqual({ estimate: 475, lower: 475, upper: 475 });
  });
});
