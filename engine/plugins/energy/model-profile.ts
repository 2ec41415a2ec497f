import type { FlopCount } from '../../methods/energy/graph-profile.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { flopFigure } from './flop-figure.js';
import { profileOfModel } from './profile-of-model.js';

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
  version: '1.2.0',
  title: { en: 'Size and arithmetic of the model', zh: '模型的体积与运算量' },
  about: 'model',
  needs: ['model'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, signal }: MeasureContext<Record<never, never>>): Promise<MeasureResult> {
  const profile = await profileOfModel(await subject.model());
  if ('unmeasured' in profile) return nothingMeasured(outputs, profile);
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

function sparsity(parameters: number, zeros: number | undefined): Figure | Unmeasured {
  if (parameters === 0) return unmeasured('out-of-domain', 'the model has no parameters');
  if (zeros === undefined)
    return unmeasured('unsupported', 'some parameters are in another file or a form unread here');
  return exactFigure(zeros / parameters, '1');
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
