import type { Cluster } from './ask-in-order.js';

/** Until every rule that reads it is settled, or a sample whose size is fixed beforehand. */
export type Sampling = 'sequential' | 'fixed';

/** Of clusters in the order drawn those to be asked: a fixed sample has at least `sample` questions, a sequential one at most. */
export function sampled(drawn: readonly Cluster[], sampling: Sampling, sample: number | null): readonly Cluster[] {
  if (sample === null) return drawn;
  let questions = 0;
  return drawn.filter(({ questions: more }) => {
    questions += more.length;
    return sampling === 'fixed' ? questions - more.length < sample : questions <= sample;
  });
}
