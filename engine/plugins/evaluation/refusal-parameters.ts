import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import type { Sampling } from '../language/sampled.js';

export interface RefusalParameters {
  readonly questions: string;
  readonly sampling: Sampling;
  readonly sample: number | null;
  readonly about: About;
  readonly by: 'riskClass' | 'group' | 'task';
  readonly phrases: readonly string[];
  /** Characters. */
  readonly opening: number;
  readonly judgeTemplate: string | null;
  readonly labelled: string;
}
