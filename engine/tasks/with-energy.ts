import { intervalOf } from '../judge/support.js';
import type { Measurement } from '../measure/measurement.js';
import type { LoadedSubject } from '../subject/loaded.js';

/**
 * Measurements that ask language models have the energy of their questions. Most checks have none: then nothing is loaded.
 *
 * @param level of the energy's interval
 */
export async function withEnergy(
  measurements: readonly Measurement[],
  { spec: { training } }: Pick<LoadedSubject, 'spec'>,
  level: number,
): Promise<readonly Measurement[]> {
  if (measurements.every(({ asking }) => asking === undefined)) return measurements;
  const { withAskingEnergy } = await import('./asking-energy.js');
  return withAskingEnergy({ measurements, training, intervalOf: (figure) => intervalOf(figure, level) });
}
