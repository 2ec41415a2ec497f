import { repeatedRatio } from '../../methods/energy/repeated-ratio.js';
import type { ReadingPair } from '../../methods/energy/repeated-ratio.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { answeredPart } from '../answered-part.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Basis, Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { lossOf } from './candidate.js';
import type { QualityParameters } from './candidate.js';
import { servePaired } from './paired-serving.js';
import { servedModel } from './serving.js';

interface Params extends QualityParameters {
  readonly batch: number;
  readonly seconds: number;
}

const outputs = {
  energyRatio: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: { en: 'Energy of a prediction over the predecessor’s', zh: '每次预测能耗与前一版本之比' },
  },
  timeRatio: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: { en: 'Time of a prediction over the predecessor’s', zh: '每次预测时间与前一版本之比' },
  },
  metricLoss: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: { en: 'By how much the metric is worse than the predecessor’s', zh: '指标较前一版本变差的幅度' },
  },
  nonInferior: {
    type: 'boolean',
    title: { en: 'The metric is not worse than the predecessor’s by the margin', zh: '指标非劣于前一版本（在界值内）' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Energy is gross of what the run's meter covers; both models serve by turns, the same rows in the same batches. */
export const energyComparison = definePlugin<Params>({
  id: 'energy/comparison',
  version: '1.0.0',
  title: { en: 'Energy of the model beside its predecessor’s, at what loss', zh: '与前一版本相比的能耗及质量损失' },
  about: 'model',
  needs: ['model', 'predecessor', 'data.test', 'target'],
  deterministic: false,
  metered: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<Params>): Promise<MeasureResult> {
  const { subject, params, signal, rng } = context;
  signal.throwIfAborted();
  const current = await answeredPart(subject, 'test');
  if ('unmeasured' in current) return nothingMeasured(outputs, current);
  const predecessor = await answeredPart(subject, 'test', 'predecessor');
  if ('unmeasured' in predecessor) return nothingMeasured(outputs, predecessor);
  const small = tooSmall(current.units);
  const loss =
    small === undefined
      ? lossOf(predecessor, current, params, rng)
      : unmeasured('out-of-domain', `data.test: ${small}`);
  const { energyRatio, timeRatio, meter } = await ratiosOf(context);
  return {
    outputs: {
      energyRatio,
      timeRatio,
      metricLoss: 'unmeasured' in loss ? loss : loss.metricLoss,
      nonInferior: 'unmeasured' in loss ? loss : { value: loss.nonInferior, basis: current.model.basis },
    },
    backend: current.model.backend,
    ...(meter !== undefined && { meter }),
  };
}

async function ratiosOf(
  context: MeasureContext<Params>,
): Promise<{ readonly energyRatio: Output; readonly timeRatio: Output; readonly meter?: string }> {
  const { subject, params, signal } = context;
  const model = await servedModel(subject, signal);
  if ('unmeasured' in model) return { energyRatio: model, timeRatio: model };
  const predecessor = await servedModel(subject, signal, 'predecessor');
  if ('unmeasured' in predecessor) return { energyRatio: predecessor, timeRatio: predecessor };
  const { energy, time, reading, fault } = await servePaired(
    context,
    model.batchesOf(params.batch),
    predecessor.batchesOf(params.batch),
    params.seconds,
  );
  return {
    energyRatio:
      fault === undefined
        ? ratioFigure(energy, reading?.basis ?? 'estimated')
        : unmeasured(fault.unmeasured, fault.message),
    timeRatio: ratioFigure(time, 'observed'),
    ...(reading !== undefined && { meter: reading.meter }),
  };
}

function ratioFigure(pairs: readonly ReadingPair[], basis: Basis): Figure | Unmeasured {
  const found = repeatedRatio(pairs);
  if (found === undefined)
    return unmeasured(
      'out-of-domain',
      `${pairs.length} pairs of readings tell no ratio, or not how far chance reaches`,
    );
  const uncertainty: Figure['uncertainty'] =
    found.kind === 'student-t'
      ? { kind: 'student-t', scale: found.scale, df: found.df, transform: 'log' }
      : { kind: 'range', lower: Math.exp(found.lower), upper: Math.exp(found.upper) };
  return { estimate: Math.exp(found.mean), unit: '1', n: pairs.length, uncertainty, basis };
}
