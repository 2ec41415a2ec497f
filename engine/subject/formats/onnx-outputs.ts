/** Which outputs of an ONNX model are its answers. */
import type { OnnxGraph, OnnxNode, OnnxType, OnnxValue } from '../../backends/onnx-graph.js';
import type { Mismatch } from './onnx-inputs.js';

export type OutputPlan =
  | { readonly kind: 'numbers'; readonly output: string }
  | {
      readonly kind: 'classes';
      readonly labels?: string;
      readonly probabilities?: string;
      /** Numbers a row of the probabilities, where the file tells. */
      readonly width?: number;
      /** A float output beside the labels that is scores of a margin, not probabilities: not used. */
      readonly scores?: string;
      /** In the model's own order, where the file tells. */
      readonly names?: readonly string[];
    };

const FLOATS: ReadonlySet<OnnxType> = new Set(['float32', 'float64']);
const LABELS: ReadonlySet<OnnxType> = new Set(['int64', 'int32', 'string']);

/**
 * After ZipMaps are cut. Regression: the one float output. Classification: labels are the one output of integers or
 * strings, probabilities the one float output, or where there are several the one with `prob` in its name.
 */
export function mapOutputs(
  graph: Pick<OnnxGraph, 'nodes' | 'outputs'>,
  regression: boolean,
  zipMapClasses?: readonly string[],
): OutputPlan | Mismatch {
  const tensors = (types: ReadonlySet<OnnxType>): readonly OnnxValue[] =>
    graph.outputs.filter(({ value }) => value.kind === 'tensor' && types.has(value.type));
  const floats = tensors(FLOATS);
  const outputs = graph.outputs.map(({ name }) => `"${name}"`).join(', ');
  if (regression) {
    const sole = floats.length === 1 && graph.outputs.length === 1 ? floats[0]! : undefined;
    if (sole !== undefined && (widthOf(sole) ?? 1) === 1) return { kind: 'numbers', output: sole.name };
    return { mismatch: `a regression model has one output of numbers; this one has the outputs ${outputs}` };
  }
  const labels = tensors(LABELS);
  const probable = floats.length > 1 ? floats.filter(({ name }) => /prob/i.test(name)) : floats;
  if (labels.length > 1 || probable.length > 1 || (floats.length > 0 && probable.length === 0)) {
    return { mismatch: `of its outputs ${outputs} it is not clear which are labels and which probabilities` };
  }
  const label = labels[0]?.name;
  const float = probable[0]?.name;
  const width = probable[0] === undefined ? undefined : widthOf(probable[0]);
  if (label === undefined && float === undefined) {
    return { mismatch: `a classifier gives labels or probabilities; this model has the outputs ${outputs}` };
  }
  const names = zipMapClasses ?? classNames(graph);
  const scores = label !== undefined && float !== undefined && givesScores(graph, float);
  return {
    kind: 'classes',
    ...(label === undefined ? {} : { labels: label }),
    ...(float === undefined ? {} : scores ? { scores: float } : { probabilities: float }),
    ...(width === undefined || scores ? {} : { width }),
    ...(names === undefined ? {} : { names }),
  };
}

/** The product of the dimensions after the rows, where all are stated. */
function widthOf({ value }: OnnxValue): number | undefined {
  const inner = value.kind === 'tensor' ? value.shape?.slice(1) : undefined;
  return inner?.reduce<number | undefined>((product, dim) => {
    return product === undefined || typeof dim !== 'number' ? undefined : product * dim;
  }, 1);
}

/** The class labels of classical operators, where all nodes that have some agree. */
function classNames({ nodes }: Pick<OnnxGraph, 'nodes'>): readonly string[] | undefined {
  let found: readonly string[] | undefined;
  for (const { attributes } of nodes) {
    for (const key of ['classlabels_strings', 'classlabels_int64s', 'classlabels_ints']) {
      const attribute = attributes[key];
      if (attribute?.kind !== 'strings' && attribute?.kind !== 'ints') continue;
      const names = attribute.value.map(String);
      if (names.length === 0) continue;
      if (found !== undefined && found.join('\n') !== names.join('\n')) return undefined;
      found = names;
    }
  }
  return found;
}

/** Margins straight from a linear or support-vector classifier without a post-transform (ONNX-ML operators, §LinearClassifier, §SVMClassifier). */
function givesScores({ nodes }: Pick<OnnxGraph, 'nodes'>, output: string): boolean {
  const node = producer(nodes, output);
  const post = node?.attributes['post_transform'];
  if (post?.kind === 'string' && post.value !== 'NONE') return false;
  if (node?.opType === 'LinearClassifier') return true;
  return node?.opType === 'SVMClassifier' && node.attributes['prob_a'] === undefined;
}

function producer(nodes: readonly OnnxNode[], value: string): OnnxNode | undefined {
  const node = nodes.find(({ outputs }) => outputs.includes(value));
  return node?.opType === 'Identity'
    ? producer(
        nodes.filter((other) => other !== node),
        node.inputs[0]!,
      )
    : node;
}
