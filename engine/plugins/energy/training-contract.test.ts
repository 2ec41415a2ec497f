import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EMBODIED, emissions, subjectOf } from '../../../tests/fixtures/trainings.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { checkPlugin } from '../check-plugin.js';
import { fillParameters } from '../parameters.js';
import { PLUGINS } from '../registry.js';
import type { TrainingEvidence } from './training-evidence.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-training-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
};

const EVIDENCE: Readonly<Record<string, TrainingEvidence>> = {
  'a log': { emissions, region: 'MAR', pue: 1.1 },
  'a faulty log': { emissions: file('faulty.csv', 'run_id,energy_consumed', 'a,x') },
  'a declaration': {
    energy: { value: 12, unit: 'kWh' },
    region: 'CA-QC',
    marketBased: { value: 5, unit: 'gCO2e/kWh' },
  },
  'hardware and computation': {
    hardware: [EMBODIED],
    compute: { flops: 1e23, parameters: 1e9, tokens: 1e13 },
    region: 'SE2',
  },
  'an unknown region': { energy: { value: 12, unit: 'kWh' }, region: 'Atlantis' },
  'huge numbers': {
    energy: { value: 1e308, unit: 'GWh' },
    compute: { flops: 1e308 },
    hardware: [{ ...EMBODIED, count: 1e300 }],
    region: 'DEU',
  },
  'no energy at all': { energy: { value: 0, unit: 'kWh' }, region: 'DEU', hardware: [{ ...EMBODIED, hours: 0 }] },
};

describe.each(['energy/training', 'energy/carbon', 'energy/sci', 'energy/training-compute'])('%s', (id) => {
  test('keeps the contract on every evidence', async () => {
    const given = id === 'energy/carbon' ? { allowed: ['SWE', 'CA-QC'] } : id === 'energy/sci' ? { units: 1000 } : {};
    const { value } = fillParameters(CATALOGUE[id]!, given);
    const subjects = Object.entries(EVIDENCE).map(([name, training]) => ({ name, subject: subjectOf(training) }));
    expect(await checkPlugin(await PLUGINS[id]!(), value as never, subjects)).toEqual([]);
  });
});
