/** Several meters of parts of one machine, read as one: the weakest basis, the sum of the energies. */
import { NO_ENERGY, plus } from '../../methods/energy/energy.js';
import type { OpenMeter } from './meter.js';

export function joinedMeter(parts: readonly OpenMeter[]): OpenMeter {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    name: parts.map(({ name }) => name).join(' + '),
    basis: parts.every(({ basis }) => basis === 'observed') ? 'observed' : 'estimated',
    async read() {
      const readings = await Promise.all(parts.map((part) => part.read()));
      return {
        at: Math.max(...readings.map(({ at }) => at)),
        energy: readings.reduce((sum, { energy }) => plus(sum, energy), NO_ENERGY),
      };
    },
    close: () => parts.forEach((part) => part.close()),
  };
}
