/** The one linear or tree stage of an ONNX graph. */
import type { OnnxGraph, OnnxNode } from '../../backends/onnx-graph.js';
import { numberAttribute, numbersAttribute, textAttribute, textsAttribute } from '../../methods/energy/graph.js';
import { readEnsemble } from '../../methods/explainability/shap/read-ensemble.js';
import type { ClassView, Link } from '../../methods/explainability/shap/read-ensemble.js';
import type { LinearScores, Trees } from '../model-inside.js';

export interface StageReading {
  /** The tensor that the stage reads, rows × columns. */
  readonly input: string;
  readonly stage: LinearScores | Trees;
  readonly link: Link;
  /** In the model's own order of classes. */
  readonly views: readonly ClassView[];
}

const ML = 'ai.onnx.ml';
const LINKS: Readonly<Record<string, Link>> = { NONE: 'identity', LOGISTIC: 'logistic', SOFTMAX: 'softmax' };

/** Reads the stage for `columns` encoded columns; asked without, tells the tensor that the stage reads. */
export interface StageReader {
  readonly input: string;
  read(columns: number): StageReading | undefined;
}

/**
 * The reader of a graph whose numbers come from exactly one tree ensemble, linear operator, or matrix product with
 * constant weights; `undefined` for any other.
 */
export function stageReader(graph: OnnxGraph): StageReader | undefined {
  const weighted = graph.nodes.filter((node) => isMachine(node) || isProduct(node));
  const [node] = weighted;
  if (node === undefined || weighted.length !== 1) return undefined;
  const input = node.inputs[0]!;
  if (!isMachine(node)) return { input, read: (columns) => productOf(graph, node, columns) };
  if (node.opType.startsWith('TreeEnsemble')) {
    return {
      input,
      read(columns) {
        const reading = readEnsemble(node, columns);
        if ('unreadable' in reading) return undefined;
        const { ensemble, link, views } = reading;
        return { input, stage: { kind: 'trees', ensemble }, link, views };
      },
    };
  }
  return { input, read: (columns) => linearOf(node, columns) };
}

const MACHINES = /^(TreeEnsemble(Classifier|Regressor)?|Linear(Classifier|Regressor)|SVM(Classifier|Regressor))$/;
const isMachine = ({ domain, opType }: OnnxNode): boolean => domain === ML && MACHINES.test(opType);
const isProduct = ({ opType }: OnnxNode): boolean => /^(Gemm|MatMul|Conv|Einsum|LSTM|GRU|RNN)$/.test(opType);

/** `LinearClassifier` and `LinearRegressor`. */
function linearOf(node: OnnxNode, columns: number): StageReading | undefined {
  if (!node.opType.startsWith('Linear')) return undefined;
  const weights = Float64Array.from(numbersAttribute(node, 'coefficients') ?? []);
  const outputs = weights.length / columns;
  const link = LINKS[textAttribute(node, 'post_transform', 'NONE')];
  if (!Number.isInteger(outputs) || outputs < 1 || link === undefined) return undefined;
  const intercepts = Float64Array.from(numbersAttribute(node, 'intercepts') ?? []);
  const stage = { kind: 'linear', columns, outputs, weights, intercepts: padded(intercepts, outputs) } as const;
  const labels =
    textsAttribute(node, 'classlabels_strings').length || numbersAttribute(node, 'classlabels_ints')?.length;
  return { input: node.inputs[0]!, stage, link, views: viewsOf(outputs, labels === 2 && outputs === 1) };
}

/** `Gemm`, or `MatMul` with an `Add` after it, with constant weights; the link by the activation that follows. */
function productOf(graph: OnnxGraph, node: OnnxNode, columns: number): StageReading | undefined {
  if (node.opType !== 'Gemm' && node.opType !== 'MatMul') return undefined;
  if (numberAttribute(node, 'transA', 0) !== 0) return undefined;
  const matrix = constantOf(graph, node.inputs[1]);
  if (matrix === undefined) return undefined;
  const outputs = matrix.length / columns;
  if (!Number.isInteger(outputs) || outputs < 1) return undefined;
  const alpha = numberAttribute(node, 'alpha', 1);
  const turned = numberAttribute(node, 'transB', 0) === 1;
  const weights = Float64Array.from(matrix, (_, at) => {
    const [output, column] = [Math.floor(at / columns), at % columns];
    return alpha * matrix[turned ? at : column * outputs + output]!;
  });
  const next = graph.nodes.find(({ inputs }) => inputs.includes(node.outputs[0]!));
  const added =
    node.opType === 'Gemm'
      ? constantOf(graph, node.inputs[2])
      : next?.opType === 'Add'
        ? constantOf(
            graph,
            next.inputs.find((input) => input !== node.outputs[0]),
          )
        : undefined;
  const beta = node.opType === 'Gemm' ? numberAttribute(node, 'beta', 1) : 1;
  const intercepts = padded(
    Float64Array.from(added ?? [], (value) => beta * value),
    outputs,
  );
  const link: Link = graph.nodes.some(({ opType }) => opType === 'Softmax')
    ? 'softmax'
    : graph.nodes.some(({ opType }) => opType === 'Sigmoid')
      ? 'logistic'
      : 'identity';
  return {
    input: node.inputs[0]!,
    stage: { kind: 'linear', columns, outputs, weights, intercepts },
    link,
    views: viewsOf(outputs, link === 'logistic' && outputs === 1),
  };
}

const viewsOf = (outputs: number, twoOfOne: boolean): readonly ClassView[] =>
  twoOfOne
    ? [
        { output: 0, sign: -1, offset: 0 },
        { output: 0, sign: 1, offset: 0 },
      ]
    : Array.from({ length: outputs }, (_, output) => ({ output, sign: 1, offset: 0 }));

/** One intercept for all outputs, or none, is written so by some exporters. */
const padded = (values: Float64Array, outputs: number): Float64Array =>
  values.length === outputs ? values : new Float64Array(outputs).fill(values[0] ?? 0);

function constantOf(graph: OnnxGraph, name: string | undefined): Float64Array | undefined {
  const values = graph.initializers.find((tensor) => tensor.name === name)?.values();
  return values instanceof Float64Array ? values : undefined;
}
