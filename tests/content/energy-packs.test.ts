/** What the packs on the energy of trainings say of trainings at their limits, by their own rules. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import { judgeRule } from '../../engine/judge/judge-rule.js';
import type { MeasureResult } from '../../engine/plugins/contract.js';
import type { TrainingEvidence } from '../../engine/plugins/energy/training-evidence.js';
import { resolvePolicies } from '../../engine/tasks/policies.js';
import { EMBODIED, emissions, resultOf } from '../fixtures/trainings.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-packs-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** A log without a place. */
const placeless = join(folder, 'placeless.csv');
writeFileSync(placeless, 'run_id,energy_consumed\na,12\n');

type Facts = Readonly<Record<string, boolean | string>>;

/** Rule by rule, `verdict` or `verdict (cause)`; of rules that rest on these measurements alone. */
async function verdicts(pack: string, training: TrainingEvidence, facts: Facts): Promise<Record<string, string>> {
  const { policy } = resolvePolicies(fileSource(), [{ path: `policies/${pack}` }], new Date('2026-11-24'));
  const found: Record<string, string> = {};
  for (const rule of policy!.rules) {
    const asked = Object.entries(rule.measurements);
    if (!asked.every(([, { plugin }]) => /^energy\/(training|carbon|sci)/.test(plugin))) continue;
    const measurements: Record<string, MeasureResult['outputs']> = {};
    for (const [alias, { plugin, with: given }] of asked)
      measurements[alias] = (await resultOf(plugin, training, given)).outputs;
    const { verdict, cause } = judgeRule(rule, { measurements, facts });
    found[rule.id.replace(`${pack}/`, '')] = cause === undefined ? verdict : `${verdict} (${cause})`;
  }
  return found;
}

const FACTS = {
  generalPurpose: true,
  generates: 'language',
  freeAndOpenSource: false,
  systemicRisk: false,
  modifier: false,
} as const;

describe('eu-gpai', () => {
  const ruleOf = async (rule: string, compute: TrainingEvidence['compute'], facts: Facts = {}) =>
    (await verdicts('eu-gpai', { compute: compute! }, { ...FACTS, ...facts }))[rule];

  // 7.6 · 1.3 = 9.88 and 7.7 · 1.3 = 10.01; 14.2 · 0.7 = 9.94 and 14.4 · 0.7 = 10.08.
  it.each([
    [7.6e24, {}, 'pass'],
    [7.7e24, {}, 'undetermined (bounded)'],
    [14.2e24, {}, 'undetermined (bounded)'],
    [14.4e24, {}, 'fail'],
    [14.4e24, { systemicRisk: true }, 'pass'],
    [14.4e24, { generalPurpose: false }, 'not-applicable'],
  ])('a training of %d FLOP, %j: %s', async (flops, facts, verdict) => {
    expect(await ruleOf('SYSTEMIC-RISK', { flops }, facts)).toBe(verdict);
  });

  it.each([
    [{ flops: 1e24, originalFlops: 1e25 }, true, 'pass'],
    [{ flops: 3e24, originalFlops: 1e25 }, true, 'undetermined (bounded)'],
    [{ flops: 8e24, originalFlops: 1e25 }, true, 'fail'],
    [{ flops: 8e24 }, true, 'undetermined (missing-input)'],
    [{ flops: 2e22 }, false, 'pass'],
    [{ flops: 1e23 }, false, 'fail'],
  ])('a modifier with %j, the original known: %s', async (compute, originalComputeKnown, verdict) => {
    const facts = { modifier: true, modifierIsProvider: false, originalComputeKnown };
    expect(await ruleOf('MODIFIER', compute, facts)).toBe(verdict);
  });

  test('what is not treated as general-purpose and generates is held to 10^23', async () => {
    const facts = { generalPurpose: false };
    expect(await ruleOf('NOT-GENERAL-PURPOSE', { flops: 7e22 }, facts)).toBe('pass');
    expect(await ruleOf('NOT-GENERAL-PURPOSE', { flops: 2e23 }, facts)).toBe('fail');
    expect(await ruleOf('NOT-GENERAL-PURPOSE', { flops: 2e23 }, { ...facts, generates: 'other' })).toBe(
      'not-applicable',
    );
  });

  test('without evidence nothing is documented; free and open-source models owe none, but with systemic risk', async () => {
    const documented = async (facts: Facts) => {
      const found = await verdicts('eu-gpai', {}, { ...FACTS, ...facts });
      return [found['COMPUTE-DOCUMENTED'], found['ENERGY-DOCUMENTED']];
    };
    const missing = 'undetermined (missing-input)';
    expect(await documented({})).toEqual([missing, missing]);
    expect(await documented({ freeAndOpenSource: true })).toEqual(['not-applicable', 'not-applicable']);
    expect(await documented({ freeAndOpenSource: true, systemicRisk: true })).toEqual([missing, missing]);
  });
});

describe('sustainable-ai', () => {
  const rulesOf = (training: TrainingEvidence) => verdicts('sustainable-ai', training, {});
  test('a log is evidence of metering, a word is none', async () => {
    expect((await rulesOf({ emissions }))['ENERGY-003']).toBe('pass');
    expect((await rulesOf({ energy: { value: 1, unit: 'kWh' } }))['ENERGY-003']).toBe('undetermined (basis)');
    expect((await rulesOf({ emissions, pue: 1.3 }))['ENERGY-003']).toBe('pass');
  });
  test('a dirty region fails, a clean one passes, none is undetermined', async () => {
    expect((await rulesOf({ region: 'ZAF' }))['ENERGY-004']).toBe('fail');
    expect((await rulesOf({ region: 'FRA' }))['ENERGY-004']).toBe('pass');
    expect((await rulesOf({ emissions: placeless }))['ENERGY-004']).toBe('undetermined (missing-input)');
  });
});

describe('cloud-serving', () => {
  test('a training with everything stated; without embodied carbon there is no score', async () => {
    const training = { region: 'SWE', energy: { value: 200, unit: 'kWh' }, hardware: [{ ...EMBODIED, count: 1 }] };
    expect(await verdicts('cloud-serving', training, {})).toEqual({
      'CARBON-INTENSITY': 'pass',
      'LOCATION-BASED': 'pass',
      EMBODIED: 'pass',
      'CLEAN-REGION': 'pass',
    });
    const found = await verdicts('cloud-serving', { region: 'SWE', energy: { value: 200, unit: 'kWh' } }, {});
    expect(found['CARBON-INTENSITY']).toBe('undetermined (missing-input)');
  });
});
