import { readFile } from 'node:fs/promises';
import { JsonFault } from '../../backends/json-value.js';
import { OnnxFault, readOnnxGraph } from '../../backends/onnx-graph.js';
import type { OnnxModel } from '../../backends/onnx-graph.js';
import type { Graph } from '../../methods/energy/graph.js';
import { countFlops, countParameters } from '../../methods/energy/graph-profile.js';
import type { FlopCount } from '../../methods/energy/graph-profile.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import type { ModelFileProfile } from './model-file-profile.js';
import { tfjsProfile } from './tfjs-profile.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';

const outputs = {
  bytes: {
    type: 'integer',
    unit: 'B',
    range: [0, null],
    title: { en: 'Size of the model’s file', zh: '模型文件大小' },
  },
  parameters: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Numbers that the model has learnt', zh: '模型参数数量' },
  },
  sparsity: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of parameters that are zero', zh: '零值参数比例' },
  },
  flops: {
    type: 'number',
    unit: 'FLOP/prediction',
    range: [0, null],
    title: { en: 'Floating-point operations a prediction', zh: '每次预测的浮点运算次数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const modelProfile = definePlugin<Record<never, never>>({
  id: 'energy/model-profile',
  version: '1.0.0',
  title: { en: 'Size and arithmetic of the model', zh: '模型的体积与运算量' },
  about: 'model',
  needs: ['model'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, signal }: MeasureContext<Record<never, never>>): Promise<MeasureResult> {
  const model = await subject.model();
  if (model === undefined) return without('missing-input', 'the subject has no model');
  const profileOf = PROFILES[model.format];
  if (model.path === undefined || profileOf === undefined) {
    return without('unsupported', `a model of format ${model.format} has no file whose arithmetic can be read`);
  }
  let profile: ModelFileProfile;
  try {
    profile = await profileOf(model.path);
  } catch (fault) {
    if (fault instanceof OnnxFault || fault instanceof JsonFault || fault instanceof SyntaxError)
      return without('unsupported', fault.message);
    throw fault;
  }
  signal.throwIfAborted();
  const { bytes, parameters, zeros, flops } = profile;
  return {
    outputs: {
      bytes: exactFigure(bytes, 'B'),
      parameters: exactFigure(parameters, '1'),
      sparsity: sparsity(parameters, zeros),
      flops: flopFigure(flops),
    },
    details: operatorTable(flops),
  };
}

const PROFILES: Readonly<Record<string, (path: string) => Promise<ModelFileProfile>>> = {
  onnx: onnxProfile,
  tfjs: tfjsProfile,
};

async function onnxProfile(path: string): Promise<ModelFileProfile> {
  const bytes = await readFile(path);
  const onnx = readOnnxGraph(bytes);
  const graph = graphOf(onnx);
  const external = onnx.initializers.reduce((sum, { external: file, byteLength }) => sum + (file ? byteLength : 0), 0);
  return { bytes: bytes.length + external, ...countParameters(graph), flops: countFlops(graph) };
}

/** External tensors are counted by their size and shape; their numbers stay unread. */
const graphOf = (onnx: OnnxModel): Graph => ({
  nodes: onnx.nodes,
  constants: [...onnx.initializers, ...onnx.sparseInitializers.map(({ values }) => values)],
  inputs: onnx.inputs.map(({ name, value }) => ({ name, shape: 'shape' in value ? value.shape : undefined })),
});

function sparsity(parameters: number, zeros: number | undefined): Figure | Unmeasured {
  if (parameters === 0) return unmeasured('out-of-domain', 'the model has no parameters');
  if (zeros === undefined)
    return unmeasured('unsupported', 'some parameters are in another file or a form unread here');
  return exactFigure(zeros / parameters, '1');
}

/** The longest way of a row; where the data choose shorter ones (trees), a range down to the shortest. */
function flopFigure(flops: FlopCount): Figure | Unmeasured {
  if ('uncounted' in flops) return unmeasured('unsupported', flops.uncounted);
  const figure = exactFigure(flops.upper, 'FLOP/prediction');
  if (flops.lower === flops.upper) return figure;
  return { ...figure, uncertainty: { kind: 'range', lower: flops.lower, upper: flops.upper } };
}

const operatorTable = (flops: FlopCount): readonly Detail[] =>
  'uncounted' in flops
    ? []
    : [
        {
          type: 'table',
          id: 'operators',
          title: { en: 'Arithmetic by operator', zh: '各算子的运算量' },
          columns: [{ name: 'operator' }, { name: 'nodes' }, { name: 'flops', unit: 'FLOP/prediction' }],
          rows: flops.operators.map(({ operator, nodes, flops: count }) => [operator, nodes, count]),
        },
      ];

const without = (cause: 'missing-input' | 'unsupported', detail: string): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
