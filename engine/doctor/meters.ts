/** Meters of energy, and the models that stand in for them: what an energy measurement could read. */
import { thisMachine, type Machine } from '../measure/meters/machine.js';
import { METER_NAMES, METERS, MODELS } from '../measure/meters/registry.js';
import { absent, found, type Finding } from './finding.js';

export async function meterFindings(machine: Machine = thisMachine()): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    METER_NAMES.map(async (name): Promise<Finding> => {
      const { present, detail } = await (await METERS[name]()).find(machine, '');
      if (!present) return absent(name, detail);
      return found(name, MODELS.has(name) ? `a model, not a meter; its figures are estimated: ${detail}` : detail);
    }),
  );
  const metered = findings.some(({ name, present }) => present && !MODELS.has(name as (typeof METER_NAMES)[number]));
  const none = absent('any meter', 'energy is estimated here, and rules that ask for observed energy are undetermined');
  return metered ? findings : [...findings, none];
}
