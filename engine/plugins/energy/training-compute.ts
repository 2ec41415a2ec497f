import { quotientOf } from '../../methods/energy/band.js';
import { disagreement, withMargin } from '../../methods/energy/training-compute.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';
import { flopsOfHardware, flopsOfTransformer } from './declared-compute.js';
import { trainingOf } from './training-evidence.js';

export interface TrainingComputeParameters {
  readonly margin: number;
}

const outputs = {
  flops: {
    type: 'number',
    unit: 'FLOP',
    range: [0, null],
    title: { en: 'Training compute', zh: '训练计算量' },
  },
  methodsRatio: {
    type: 'number',
    unit: '1',
    range: [1, null],
    title: {
      en: 'Largest estimate of the training compute over the smallest',
      zh: '各训练计算量估计的最大值与最小值之比',
    },
  },
  modificationShare: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Compute of a modification over that of the original model',
      zh: '修改所用计算量与原模型训练计算量之比',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const trainingCompute = definePlugin<TrainingComputeParameters>({
  id: 'energy/training-compute',
  version: '1.0.0',
  title: { en: 'Training compute, as the AI Act counts it', zh: '训练计算量（按《人工智能法》口径）' },
  about: 'training',
  needs: ['training'],
  deterministic: true,
  outputs,
  measure,
});

async function measure({ subject, params, signal }: MeasureContext<TrainingComputeParameters>): Promise<MeasureResult> {
  signal.throwIfAborted();
  const evidence = trainingOf(subject);
  const hardware = flopsOfHardware(evidence);
  if (typeof hardware === 'object') return nothingMeasured(outputs, hardware);
  const estimates = [
    { method: 'as stated', flops: evidence.compute?.flops },
    { method: 'hardware, C = N · L · H · U', flops: hardware },
    { method: 'architecture, C = 6 · P · D', flops: flopsOfTransformer(evidence) },
  ].flatMap(({ method, flops }) => (flops === undefined ? [] : [{ method, flops }]));
  const [first] = estimates;
  if (first === undefined)
    return nothingMeasured(
      outputs,
      unmeasured(
        'missing-input',
        'give training.compute (flops, or parameters and tokens), or training.hardware with hours, peak and utilisation',
      ),
    );
  const odd = estimates.find((estimate) => !(estimate.flops > 0 && Number.isFinite(estimate.flops)));
  if (odd !== undefined)
    return nothingMeasured(
      outputs,
      unmeasured('out-of-domain', `the training compute (${odd.method}) is ${odd.flops}`),
    );
  const flops = withMargin(first.flops, params.margin);
  const original = evidence.compute?.originalFlops;
  return {
    outputs: {
      flops: bandFigure(flops, 'FLOP', 'declared'),
      methodsRatio: methodsRatio(estimates.map((estimate) => estimate.flops)),
      modificationShare:
        original === undefined
          ? unmeasured('missing-input', 'training.compute.originalFlops does not say what the original model took')
          : bandFigure(quotientOf(flops, withMargin(original, params.margin)), '1', 'declared'),
    },
    details: [tableOf(estimates)],
  };
}

function methodsRatio(estimates: readonly number[]): Output {
  if (estimates.length < 2) return unmeasured('missing-input', 'there is one estimate and nothing to hold it against');
  const ratio = disagreement(Math.min(...estimates), Math.max(...estimates));
  return Number.isFinite(ratio)
    ? exactFigure(ratio, '1', 'declared')
    : unmeasured('out-of-domain', 'the estimates are too far apart to compare');
}

const tableOf = (estimates: readonly { readonly method: string; readonly flops: number }[]): Detail => ({
  type: 'table',
  id: 'estimates',
  title: { en: 'Estimates; the first counts', zh: '各项估计（首行为采用值）' },
  columns: [{ name: 'method' }, { name: 'compute', unit: 'FLOP' }],
  rows: estimates.map(({ method, flops }) => [method, flops]),
});
