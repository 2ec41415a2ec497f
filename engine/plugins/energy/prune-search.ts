import { pruned } from '../../backends/onnx-prune.js';
import type { TreePruning } from '../../backends/onnx-prune-trees.js';
import type { Rng } from '../../numerics/random.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { judgeCandidate } from './candidate.js';
import type { Judged, Original, QualityParameters } from './candidate.js';

export interface PruningParameters extends QualityParameters {
  /** Shares taken away, tried in ascending order. */
  readonly levels: readonly number[];
  readonly trees: TreePruning;
}

export interface Tried extends Judged {
  readonly level: number;
}

export interface Running {
  readonly rng: (stream: string) => Rng;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Levels from the mildest, up to the first that is not non-inferior: all but perhaps the last hold. A level that takes
 * nothing away (a tenth of five trees) is passed over.
 */
export async function searchPruning(
  original: Original,
  params: PruningParameters,
  { rng, signal, progress }: Running,
): Promise<readonly Tried[] | Unmeasured> {
  const levels = [...new Set(params.levels)].sort((a, b) => a - b);
  const tried: Tried[] = [];
  for (const [index, level] of levels.entries()) {
    await checkpoint(signal);
    progress(index, levels.length);
    const file = pruned(original.file, level, params.trees);
    if (file === undefined) continue;
    const judged = await judgeCandidate(original, file, params, rng);
    if ('unmeasured' in judged) return judged;
    tried.push({ level, ...judged });
    if (!judged.nonInferior) break;
  }
  return tried.length > 0
    ? tried
    : unmeasured('unsupported', 'the model has no hidden units of dense layers and no trees that could go');
}

/** The largest reduction that holds. */
export const largestHeld = (tried: readonly Tried[]): Tried | undefined =>
  tried.findLast(({ nonInferior }) => nonInferior);
