/** Serving for some time, in metered slices. */
import { relativeWidth } from '../../methods/energy/repeated-energy.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';
import type { EnergyReading } from '../energy-meter.js';
import type { Serving } from './serving.js';

export interface Slice {
  readonly predictions: number;
  /** Of the work. */
  readonly seconds: number;
  /** `undefined` where the meter cannot be read. */
  readonly reading: EnergyReading | undefined;
}

export interface ServedFor {
  readonly slices: readonly Slice[];
  /** Of each call, in s. */
  readonly latencies: readonly number[];
  readonly memory: { readonly peak: number; readonly most: number };
  /** Why there is no reading. */
  readonly fault: ModelFault | undefined;
}

export interface ServeTime {
  /** Ends the repeats. */
  readonly seconds: number;
  /** They end before where the interval is so narrow, as a share of the mean. */
  readonly precision: number;
}

const LEAST_SLICES = 4;
const MOST_SLICES = 40;
/** A slice is at most this part of the time, and at least so long: counters and clocks have their resolution. */
const SLICES_IN_TIME = 8;
const LEAST_SLICE_SECONDS = 0.2;
const WARM_CALLS = 3;

export async function serve(
  { meter, instruments, signal }: Pick<MeasureContext<never>, 'meter' | 'instruments' | 'signal'>,
  { call, batch }: Serving,
  { seconds, precision }: ServeTime,
  onSlice: () => void = () => undefined,
): Promise<ServedFor> {
  const { now, resident } = instruments;
  for (let warm = 0; warm < WARM_CALLS; warm++) await call();
  const latencies: number[] = [];
  const slices: Slice[] = [];
  let fault: ModelFault | undefined;
  let peak = 0;
  const sliceSeconds = Math.max(LEAST_SLICE_SECONDS, seconds / SLICES_IN_TIME);
  const started = now();
  for (;;) {
    let calls = 0;
    let [began, ended] = [0, 0];
    let failed: { readonly error: unknown } | undefined;
    const work = async (): Promise<void> => {
      try {
        began = now();
        for (const end = began + sliceSeconds; ended < end; calls++) {
          const asked = now();
          await call();
          ended = now();
          latencies.push(ended - asked);
        }
      } catch (error) {
        failed = { error };
        throw error;
      }
    };
    let reading: EnergyReading | undefined;
    if (fault === undefined) {
      try {
        reading = await meter.measure(work);
      } catch (error) {
        // The work's own fault is the caller's; a meter that cannot be read costs the energy alone.
        if (failed !== undefined || !(error instanceof ModelFault)) throw error;
        fault = error;
        if (calls === 0) await work();
      }
    } else {
      await work();
    }
    signal.throwIfAborted();
    slices.push({ predictions: calls * batch, seconds: ended - began, reading });
    peak = Math.max(peak, resident().now);
    onSlice();
    if (enough(slices, now() - started, seconds, precision)) break;
  }
  return { slices, latencies, memory: { peak, most: Math.max(peak, resident().most) }, fault };
}

function enough(slices: readonly Slice[], spent: number, seconds: number, precision: number): boolean {
  if (slices.length < LEAST_SLICES) return false;
  if (spent >= seconds || slices.length >= MOST_SLICES) return true;
  const values = slices.map(({ predictions, seconds: time, reading }) => (reading?.joules ?? time) / predictions);
  return relativeWidth(values) <= precision;
}
