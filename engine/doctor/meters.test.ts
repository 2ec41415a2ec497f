import { describe, expect, test } from 'vitest';
import { recordedMachine } from '../../tests/fixtures/recorded-machine.js';
import { METER_NAMES } from '../measure/meters/registry.js';
import { meterFindings } from './meters.js';

describe('meters of a machine', () => {
  test('none: each with why not, the model, and what that means', async () => {
    const findings = await meterFindings(recordedMachine({}));
    expect(findings.map(({ name }) => name)).toEqual([...METER_NAMES, 'any meter']);
    expect(findings.filter(({ present }) => present).map(({ name }) => name)).toEqual(['processor']);
    for (const { detail } of findings) expect(detail.length).toBeGreaterThan(10);
  });

  test('a package of RAPL', async () => {
    const zone = '/sys/class/powercap/intel-rapl:0';
    const files = { [`${zone}/energy_uj`]: '1', [`${zone}/name`]: 'package-0\n' };
    const findings = await meterFindings(recordedMachine({ files }));
    expect(findings).toContainEqual({ name: 'rapl', present: true, detail: 'package-0' });
    expect(findings.map(({ name }) => name)).not.toContain('any meter');
  });
});
