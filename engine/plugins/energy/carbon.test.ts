import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CODECARBON_RUNS, EMBODIED, emissions, GPUS, measure, resultOf } from '../../../tests/fixtures/trainings.js';
import type { TrainingEvidence } from './training-evidence.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-training-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
};
const twoCountries = file('two.csv', ...CODECARBON_RUNS);

describe('energy/carbon', () => {
  const energy = { value: 3, unit: 'kWh' };
  test('by country, province, zone, cloud region; the world only where it is named', async () => {
    const carbonIn = async (region: string) => (await measure('energy/carbon', { energy, region }))['carbon'];
    expect(await carbonIn('CAN')).toMatchObject({
      estimate: expect.closeTo(0.510129, 9) as number,
      unit: 'kgCO2e',
      basis: 'declared',
    });
    expect(await carbonIn('SE2')).toMatchObject({ estimate: expect.closeTo(0.054, 12) as number });
    expect(await carbonIn('gcp/europe-west9')).toMatchObject({ estimate: expect.closeTo(0.102, 12) as number });
    expect(await carbonIn('WORLD')).toMatchObject({ estimate: expect.closeTo(1.425, 12) as number });
    expect(await carbonIn('CA-QC')).toMatchObject({ uncertainty: { kind: 'range' } });
  });
  test('the year and the source stand in the result', async () => {
    const { outputs, details } = await resultOf('energy/carbon', { energy, region: 'DEU' });
    expect(outputs['factorYear']).toMatchObject({ estimate: 2023 });
    expect(details?.[0]).toMatchObject({
      rows: [
        [
          'DEU',
          'Germany',
          'country',
          3,
          expect.any(Number),
          expect.any(Number),
          expect.any(Number),
          2023,
          expect.stringContaining('Our World in Data'),
        ],
      ],
    });
    expect((await measure('energy/carbon', { energy, region: 'gcp/us-west1' }))['factorYear']).toMatchObject({
      unmeasured: 'missing-input',
    });
  });
  test.each([
    ['XXX', /no grid factor of the region XXX/],
    ['aws/us-east-1', /no grid factor/],
    ['germany', /DEU \(Germany\)/],
    ['gcp/europe-west11', /gcp\/europe-west1 /],
  ])('%s is refused, with near names', async (region, detail) => {
    expect((await measure('energy/carbon', { energy, region }))['carbon']).toMatchObject({
      unmeasured: 'unsupported',
      detail: expect.stringMatching(detail),
    });
  });
  test('nobody says where', async () => {
    expect((await measure('energy/carbon', { energy }))['carbon']).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('WORLD'),
    });
  });
  test('a log that says where is as good as itself; a word against it is a word', async () => {
    // 0.00057442898176 kWh in Morocco.
    const logged = await measure('energy/carbon', { emissions });
    expect(logged['carbon']).toMatchObject({ basis: 'logged' });
    expect((await measure('energy/carbon', { emissions, region: 'MAR' }))['carbon']).toEqual(logged['carbon']);
    expect((await measure('energy/carbon', { emissions, region: 'SWE' }))['carbon']).toMatchObject({
      basis: 'declared',
    });
  });
  test('runs in two countries count each by its own', async () => {
    const found = await measure('energy/carbon', { log: { format: 'codecarbon', path: twoCountries } });
    expect(found['carbon']).toMatchObject({
      estimate: expect.closeTo((100 * 40.695 + 300 * 707.686) / 1000, 9) as number,
    });
    expect(found['factor']).toMatchObject({
      estimate: expect.closeTo((100 * 40.695 + 300 * 707.686) / 400, 9) as number,
    });
  });
  test('a log from a cloud counts by its region, else by its country, which is said', async () => {
    const header = 'run_id,energy_consumed,country_iso_code,cloud_provider,cloud_region';
    const log = file('cloud.csv', header, 'a,100,USA,gcp,us-west1', 'b,100,USA,aws,us-east-1');
    const { outputs, details } = await resultOf('energy/carbon', { emissions: log });
    expect(outputs['carbon']).toMatchObject({
      estimate: expect.closeTo((100 * 94 + 100 * 369.473) / 1000, 9) as number,
      basis: 'logged',
    });
    expect(details?.[1]).toMatchObject({ type: 'text', text: expect.stringContaining('aws/us-east-1') });
    const one = file('one.csv', header, 'a,100,USA,gcp,us-west1');
    expect((await measure('energy/carbon', { emissions: one, region: 'gcp/us-west1' }))['carbon']).toMatchObject({
      basis: 'logged',
    });
  });
  test('the market counts apart', async () => {
    const found = await measure('energy/carbon', {
      energy,
      region: 'SWE',
      marketBased: { value: 0, unit: 'gCO2e/kWh' },
    });
    expect(found['carbon']).toMatchObject({ estimate: expect.closeTo(0.122085, 9) as number });
    expect(found['marketBased']).toMatchObject({ estimate: 0, basis: 'declared' });
  });
  test('how much less in the cleanest allowed region', async () => {
    const reduction = async (training: TrainingEvidence, allowed: readonly string[]) =>
      (await measure('energy/carbon', training, { allowed }))['cleanestReduction'];
    expect(await reduction({ energy, region: 'ZAF' }, ['GBR', 'SWE'])).toMatchObject({
      estimate: expect.closeTo(1 - 40.695 / 707.686, 12) as number,
    });
    expect(await reduction({ energy, region: 'SWE' }, ['GBR', 'SWE'])).toMatchObject({
      estimate: 0,
      uncertainty: { kind: 'exact' },
    });
    expect(await reduction({ energy, region: 'SWE' }, ['GBR'])).toMatchObject({
      estimate: expect.closeTo(1 - 237.589 / 40.695, 9) as number,
    });
    // The place alone is enough, and a province stays where it is without a doubt.
    expect(await reduction({ region: 'CA-QC' }, ['CA-QC', 'DEU'])).toMatchObject({
      estimate: 0,
      uncertainty: { kind: 'exact' },
    });
    expect(await reduction({ energy, region: 'SWE' }, [])).toMatchObject({ unmeasured: 'missing-input' });
    expect(await reduction({ energy, region: 'SWE' }, ['SWEDEN'])).toMatchObject({ unmeasured: 'unsupported' });
  });
  test('embodied carbon: total, time share, resource share', async () => {
    const hardware = [{ ...EMBODIED, share: 0.5, lifespan: { value: 1000, unit: 'day' } }];
    const grams = 1000 * 164_000 * (200 / 24_000) * 0.5;
    const found = await measure('energy/carbon', {
      hardware,
      energy: { value: 1000, unit: 'kWh' },
      region: 'SWE',
      pue: 1,
    });
    expect(found['embodied']).toMatchObject({
      estimate: expect.closeTo(grams / 1000, 9) as number,
      unit: 'kgCO2e',
      basis: 'declared',
    });
    expect(found['embodiedShare']).toMatchObject({ estimate: expect.closeTo(grams / (grams + 40_695), 12) as number });
    expect((await measure('energy/carbon', { hardware: [EMBODIED, GPUS], region: 'SWE' }))['embodied']).toMatchObject({
      unmeasured: 'missing-input',
    });
    expect(
      (await measure('energy/carbon', { hardware: [{ name: 'host', hours: 1, server: {} }], region: 'SWE' }))[
        'embodied'
      ],
    ).toMatchObject({ estimate: expect.closeTo(0.028538812785, 9) as number });
  });
  test('of predictions: the grid of where the model serves, for a rule to multiply by', async () => {
    const given = { of: 'inference', region: 'gcp/europe-west1', allowed: ['gcp/europe-west9', 'BEL'] };
    const found = await measure('energy/carbon', { energy, region: 'DEU' }, given);
    expect(found['factor']).toMatchObject({ estimate: 122, unit: 'gCO2e/kWh', basis: 'estimated' });
    expect(found['cleanestReduction']).toMatchObject({ estimate: expect.closeTo(1 - 34 / 122, 12) as number });
    expect(found['carbon']).toMatchObject({ unmeasured: 'unsupported' });
    const nowhere = await measure('energy/carbon', { energy, region: 'DEU' }, { of: 'inference' });
    expect(nowhere['factor']).toMatchObject({ unmeasured: 'missing-input' });
  });
});
