import type { SamplingParameters } from '../language/ask-until-settled.js';

export interface MemorisationParameters extends SamplingParameters {
  readonly canaries: string;
  readonly candidates: number;
  readonly bits: number;
  readonly excerpts: string;
  readonly words: number;
  readonly samples: number;
  readonly level: number;
  readonly draws: number;
}
