/** A measurement as a report holds it: each figure with its interval at the report's level. */
import type { Measurement } from '../measure/measurement.js';
import { isFigure, isList, type Fact, type Figure, type Output, type Unmeasured } from '../plugins/figure.js';
import type { MeasurementRecord, OutputRecord } from './report.js';

/** The central interval of a figure's distribution, in its unit; `undefined` where it has none at this level. */
export type IntervalOf = (figure: Figure, level: number) => readonly [number, number] | undefined;

type Item = Exclude<OutputRecord, { readonly items: unknown }>;

const finite = (interval: readonly [number, number]): boolean => interval.every(Number.isFinite);

export function recordMeasurement(measurement: Measurement, level: number, intervalOf: IntervalOf): MeasurementRecord {
  const scalar = (output: Figure | Fact | Unmeasured): Item => {
    if (!isFigure(output)) return output;
    const interval = output.uncertainty.kind === 'exact' ? undefined : intervalOf(output, level);
    // JSON has no infinity: an interval without an end is left out, and the uncertainty says why.
    return interval !== undefined && finite(interval) ? { ...output, interval } : output;
  };
  const record = (output: Output): OutputRecord =>
    isList(output) ? { items: output.items.map((item) => mapValues(item, scalar)) } : scalar(output);
  return { ...measurement, outputs: mapValues(measurement.outputs, record) };
}

const mapValues = <In, Out>(values: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
