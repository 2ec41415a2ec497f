import { measuredMemory } from '../../backends/measured-memory.js';
import type { Band } from '../../methods/energy/band.js';
import { largestBatch, memoryOf } from '../../methods/energy/graph-memory.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Model } from '../../subject/view.js';
import type { Detail } from '../detail.js';
import type { Basis, Output, Unmeasured } from '../figure.js';
import { exactFigure } from '../exact-figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';
import type { ModelFileProfile } from './model-file-profile.js';
import { profileOfModel } from './profile-of-model.js';

interface Params {
  readonly batch: number;
  readonly budgetMiB: number | null;
  readonly method: 'auto' | 'measured' | 'estimated';
}

const outputs = {
  peakMemory: {
    type: 'number',
    unit: 'B',
    range: [0, null],
    title: { en: 'Most memory that the model takes while it answers a batch', zh: '模型应答一批数据时的内存峰值' },
  },
  weights: {
    type: 'integer',
    unit: 'B',
    range: [0, null],
    title: { en: 'Memory of its constants', zh: '常量占用的内存' },
  },
  fits: { type: 'boolean', title: { en: 'It fits the budget', zh: '不超出预算' } },
  largestBatch: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Largest batch that fits the budget', zh: '预算内可容纳的最大批次' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** What the runtime and its process take without the model is not in it. */
export const memoryFit = definePlugin<Params>({
  id: 'energy/memory-fit',
  version: '1.1.0',
  title: { en: 'Memory of the model against a budget', zh: '模型内存与预算' },
  about: 'model',
  needs: ['model'],
  deterministic: false,
  budgeted: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

interface Peak extends Band {
  readonly basis: Basis;
}

async function measure({ subject, params, device, signal }: MeasureContext<Params>): Promise<MeasureResult> {
  signal.throwIfAborted();
  const model = await subject.model();
  const profile = await profileOfModel(model);
  signal.throwIfAborted();
  if ('unmeasured' in profile) return nothingMeasured(outputs, profile);
  const measured = params.method === 'estimated' ? undefined : await measuredPeak(model, device.kind, params.batch);
  signal.throwIfAborted();
  const estimated = estimatedPeak(profile, params.batch);
  const peak =
    measured !== undefined && (params.method === 'measured' || !('unmeasured' in measured)) ? measured : estimated;
  const budget = params.budgetMiB === null ? device.memory : params.budgetMiB * 2 ** 20;
  const none = unmeasured('missing-input', 'no budget is given: name one by --gpu-memory or budgetMiB');
  return {
    outputs: {
      peakMemory: 'unmeasured' in peak ? peak : bandFigure(peak, 'B', peak.basis),
      weights: weightsOf(profile),
      fits: budget === undefined ? none : fitsIn(peak, budget),
      largestBatch: budget === undefined ? none : largestBatchIn(profile, budget),
    },
    details: byBatch(profile, budget),
    ...(peak === measured && !('unmeasured' in peak) && { backend: 'onnxruntime/cpu' }),
  };
}

async function measuredPeak(
  model: Model | undefined,
  kind: 'cpu' | 'gpu' | 'software',
  batch: number,
): Promise<Peak | Unmeasured> {
  if (model?.format !== 'onnx' || model.path === undefined)
    return unmeasured('unsupported', 'only ONNX models are opened in a process of their own');
  if (kind !== 'cpu') return unmeasured('unsupported', 'no process tells what it takes of a graphics adapter');
  const answer = await measuredMemory(model.path, batch);
  if ('refused' in answer) return unmeasured('failed', `the model was not opened to measure it: ${answer.refused}`);
  return { estimate: answer.grown, lower: answer.least, upper: answer.most, basis: 'observed' };
}

function estimatedPeak({ graph }: ModelFileProfile, batch: number): Peak | Unmeasured {
  const memory = 'uncounted' in graph ? graph : memoryOf(graph, batch);
  return 'uncounted' in memory ? unmeasured('unsupported', memory.uncounted) : { ...memory.peak, basis: 'estimated' };
}

function weightsOf({ graph }: ModelFileProfile): Output {
  const memory = 'uncounted' in graph ? graph : memoryOf(graph, 1);
  return 'uncounted' in memory ? unmeasured('unsupported', memory.uncounted) : exactFigure(memory.constants, 'B');
}

const MEBIBYTE = 2 ** 20;
const mebibytes = (bytes: number): string => `${(bytes / MEBIBYTE).toPrecision(3)} MiB`;

function fitsIn(peak: Peak | Unmeasured, budget: number): Output {
  if ('unmeasured' in peak) return peak;
  if (peak.upper <= budget) return { value: true, basis: peak.basis };
  if (peak.lower > budget) return { value: false, basis: peak.basis };
  return unmeasured(
    'out-of-domain',
    `it takes ${mebibytes(peak.lower)} to ${mebibytes(peak.upper)}, and the budget of ${mebibytes(budget)} lies between`,
  );
}

const MOST_ROWS = 2 ** 20;

function largestBatchIn({ graph }: ModelFileProfile, budget: number): Output {
  if ('uncounted' in graph) return unmeasured('unsupported', graph.uncounted);
  const [one, two] = [memoryOf(graph, 1), memoryOf(graph, 2)];
  if ('uncounted' in one) return unmeasured('unsupported', one.uncounted);
  const fixed = !('uncounted' in two) && two.rows === one.rows;
  const most = (end: keyof Band): number =>
    fixed ? (one.peak[end] <= budget ? one.rows : 0) : (largestBatch(graph, budget, end, MOST_ROWS) ?? Number.NaN);
  const band = { estimate: most('estimate'), lower: most('upper'), upper: most('lower') };
  if (Object.values(band).some(Number.isNaN))
    return unmeasured('unsupported', 'the graph’s shapes hold for some sizes of batch alone');
  return bandFigure(band, '1', 'estimated');
}

/** Batches of the table, as in energy/inference's curve. */
const BATCHES = [1, 4, 16, 64, 256, 1024, 4096];

function byBatch({ graph }: ModelFileProfile, budget: number | undefined): readonly Detail[] {
  if ('uncounted' in graph) return [];
  const rows = BATCHES.flatMap((batch) => {
    const memory = memoryOf(graph, batch);
    return 'uncounted' in memory || memory.rows !== batch ? [] : [{ batch, ...memory.peak }];
  });
  if (rows.length < 2) return [];
  return [
    {
      type: 'table',
      id: 'memory-by-batch',
      title: { en: 'Memory by size of batch, estimated', zh: '按批大小估计的内存' },
      columns: [
        { name: 'batch' },
        { name: 'peakMemory', unit: 'B' },
        { name: 'lowest', unit: 'B' },
        { name: 'highest', unit: 'B' },
        ...(budget === undefined ? [] : [{ name: 'budget', unit: 'B' }]),
      ],
      rows: rows.map(({ batch, estimate, lower, upper }) => [
        batch,
        estimate,
        lower,
        upper,
        ...(budget === undefined ? [] : [budget]),
      ]),
    },
  ];
}
