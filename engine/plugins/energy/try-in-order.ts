import type { Rng } from '../../numerics/random.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { judgeCandidate } from './candidate.js';
import type { Judged, Original, QualityParameters } from './candidate.js';

export interface Tried<Level> extends Judged {
  readonly level: Level;
}

export interface Running {
  readonly rng: (stream: string) => Rng;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Edits of a model from the mildest, up to the first that is not non-inferior: all but perhaps the last hold. An edit that
 * leaves the model as it is gives `undefined`.
 */
export async function tryInOrder<Level>(
  original: Original,
  levels: readonly Level[],
  edit: (level: Level) => Uint8Array | undefined,
  params: QualityParameters,
  { rng, signal, progress }: Running,
): Promise<readonly Tried<Level>[] | Unmeasured> {
  const tried: Tried<Level>[] = [];
  for (const [index, level] of levels.entries()) {
    await checkpoint(signal);
    progress(index, levels.length);
    const file = edit(level);
    if (file === undefined) continue;
    const judged = await judgeCandidate(original, file, params, rng);
    if ('unmeasured' in judged) return judged;
    tried.push({ level, ...judged });
    if (!judged.nonInferior) break;
  }
  return tried;
}

/** The largest reduction that holds. */
export const largestHeld = <Level>(tried: readonly Tried<Level>[]): Tried<Level> | undefined =>
  tried.findLast(({ nonInferior }) => nonInferior);
