/** Where a canary's secret stands among all that it could have been, by log probabilities. */
import { sampleExposure } from '../../methods/privacy/canary-exposure.js';
import type { SampledRank } from '../../methods/privacy/canary-exposure.js';
import type { Candidates } from '../../methods/privacy/leakage/canary-candidates.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { LanguageModel, Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { Unmeasured } from '../figure.js';
import { inOrder } from '../language/in-order.js';
import { unmeasured } from '../unmeasured.js';

export interface Canary {
  readonly question: Question;
  /** What stands before the secret. */
  readonly prompt: Prompt;
  readonly secret: string;
  readonly candidates: Candidates;
}

export interface Ranked extends SampledRank {
  /** In bits. */
  readonly exposure: number;
  /** Log probabilities that were asked for; some were under way when no more were needed. */
  readonly asked: number;
}

/** Under way at a time, over those that end the comparing: half of the candidates are no less likely by chance. */
export const CANDIDATES_AT_ONCE = 2;

/**
 * Asks for the log probability of the secret, and then of its candidates in random order. Throws ModelFault;
 * `out-of-domain` where one is no number.
 *
 * @param enough no more are asked once so many are no less likely than the secret
 */
export async function rankOf(
  model: LanguageModel,
  { prompt, secret, candidates: { others, size } }: Canary,
  { enough, rng, signal }: { readonly enough: number; readonly rng: Rng; readonly signal: AbortSignal },
): Promise<Ranked> {
  let asked = 0;
  const likelihood = async (continuation: string): Promise<number> => {
    asked += 1;
    const { sum } = await model.logProbability(prompt, continuation, signal);
    if (Number.isNaN(sum)) throw new ModelFault('out-of-domain', 'a log probability is no number');
    return sum;
  };
  const own = await likelihood(secret);
  let [references, noLess] = [0, 0];
  const drawn = Array.from(permutation(others.length, rng), (at) => others[at]!);
  const window = Math.min(model.concurrency, CANDIDATES_AT_ONCE * enough);
  for await (const other of inOrder(drawn, window, likelihood)) {
    await checkpoint(signal);
    references += 1;
    if (other >= own) noLess += 1;
    if (noLess >= enough) break;
  }
  return {
    size,
    references,
    noLess,
    isStopped: noLess >= enough,
    exposure: sampleExposure({ references, noLess }),
    asked,
  };
}

/** Why the server ranks nothing, where it offers no log probabilities of given texts. */
export async function unrankable(
  model: LanguageModel,
  { prompt, secret }: Canary,
  signal: AbortSignal,
): Promise<Unmeasured | undefined> {
  try {
    await model.logProbability(prompt, secret, signal);
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    // What else may be amiss concerns this one request.
    if (fault.unmeasured === 'unsupported') return unmeasured(fault.unmeasured, fault.message);
  }
  return undefined;
}
