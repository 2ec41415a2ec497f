import { meanOf, standardError, type Repeat } from '../../methods/energy/repeated-energy.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { IdlePower } from '../energy-meter.js';
import type { Figure, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { repeatedFigure } from './repeated-figure.js';
import { serve, type ServeTime } from './serve.js';
import { servedModel } from './serving.js';

interface Params extends ServeTime {
  readonly batch: number;
}

const outputs = {
  idlePower: { type: 'number', unit: 'W', range: [0, null], title: { en: 'Power at rest', zh: '空闲功率' } },
  loadPower: { type: 'number', unit: 'W', range: [0, null], title: { en: 'Power while serving', zh: '服务时功率' } },
  idleShare: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: { en: 'Power at rest, as a share of power while serving', zh: '空闲功率占服务时功率的比例' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Energy proportionality (Barroso & Hölzle, The case for energy-proportional computing, 2007): what rest still takes. */
export const proportionality = definePlugin<Params>({
  id: 'energy/proportionality',
  version: '1.0.0',
  title: { en: 'Power at rest beside power while serving', zh: '空闲功率与服务功率之比' },
  about: 'model',
  needs: ['model', 'data.test'],
  deterministic: false,
  metered: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<Params>): Promise<MeasureResult> {
  const { subject, params, signal, meter, progress } = context;
  signal.throwIfAborted();
  const model = await servedModel(subject, signal);
  if ('unmeasured' in model) return nothingMeasured(outputs, model);
  const idle = await meter.idle();
  const { slices, fault } = await serve(context, model.batchesOf(params.batch), params);
  if (fault !== undefined) return nothingMeasured(outputs, unmeasured(fault.unmeasured, fault.message));
  const readings = slices.flatMap(({ reading }) => (reading === undefined ? [] : [reading]));
  progress(1, 1);
  signal.throwIfAborted();
  const basis = readings.every((reading) => reading.basis === 'observed') ? 'observed' : 'estimated';
  const load = readings.map(({ joules, seconds, range }): Repeat => {
    return { value: joules / seconds, ...(range && { range: [range[0] / seconds, range[1] / seconds] as const }) };
  });
  const name = readings[0]?.meter;
  return {
    outputs: {
      idlePower: repeatedFigure(idleRepeats(idle), { unit: 'W', basis, least: 0 }),
      loadPower: repeatedFigure(load, { unit: 'W', basis, least: 0 }),
      idleShare: shareFigure(idleRepeats(idle), load, basis),
    },
    backend: model.model.backend,
    ...(name !== undefined && { meter: name }),
  };
}

const idleRepeats = ({ watts, range }: IdlePower): readonly Repeat[] =>
  watts.map((value) => ({ value, ...(range && { range }) }));

/** A ratio of two independent means: on the logarithm, whose error is that of both relative to their size. */
function shareFigure(
  idle: readonly Repeat[],
  load: readonly Repeat[],
  basis: 'observed' | 'estimated',
): Figure | Unmeasured {
  const [rest, work] = [idle.map(({ value }) => value), load.map(({ value }) => value)];
  const estimate = meanOf(rest) / meanOf(work);
  const scale = Math.hypot(standardError(rest) / meanOf(rest), standardError(work) / meanOf(work));
  const df = Math.min(rest.length, work.length) - 1;
  if (!(estimate > 0 && Number.isFinite(estimate) && Number.isFinite(scale)))
    return unmeasured('out-of-domain', 'the meter shows no power');
  const end = (side: 0 | 1, { value, range }: Repeat): number => range?.[side] ?? value;
  const banded = [...idle, ...load].some(({ range }) => range !== undefined);
  if (!banded && scale === 0) return unmeasured('out-of-domain', 'all repeats say the same: nothing tells their noise');
  const noise = Math.exp(studentTQuantile(0.995, df) * scale);
  const ratio = (side: 0 | 1): number =>
    meanOf(idle.map((repeat) => end(side, repeat))) / meanOf(load.map((repeat) => end(side === 0 ? 1 : 0, repeat)));
  return {
    estimate,
    unit: '1',
    n: load.length,
    uncertainty: banded
      ? // Whatever the model's error, rest takes no more than work.
        {
          kind: 'range',
          lower: Math.min(estimate, ratio(0) / noise),
          upper: Math.max(estimate, Math.min(1, ratio(1) * noise)),
        }
      : { kind: 'student-t', scale, df, transform: 'log' },
    basis,
  };
}
