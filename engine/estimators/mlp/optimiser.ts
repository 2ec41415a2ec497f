import type { GraphBuilder, Value } from '../../backends/onnx-build.js';

/** What an optimiser keeps of one step for the next, each models × numbers. */
export const MEMORIES = { adam: ['first', 'second'], sgd: ['velocity'] } as const;

export type Solver = keyof typeof MEMORIES;

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * The numbers after one step, and the memories for the next one. `rate` is models × 1, from `stepRate`; 0 leaves a
 * model as it is.
 */
export function optimiserStep(
  g: GraphBuilder,
  solver: Solver,
  {
    numbers,
    slope,
    memories,
    rate,
    momentum,
  }: { numbers: Value; slope: Value; memories: readonly Value[]; rate: Value; momentum: number },
): { numbers: Value; memories: readonly Value[] } {
  return solver === 'adam'
    ? adam(g, numbers, slope, memories, rate)
    : nesterov(g, numbers, slope, memories[0]!, rate, momentum);
}

/**
 * Adam (Kingma & Ba, 2015, the form before section 2.1 with the corrections in the rate), as scikit-learn has it. The
 * moments are kept without their factors 1 − β₁ and 1 − β₂, which `stepRate` and ε make good: two operators less.
 */
function adam(g: GraphBuilder, numbers: Value, slope: Value, [first, second]: readonly Value[], rate: Value) {
  const mean = g.node('Add', [g.node('Mul', [first!, g.scalar(FIRST_DECAY)]), slope]);
  const square = g.node('Add', [g.node('Mul', [second!, g.scalar(SECOND_DECAY)]), g.node('Mul', [slope, slope])]);
  const size = g.node('Add', [g.node('Sqrt', [square]), g.scalar(EPSILON / Math.sqrt(1 - SECOND_DECAY))]);
  const step = g.node('Mul', [g.node('Div', [mean, size]), rate]);
  return { numbers: g.node('Sub', [numbers, step]), memories: [mean, square] };
}

/** Stochastic gradient descent with Nesterov's momentum (Sutskever et al., 2013), as scikit-learn has it. */
function nesterov(g: GraphBuilder, numbers: Value, slope: Value, velocity: Value, rate: Value, momentum: number) {
  const down = g.node('Mul', [slope, rate]);
  const faster = g.node('Sub', [g.node('Mul', [velocity, g.scalar(momentum)]), down]);
  const step = g.node('Sub', [g.node('Mul', [faster, g.scalar(momentum)]), down]);
  return { numbers: g.node('Add', [numbers, step]), memories: [faster] };
}

/** The rate that `optimiserStep` takes at each step, from the first. */
export function* stepRates(solver: Solver, learningRate: number): Generator<number, never> {
  // Powers as products: Math.pow may differ in its last bit between JavaScript engines.
  let firstPower = 1;
  let secondPower = 1;
  for (;;) {
    firstPower *= FIRST_DECAY;
    secondPower *= SECOND_DECAY;
    const correction = Math.sqrt((1 - secondPower) / (1 - SECOND_DECAY)) * ((1 - FIRST_DECAY) / (1 - firstPower));
    yield solver === 'adam' ? learningRate * correction : learningRate;
  }
}
