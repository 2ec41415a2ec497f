import { encodeModel } from '../../backends/onnx-proto.js';
import type { AttributeProto } from '../../backends/onnx-proto.js';
import type { Forest } from './forest-fit.js';
import { answerWidth } from './forest-task.js';

const FLOAT = 1;
const INT64 = 7;
const ML = 'ai.onnx.ml';

const ints = (name: string, values: readonly number[]): AttributeProto => attribute(name, 7, { ints: [...values] });
const floats = (name: string, values: readonly number[]): AttributeProto => attribute(name, 6, { floats: [...values] });
const texts = (name: string, values: readonly string[]): AttributeProto =>
  attribute(name, 8, { strings: values.map((value) => new TextEncoder().encode(value)) });

function attribute(name: string, type: number, fields: Partial<AttributeProto>): AttributeProto {
  return { name, type, floats: [], ints: [], strings: [], tensors: [], graphs: [], ...fields };
}

/**
 * A fitted tree or forest as an ONNX model: one input `x`, float32, rows × the encoder's columns. For numbers a
 * TreeEnsembleRegressor with output `prediction`; for classes a TreeEnsembleClassifier with outputs `label` (numbers of
 * the classes that the training rows had) and `probabilities`. Thresholds are rounded down to float32, so that a
 * float32 value goes the way it would in double precision. `nodes_hitrates` hold covers: what the training rows weigh that
 * passed a node.
 */
export function exportForest(forest: Forest): Uint8Array {
  const { task, encoder, centre } = forest.training;
  const { classes, plan } = task;
  const numbers = classes === 0;
  const width = answerWidth(task);
  const nodes = { tree: [] as number[], id: [] as number[], mode: [] as string[], feature: [] as number[] };
  const rest = { value: [] as number[], cover: [] as number[], yes: [] as number[], no: [] as number[] };
  const leaves = { tree: [] as number[], node: [] as number[], id: [] as number[], weight: [] as number[] };
  forest.trees.forEach((tree, number) => {
    tree.features.forEach((feature, id) => {
      const leaf = feature < 0;
      nodes.tree.push(number);
      nodes.id.push(id);
      nodes.mode.push(leaf ? 'LEAF' : 'BRANCH_LEQ');
      nodes.feature.push(leaf ? 0 : feature);
      rest.value.push(leaf ? 0 : roundedDown(tree.thresholds[id]!));
      rest.cover.push(forest.covers[number]![id]!);
      rest.yes.push(leaf ? 0 : tree.left[id]!);
      rest.no.push(leaf ? 0 : tree.right[id]!);
      if (!leaf) return;
      const own = tree.values.subarray(id * width, (id + 1) * width);
      // Of two classes one vote of id 0, which ONNX Runtime takes as the second's share: of both votes' rows it labels
      // all those as the second that have any share of it.
      const votes = classes === 2 ? own.subarray(width - 1) : own;
      votes.forEach((share, index) => {
        leaves.tree.push(number);
        leaves.node.push(id);
        leaves.id.push(index);
        leaves.weight.push(share / plan.trees);
      });
    });
  });
  const kind = numbers ? 'target' : 'class';
  const tensor = (name: string, elemType: number, dims: readonly (string | number)[]) => ({
    name,
    type: {
      tensorType: {
        elemType,
        shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
      },
    },
  });
  const attributes = [
    ints('nodes_treeids', nodes.tree),
    ints('nodes_nodeids', nodes.id),
    texts('nodes_modes', nodes.mode),
    ints('nodes_featureids', nodes.feature),
    floats('nodes_values', rest.value),
    floats('nodes_hitrates', rest.cover),
    ints('nodes_truenodeids', rest.yes),
    ints('nodes_falsenodeids', rest.no),
    ints(`${kind}_treeids`, leaves.tree),
    ints(`${kind}_nodeids`, leaves.node),
    ints(`${kind}_ids`, leaves.id),
    floats(`${kind}_weights`, leaves.weight),
    ...(numbers
      ? [attribute('n_targets', 2, { i: 1 }), floats('base_values', [centre])]
      : [
          ints(
            'classlabels_int64s',
            Array.from({ length: classes }, (_, code) => code),
          ),
        ]),
  ];
  return encodeModel({
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 17 },
      { domain: ML, version: 3 },
    ],
    producerName: 'assay',
    functions: [],
    graph: {
      name: 'forest',
      node: [
        {
          opType: numbers ? 'TreeEnsembleRegressor' : 'TreeEnsembleClassifier',
          domain: ML,
          name: 'trees',
          input: ['x'],
          output: numbers ? ['prediction'] : ['label', 'probabilities'],
          attribute: attributes,
        },
      ],
      initializer: [],
      sparseInitializer: [],
      input: [tensor('x', FLOAT, ['rows', encoder.columns])],
      output: numbers
        ? [tensor('prediction', FLOAT, ['rows', 1])]
        : [tensor('label', INT64, ['rows']), tensor('probabilities', FLOAT, ['rows', classes])],
    },
  });
}

function roundedDown(value: number): number {
  const single = Math.fround(value);
  if (single <= value) return single;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, single);
  // The next float32 below: one less in the bits of a positive number, one more of a negative one.
  view.setInt32(0, view.getInt32(0) + (single > 0 ? -1 : 1));
  return single === 0 ? -(2 ** -149) : view.getFloat32(0);
}
