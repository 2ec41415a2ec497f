import type { FlopCount, OperatorLine } from '../../methods/energy/graph-profile.js';
import { OPERATORS } from '../../methods/energy/operator-flops.js';
import { rowTrainingCompute } from '../../methods/energy/training-compute.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { flopFigure } from './flop-figure.js';
import { profileOfModel } from './profile-of-model.js';
import { trainingOf } from './training-evidence.js';

const number = (unit: string, en: string, zh: string) =>
  ({ type: 'number', unit, range: [0, null], title: { en, zh } }) as const;
const integer = (unit: string, en: string, zh: string) =>
  ({ type: 'integer', unit, range: [0, null], title: { en, zh } }) as const;

const outputs = {
  flops: number('FLOP/prediction', 'Floating-point operations a prediction', '每次预测的浮点运算次数'),
  multiplyAdds: number('1/prediction', 'Multiply-adds a prediction', '每次预测的乘加次数'),
  parameters: integer('1', 'Numbers that the model has learnt', '模型参数数量'),
  bytesMoved: number('B/prediction', 'Bytes read and written a prediction', '每次预测读写的字节数'),
  arithmeticIntensity: number('FLOP/B', 'Operations for each byte moved', '每移动一字节的运算次数'),
  trainingFlops: number('FLOP', 'Training compute: 3 · operations · rows · epochs', '训练计算量：3·运算次数·行数·轮数'),
  operators: {
    type: 'list',
    title: { en: 'Arithmetic and traffic by operator', zh: '各算子的运算量与访存量' },
    items: {
      operator: { type: 'enum', values: OPERATORS, title: { en: 'Operator', zh: '算子' } },
      flops: number('FLOP/prediction', 'Floating-point operations a prediction', '每次预测的浮点运算次数'),
      bytesMoved: number('B/prediction', 'Bytes read and written a prediction', '每次预测读写的字节数'),
      parameters: integer('1', 'Numbers that the operator has learnt', '该算子的参数数量'),
      nodes: integer('1', 'Operators of this kind', '该类算子的个数'),
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const compute = definePlugin<Record<never, never>>({
  id: 'energy/compute',
  version: '1.1.0',
  title: { en: 'Arithmetic and memory traffic of the model, by operator', zh: '模型各算子的运算量与访存量' },
  about: 'model',
  needs: ['model'],
  reads: ['training'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, signal }: MeasureContext<Record<never, never>>): Promise<MeasureResult> {
  const profile = await profileOfModel(await subject.model());
  signal.throwIfAborted();
  if ('unmeasured' in profile) return nothingMeasured(outputs, profile);
  const { flops, parameters } = profile;
  const counted = <T extends Output>(of: (count: Counted) => T): T | Unmeasured =>
    'uncounted' in flops ? unmeasured('unsupported', flops.uncounted) : of(flops);
  return {
    outputs: {
      flops: flopFigure(flops),
      multiplyAdds: counted(({ multiplyAdds }) => exactFigure(multiplyAdds, '1/prediction')),
      parameters: exactFigure(parameters, '1'),
      bytesMoved: counted(({ bytes }) => exactFigure(bytes, 'B/prediction')),
      arithmeticIntensity: counted(intensity),
      trainingFlops: counted((count) => trainingFlops(count, trainingOf(subject).compute)),
      operators: counted(({ operators }) => ({ items: operators.map(lineOf) })),
    },
  };
}

type Counted = Exclude<FlopCount, { readonly uncounted: string }>;

const intensity = ({ lower, upper, bytes }: Counted): Figure | Unmeasured =>
  bytes === 0
    ? unmeasured('out-of-domain', 'the model moves no bytes')
    : ranged(exactFigure(upper / bytes, 'FLOP/B'), lower / bytes);

function trainingFlops(
  { lower, upper }: Counted,
  { rows, epochs }: NonNullable<ReturnType<typeof trainingOf>['compute']> = {},
): Figure | Unmeasured {
  if (rows === undefined || epochs === undefined)
    return unmeasured('missing-input', 'training.compute does not say rows and epochs');
  const flops = rowTrainingCompute(upper, rows, epochs);
  if (!Number.isFinite(flops)) return unmeasured('out-of-domain', 'the training compute is too large for a number');
  return ranged(exactFigure(flops, 'FLOP', 'declared'), rowTrainingCompute(lower, rows, epochs));
}

const ranged = (figure: Figure, lower: number): Figure =>
  lower === figure.estimate ? figure : { ...figure, uncertainty: { kind: 'range', lower, upper: figure.estimate } };

const lineOf = ({ operator, nodes, flops, bytes, parameters }: OperatorLine) => ({
  operator: { value: operator, basis: 'observed' as const },
  flops: exactFigure(flops, 'FLOP/prediction'),
  bytesMoved: exactFigure(bytes, 'B/prediction'),
  parameters: exactFigure(parameters, '1'),
  nodes: exactFigure(nodes, '1'),
});
