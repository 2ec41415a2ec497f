/** Two models that serve by turns, in metered slices. */
import type { ReadingPair } from '../../methods/energy/repeated-ratio.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';
import type { EnergyReading } from '../energy-meter.js';
import type { Serving } from './serving.js';

export interface PairedServing {
  /** J a prediction, where the meter could be read in both. */
  readonly energy: readonly ReadingPair[];
  /** s a prediction. */
  readonly time: readonly ReadingPair[];
  readonly reading: EnergyReading | undefined;
  /** Why there is no reading. */
  readonly fault: ModelFault | undefined;
}

const PAIRS = 8;
const WARM_CALLS = 3;

interface Slice {
  readonly seconds: number;
  readonly predictions: number;
  readonly reading: EnergyReading | undefined;
}

export async function servePaired(
  {
    meter,
    instruments,
    signal,
    progress,
  }: Pick<MeasureContext<never>, 'meter' | 'instruments' | 'signal' | 'progress'>,
  above: Serving,
  below: Serving,
  seconds: number,
): Promise<PairedServing> {
  for (let warm = 0; warm < WARM_CALLS; warm++) {
    await above.call();
    await below.call();
  }
  let fault: ModelFault | undefined;
  const sliceSeconds = seconds / (2 * PAIRS);
  const slice = async ({ call, batch }: Serving): Promise<Slice> => {
    let [calls, began, ended] = [0, 0, 0];
    const work = async (): Promise<void> => {
      began = instruments.now();
      for (const end = began + sliceSeconds; ended < end; calls++) {
        await call();
        ended = instruments.now();
      }
    };
    let reading: EnergyReading | undefined;
    if (fault === undefined) {
      try {
        reading = await meter.measure(work);
      } catch (error) {
        if (calls > 0 || !(error instanceof ModelFault)) throw error;
        fault = error;
      }
    }
    if (reading === undefined) await work();
    signal.throwIfAborted();
    return { seconds: ended - began, predictions: calls * batch, reading };
  };
  const energy: ReadingPair[] = [];
  const time: ReadingPair[] = [];
  let first: EnergyReading | undefined;
  for (let pair = 0; pair < PAIRS; pair++) {
    // Each goes first as often as the other.
    let one: Slice;
    let other: Slice;
    if (pair % 2 === 0) {
      one = await slice(above);
      other = await slice(below);
    } else {
      other = await slice(below);
      one = await slice(above);
    }
    time.push({ above: { value: one.seconds / one.predictions }, below: { value: other.seconds / other.predictions } });
    if (one.reading !== undefined && other.reading !== undefined) {
      first ??= one.reading;
      energy.push({ above: repeatOf(one, one.reading), below: repeatOf(other, other.reading) });
    }
    progress(pair + 1, PAIRS);
  }
  return { energy, time, reading: first, fault };
}

const repeatOf = ({ predictions }: Slice, { joules, range }: EnergyReading): ReadingPair['above'] => ({
  value: joules / predictions,
  ...(range && { range: [range[0] / predictions, range[1] / predictions] as const }),
});
