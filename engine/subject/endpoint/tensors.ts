/** Rows as the tensors of a model's inputs, in JSON. */
import type { OnnxType, OnnxValue } from '../../backends/onnx-graph.js';
import { feedOf } from '../formats/onnx-feeds.js';
import { mapInputs } from '../formats/onnx-inputs.js';
import type { FeatureSpec, InputBlock } from '../formats/onnx-inputs.js';
import type { Column } from '../table.js';
import { ModelFault } from '../view.js';

export interface Port {
  readonly name: string;
  readonly type: OnnxType;
  /** Of a batch; −1 where free. `undefined` where the server does not say. */
  readonly shape?: readonly number[];
}

/** Which columns go into which input, as for models that are files. Throws ModelFault (`unsupported`). */
export function planTensors(inputs: readonly Port[], features: readonly FeatureSpec[]): readonly InputBlock[] {
  const values = inputs.map(({ name, type, shape }): OnnxValue => ({
    name,
    value: {
      kind: 'tensor',
      type,
      ...(shape !== undefined && { shape: shape.map((dim, at) => (at === 0 || dim < 0 ? undefined : dim)) }),
    },
  }));
  const plan = mapInputs(values, features);
  if ('mismatch' in plan)
    throw new ModelFault('unsupported', `the endpoint's model does not fit the data: ${plan.mismatch}`);
  return plan.blocks;
}

/** The numbers of one row for one input, row-major, as JSON. Throws ModelFault. */
export function tensorRow(block: InputBlock, columns: readonly Column[], row: number): readonly string[] {
  // The server rounds to its own type: so the digits are those of the data.
  const wide = block.type === 'float32' ? { ...block, type: 'float64' as const } : block;
  const { data, type } = feedOf(wide, columns, row, 1, 1);
  return Array.from(data as ArrayLike<number | bigint | string>, (value, position) => {
    if (typeof value === 'string') return JSON.stringify(value);
    if (type === 'bool') return value === 0 ? 'false' : 'true';
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const { name } = columns[block.features[position]!]!;
      throw new ModelFault(
        'out-of-domain',
        `row ${row + 1} has no number in "${name}", and JSON tensors hold no missing value`,
      );
    }
    return String(value);
  });
}
