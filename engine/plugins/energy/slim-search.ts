/** The smallest model that is as good: pruned, and its weights stored short. */
import { pruned } from '../../backends/onnx-prune.js';
import { quantised } from '../../backends/onnx-quantise.js';
import type { StoredWeights } from '../../backends/onnx-quantise.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { Judged, Original } from './candidate.js';
import type { PruningParameters } from './prune-search.js';
import { tryInOrder } from './try-in-order.js';
import type { Running, Tried } from './try-in-order.js';

/** `float32`: as they are. */
export type WeightForm = 'float32' | StoredWeights;

export interface SlimStep {
  /** Share of the hidden units, channels and trees that is gone. */
  readonly pruned: number;
  readonly weights: WeightForm;
}

/**
 * Each form of the weights is a sequence of its own, pruned more and more, up to the first that does not hold; the sequences
 * share the error (Bonferroni), so that whichever is written is as good at the confidence asked for. Of those that hold the
 * one of fewest operations is taken, and of these the smallest file.
 */
export async function searchSlim(
  original: Original,
  params: PruningParameters,
  forms: readonly WeightForm[],
  running: Running,
): Promise<Tried<SlimStep> | 'none' | Unmeasured> {
  const confidence = 1 - (1 - params.confidence) / forms.length;
  const shares = [...new Set(params.levels)].sort((a, b) => a - b);
  const held: Tried<SlimStep>[] = [];
  let tries = 0;
  for (const weights of forms) {
    const steps = (weights === 'float32' ? shares : [0, ...shares]).map((share) => ({ pruned: share, weights }));
    const edit = (step: SlimStep): Uint8Array | undefined => edited(original.file, step, params.trees);
    const tried = await tryInOrder(original, steps, edit, { ...params, confidence }, running);
    if ('unmeasured' in tried) return tried;
    tries += tried.length;
    held.push(...tried.filter(({ nonInferior }) => nonInferior));
  }
  if (tries === 0)
    return unmeasured('unsupported', 'the model has no hidden units, channels, trees or weights that could go or be shorter'); // prettier-ignore
  return held.toSorted((a, b) => flopsOf(a) - flopsOf(b) || a.file.length - b.file.length)[0] ?? 'none';
}

/** An operator that is not counted is in all of them or in none. */
const flopsOf = ({ profile: { flops } }: Judged): number => ('uncounted' in flops ? 0 : flops.upper);

function edited(
  file: Uint8Array,
  { pruned: share, weights }: SlimStep,
  trees: PruningParameters['trees'],
): Uint8Array | undefined {
  const smaller = share === 0 ? file : pruned(file, share, trees);
  return smaller === undefined || weights === 'float32' ? smaller : quantised(smaller, weights);
}
