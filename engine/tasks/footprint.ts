/** What a check itself costs: time, processor time, energy and its carbon; and what the cache saved. */
import { cpuUsage, hrtime } from 'node:process';
import type { Measurement } from '../measure/measurement.js';
import { MODEL_METER, type ChosenMeter } from '../measure/meters/chosen-meter.js';
import type { MeterReading, OpenMeter } from '../measure/meters/meter.js';
import { productOf, type Band } from '../methods/energy/band.js';
import { JOULES_PER_KWH, minus } from '../methods/energy/energy.js';
import type { Footprint } from '../report/report.js';
import type { Grid } from './grid.js';

export interface RunningFootprint {
  /** The first measurement is about to run: a check that takes all from the cache opens no meter. */
  start(): void;
  /** `ofChildren`: processor seconds of the child processes. */
  end(ofChildren: number, measurements: readonly Measurement[]): Promise<Footprint>;
  close(): Promise<void>;
}

export function runningFootprint(meter: () => Promise<ChosenMeter>, grid: Grid): RunningFootprint {
  const started = { wall: hrtime.bigint(), cpu: cpuUsage() };
  let meters: Promise<readonly Started[]> | undefined;
  const end: RunningFootprint['end'] = async (ofChildren, measurements) => {
    const metered = meters && (await energyUsed(await meters));
    const own = cpuUsage(started.cpu);
    const wallSeconds = Number(hrtime.bigint() - started.wall) / 1e9;
    const cpuSeconds = (own.user + own.system) / 1e6 + ofChildren;
    const cached = measurements.filter((measurement) => measurement.cached);
    const energy = metered ?? (await energyOfTime(wallSeconds, cpuSeconds));
    return {
      wallSeconds,
      cpuSeconds,
      // What its subject cannot give is not run, and takes no time.
      measured: measurements.filter((measurement) => !measurement.cached && measurement.seconds > 0).length,
      cached: cached.length,
      energy,
      carbon: carbonOf(energy, grid),
      ...(cached.length > 0 && { saved: savedBy(cached) }),
    };
  };
  return {
    start: () => void (meters ??= meter().then(readings)),
    end,
    close: async () => (await meters)?.forEach(({ meter: one }) => one.close()),
  };
}

interface Started {
  readonly meter: OpenMeter;
  readonly before: MeterReading;
}

/** The chosen meter, and the processors' model beside it: a meter that fails under way leaves an estimate that says so. */
async function readings(chosen: ChosenMeter): Promise<readonly Started[]> {
  const { openMeter } = await import('../measure/meters/open-meter.js');
  const started: Started[] = [];
  for (const one of chosen === MODEL_METER ? [chosen] : [chosen, MODEL_METER]) {
    const meter = await openMeter(one).catch(() => undefined);
    const before = await meter?.read().catch(() => undefined);
    if (meter !== undefined && before !== undefined) started.push({ meter, before });
    else meter?.close();
  }
  return started;
}

async function energyOfTime(seconds: number, cpuSeconds: number): Promise<NonNullable<Footprint['energy']>> {
  const { modelledEnergy } = await import('../measure/measurement-footprint.js');
  const { energy, name } = modelledEnergy(seconds, cpuSeconds);
  return { joules: energy.joules, range: [energy.lower, energy.upper], basis: 'estimated', meter: name };
}

async function energyUsed(meters: readonly Started[]): Promise<NonNullable<Footprint['energy']>> {
  for (const { meter, before } of meters) {
    const after = await meter.read().catch(() => undefined);
    if (after === undefined) continue;
    const { joules, lower, upper } = minus(after.energy, before.energy);
    return { joules, ...(lower < upper && { range: [lower, upper] }), basis: meter.basis, meter: meter.name };
  }
  throw new Error('the processors’ model gives no reading');
}

function carbonOf(
  { joules, range: [least, most] = [joules, joules] }: NonNullable<Footprint['energy']>,
  { factor, basis }: Grid,
): NonNullable<Footprint['carbon']> {
  const { region, name, gramsPerKWh, year, source } = factor;
  const kWh = { estimate: joules / JOULES_PER_KWH, lower: least / JOULES_PER_KWH, upper: most / JOULES_PER_KWH };
  const grams = productOf(kWh, gramsPerKWh);
  return {
    grams: grams.estimate,
    ...rangeOf(grams),
    basis,
    grid: { region, name, gramsPerKWh: gramsPerKWh.estimate, ...rangeOf(gramsPerKWh), year, source },
  };
}

const rangeOf = ({ lower, upper }: Band): { readonly range?: [number, number] } =>
  lower < upper ? { range: [lower, upper] } : {};

function savedBy(cached: readonly Measurement[]): NonNullable<Footprint['saved']> {
  let [joules, lower, upper] = [0, 0, 0];
  for (const { footprint } of cached) {
    joules += footprint?.joules ?? 0;
    lower += footprint?.range[0] ?? 0;
    upper += footprint?.range[1] ?? 0;
  }
  return { joules, range: [lower, upper], seconds: cached.reduce((sum, { seconds }) => sum + seconds, 0) };
}
