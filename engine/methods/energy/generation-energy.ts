/** What a server uses to generate a token, by the size of the model: two published regressions. */
import type { Band } from './band.js';

export interface GeneratingModel {
  /** Parameters that take part in a token, and all of them. */
  readonly active: number;
  readonly total: number;
  /** Of one weight. */
  readonly bits: number;
}

/** Parameters that take part, between which the regressions say something: the larger fit ends at 200 billion. */
export const SIZES_KNOWN = [1e9, 2e11] as const;

/** Requests at a time that the methodology takes for usual. */
const USUAL_BATCH = 64;

const JOULES_PER_WH = 3600;
/** GB of one card, and cards of a server. */
const CARD_MEMORY = 80;
const SERVER_CARDS = 8;

/** As many as hold the weights and a fifth more, rounded up to a power of two. */
function cardsOf({ total, bits }: GeneratingModel): number {
  const needed = Math.ceil((1.2 * (total / 1e9) * bits) / 8 / CARD_MEMORY);
  return 2 ** Math.ceil(Math.log2(Math.max(1, needed)));
}

/**
 * J a generated token of a server that answers `batch` requests at a time: cards and the rest of the server, without the
 * data centre's overhead. EcoLogits, "Environmental impacts of LLM inference" (docs/methodology/llm_inference.md and
 * ecologits/impacts/llm.py, mlco2/ecologits@242523d), fitted to the ML.ENERGY benchmark (Chung et al., arXiv:2505.06371):
 * vLLM on NVIDIA H100, models up to 200 billion parameters, batches up to 512. The scatter of models around the fit is not
 * published.
 */
export function batchedEnergy(model: GeneratingModel, batch: number): number {
  const billions = model.active / 1e9;
  const card = 1.1665273170451914e-6 * Math.exp(-0.011205921025579175 * batch) * billions + 4.052928146734005e-5;
  const seconds = 0.0006785088094353663 * billions + 0.0003119310311688259 * batch + 0.019473717579473387;
  const rest = (seconds * 1200) / SERVER_CARDS / batch;
  return cardsOf(model) * (card * JOULES_PER_WH + rest);
}

/**
 * The same of a server that answers one request at a time, at the upper end of the regression's 95 % interval. EcoLogits'
 * methodology 1.0 (the same files, genai-impact/ecologits@00d1915), fitted to the LLM-Perf leaderboard: NVIDIA A100, models
 * from 7 billion parameters, nothing optimised.
 */
export function unbatchedEnergy(model: GeneratingModel): number {
  const billions = model.active / 1e9;
  const card = 8.91e-5 * billions + 1.43e-3 + 1.96 * 5.19e-4;
  const seconds = 8.02e-4 * billions + 2.23e-2 + 1.96 * 7e-6;
  const rest = (seconds * 1000) / SERVER_CARDS;
  return cardsOf(model) * (card * JOULES_PER_WH + rest);
}

/**
 * J a generated token: from the most requests at a time to the fewest, or, where nobody says how many, from the usual batch
 * to none. The estimate is the geometric mean of the ends, which lie far apart.
 */
export function generationEnergy(model: GeneratingModel, batches: readonly [number, number] | null): Band {
  const lower = batchedEnergy(model, batches?.[1] ?? USUAL_BATCH);
  const upper = batches === null ? unbatchedEnergy(model) : batchedEnergy(model, batches[0]);
  return { estimate: Math.sqrt(lower * upper), lower, upper };
}
