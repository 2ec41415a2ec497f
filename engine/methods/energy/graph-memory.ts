/**
 * Memory that a graph needs to answer: its constants, and the values that are alive at once where operators run one
 * after another in the graph's order and a value is given back after its last reader (the lifetimes of ONNX Runtime's and
 * TensorFlow.js' planners). A change of shape shares its input's memory. Nothing of the runtime itself counts.
 *
 * The band: at least where an operator on single numbers writes over an input that nobody reads any more; at most
 * where constants are held as read, folded, laid out anew and packed, memory is taken in an arena that grows by doubling (ONNX Runtime's
 * `kNextPowerOfTwo`), and a convolution lays its windows out as a matrix for one row (im2col).
 */
import type { Band } from './band.js';
import type { Graph, GraphNode } from './graph.js';
import { walkGraph } from './graph-walk.js';
import type { GraphStep } from './graph-walk.js';
import { bytesOf, widthOf } from './operator-bytes.js';
import { VIEWS } from './moving-operators.js';
import { sizeOf } from './shapes.js';

export interface GraphMemory {
  /** Bytes. */
  readonly constants: number;
  readonly peak: Band;
  /** The values alone, at their most. */
  readonly live: Band;
  /** Rows that go through at once. */
  readonly rows: number;
}

export function memoryOf(graph: Graph, batch: number): GraphMemory | { readonly uncounted: string } {
  const walk = walkGraph(graph, batch);
  if ('uncounted' in walk) return walk;
  const constants = constantBytes(graph);
  const { plain, inPlace } = liveBytes(walk.fed, walk.steps);
  const window = walk.steps.reduce((most, step) => Math.max(most, windowBytes(step) / walk.rows), 0);
  const live = { estimate: plain, lower: inPlace, upper: 2 * plain + window };
  return {
    constants,
    live,
    rows: walk.rows,
    peak: { estimate: constants + plain, lower: constants + inPlace, upper: 4 * constants + live.upper },
  };
}

/**
 * The largest batch whose memory is at most `bytes`, up to `most`; 0 where not even one row fits, `undefined` where it is not
 * counted. `of` picks the end of the band.
 */
export function largestBatch(graph: Graph, bytes: number, of: keyof Band, most: number): number | undefined {
  const fits = (batch: number): boolean | undefined => {
    const memory = memoryOf(graph, batch);
    return 'uncounted' in memory ? undefined : memory.peak[of] <= bytes;
  };
  const one = memoryOf(graph, 1);
  if ('uncounted' in one) return undefined;
  if (one.peak[of] > bytes) return 0;
  let [low, high] = [1, 2];
  for (; high <= most; high *= 2) {
    const found = fits(high);
    if (found === undefined) return undefined;
    if (!found) break;
    low = high;
  }
  high = Math.min(high, most + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle) === true) low = middle;
    else high = middle;
  }
  return low;
}

const constantBytes = ({ constants, nodes }: Graph): number =>
  constants.reduce((sum, { elements, type }) => sum + elements * widthOf(type), 0) +
  nodes.reduce((sum, node) => sum + attributeBytes(node), 0);

/** Learnt numbers of classical operators lie in their attributes; eight bytes is what an integer takes. */
function attributeBytes({ attributes, domain }: GraphNode): number {
  return Object.values(attributes).reduce((sum, { kind, value }) => {
    if (kind === 'tensor' && typeof value === 'object' && value !== null && 'elements' in value && 'type' in value)
      return sum + Number(value.elements) * widthOf(String(value.type));
    if (!Array.isArray(value) || domain !== 'ai.onnx.ml') return sum;
    return sum + value.length * (kind === 'floats' ? 4 : 8);
  }, 0);
}

/** The most bytes alive at a step: each value by itself, and with operators on single numbers in place. */
function liveBytes(
  fed: ReadonlyMap<string, { readonly shape: readonly number[]; readonly width: number }>,
  steps: readonly GraphStep[],
): { readonly plain: number; readonly inPlace: number } {
  const owner = new Map<string, string>();
  const ownerOf = (name: string): string => owner.get(name) ?? name;
  const size = new Map<string, number>([...fed].map(([name, value]) => [name, bytesOf(value)]));
  for (const { node, outputs } of steps) {
    const shared = VIEWS.has(node.opType) ? ownerOf(node.inputs[0] ?? '') : undefined;
    outputs.forEach((value, index) => {
      const name = node.outputs[index] ?? '';
      if (name === '' || node.opType === 'Constant') return;
      if (shared !== undefined && size.has(shared)) owner.set(name, shared);
      else size.set(name, bytesOf(value));
    });
  }
  const lastRead = new Map<string, number>();
  steps.forEach(({ node }, step) => node.inputs.forEach((name) => lastRead.set(ownerOf(name), step)));
  // What is fed is its caller's, and what nobody reads is an answer: both stay.
  const read = new Set(steps.flatMap(({ node }) => node.inputs));
  for (const { node } of steps)
    for (const name of node.outputs) if (!read.has(name)) lastRead.set(ownerOf(name), Infinity);
  for (const name of fed.keys()) lastRead.set(name, Infinity);
  let alive = [...fed.keys()].reduce((sum, name) => sum + (size.get(name) ?? 0), 0);
  let [plain, inPlace] = [alive, alive];
  steps.forEach(({ node, outputs }, step) => {
    const made = node.outputs.filter((name) => size.has(name)).reduce((sum, name) => sum + size.get(name)!, 0);
    const dying = [...new Set(node.inputs.map(ownerOf))].filter(
      (name) => lastRead.get(name) === step && size.has(name),
    );
    alive += made;
    plain = Math.max(plain, alive);
    const same = isElementwise(node.opType) && outputs.length === 1 && dying.some((name) => size.get(name) === made);
    inPlace = Math.max(inPlace, alive - (same ? made : 0));
    for (const name of dying) alive -= size.get(name)!;
  });
  return { plain, inPlace };
}

const ELEMENTWISE = new Set(
  'Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign Gelu Mish Erf Clip Exp Log Sqrt Neg Abs Reciprocal Add Sub Mul Div Pow PRelu BatchNormalization Softmax'.split(
    ' ',
  ),
);
const isElementwise = (opType: string): boolean => ELEMENTWISE.has(opType);

/** Windows of a convolution as a matrix, all rows. */
function windowBytes({ node, inputs, outputs }: GraphStep): number {
  const [value, weights] = inputs;
  if (node.opType !== 'Conv' || value === undefined || weights === undefined || outputs[0] === undefined) return 0;
  const kernel = sizeOf(weights.shape.slice(1));
  // A window of one number is the input itself.
  if (sizeOf(weights.shape.slice(2)) === 1) return 0;
  return kernel * sizeOf(outputs[0].shape.slice(2)) * (outputs[0].shape[0] ?? 1) * value.width;
}
