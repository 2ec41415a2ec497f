import type { SurfaceChange } from '../../methods/explainability/surface-change.js';
import type { Sampling } from '../language/sampled.js';
import type { AnswerValue } from './answer-value.js';

export interface AnswerAttributionParameters {
  readonly questions: string | null;
  readonly sampling: Sampling;
  readonly sample: number;
  readonly spans: number;
  readonly evaluations: number;
  readonly value: AnswerValue | 'auto';
  readonly mark: string;
  readonly changes: readonly SurfaceChange[];
  readonly top: number;
  readonly shown: number;
  readonly texts: boolean;
  readonly level: number;
  readonly draws: number;
}
