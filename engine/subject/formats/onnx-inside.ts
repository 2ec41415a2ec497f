/** An ONNX model opened at its last stage: the stage itself, and the graph before it as an encoder of rows. */
import { readModel } from '../../backends/onnx-graph.js';
import { encodeModel } from '../../backends/onnx-proto.js';
import type { ModelProto } from '../../backends/onnx-proto.js';
import { openSession } from '../../backends/onnxruntime.js';
import type { Encoded } from '../../methods/explainability/shap/tree-ensemble.js';
import type { ModelInside } from '../model-inside.js';
import { selectRows } from '../table.js';
import type { Table } from '../table.js';
import { ModelFault } from '../view.js';
import { runInBatches } from './answer-in-batches.js';
import type { Run } from './answer-in-batches.js';
import type { InputBlock } from './onnx-inputs.js';
import { columnOwners } from './onnx-owners.js';
import { stageReader } from './onnx-stage.js';

/** DataType FLOAT. */
const FLOAT = 1;

/** How rows get into the model, and rows to look at. */
export interface Rows {
  readonly names: readonly string[];
  readonly blocks: readonly InputBlock[];
  sample(): Promise<Table | undefined>;
}

/**
 * `undefined` where the model is not one linear or tree stage over columns of one feature each. `order` has, for each
 * class of the model, its index in the subject's classes.
 */
export async function openInside(
  proto: ModelProto,
  { names, blocks, sample }: Rows,
  order: readonly number[],
): Promise<ModelInside | undefined> {
  const graph = readModel(proto);
  const reader = stageReader(graph);
  if (reader === undefined) return undefined;
  const { input } = reader;
  const isInput = graph.inputs.some(({ name }) => name === input);
  const session = await openSession(encodeModel(encoderOf(proto, input, isInput)));
  const encode: ModelInside['encode'] = async (table, signal) => {
    const parts: { data: Float32Array | Float64Array; columns: number }[] = [];
    const question = { rows: table, names, blocks, ...(signal && { signal }) };
    const run: Run = (feeds, outputs) => session.run(feeds, outputs);
    await runInBatches(question, run, [ENCODED], (results, _, taken) => {
      const { data, dims } = results[ENCODED]!;
      if (!(data instanceof Float32Array || data instanceof Float64Array)) {
        throw new ModelFault('unsupported', 'the model’s last stage reads no floats');
      }
      const columns = dims.slice(1).reduce((product, dim) => product * dim, 1);
      parts.push({ data: data.slice(0, taken * columns), columns });
    });
    return joined(parts, table.rowCount);
  };
  const some = await sample();
  const columns = some === undefined || some.rowCount === 0 ? 0 : (await encode(selectRows(some, [0]))).columns;
  const reading = reader.read(columns);
  const owners = columnOwners(graph, blocks, input, columns);
  if (reading === undefined || owners === undefined || (order.length > 0 && order.length !== reading.views.length)) {
    await session.close();
    return undefined;
  }
  const { stage, link, views } = reading;
  return {
    stage,
    link,
    views: order.length === 0 ? views : order.map((_, index) => views[order.indexOf(index)]!),
    owners: owners.map((feature) => names[feature]!),
    encode,
    close: () => session.close(),
  };
}

/** An output of a graph's own name may be its input; ONNX wants them apart. */
const ENCODED = 'assay_encoded';

/** The graph up to `tensor`, which is its one output. */
function encoderOf(proto: ModelProto, tensor: string, isInput: boolean): ModelProto {
  const graph = proto.graph!;
  const wanted = new Set([tensor]);
  const nodes = graph.node
    .slice()
    .reverse()
    .filter((node) => {
      if (isInput || !node.output.some((name) => wanted.has(name))) return false;
      for (const name of node.input) wanted.add(name);
      return true;
    })
    .reverse();
  return {
    ...proto,
    graph: {
      ...graph,
      node: [
        ...nodes,
        {
          opType: 'Cast',
          name: ENCODED,
          input: [tensor],
          output: [ENCODED],
          attribute: [{ name: 'to', type: 2, i: FLOAT, floats: [], ints: [], strings: [], tensors: [], graphs: [] }],
        },
      ],
      output: [{ name: ENCODED, type: { tensorType: { elemType: FLOAT } } }],
    },
  };
}

function joined(parts: readonly { data: ArrayLike<number>; columns: number }[], rows: number): Encoded {
  const columns = parts[0]?.columns ?? 0;
  const values = new Float64Array(rows * columns);
  let at = 0;
  for (const { data } of parts) {
    values.set(data, at);
    at += data.length;
  }
  return { rows, columns, values };
}
