import type { Successes } from '../../methods/evaluation/rate-box.js';
import type { Question } from '../../subject/language/question.js';
import type { Basis, Figure } from '../figure.js';

/** Questions of one cluster are one observation, which has something where one of its questions does. */
export function observed(questions: readonly Question[], has: (at: number) => boolean): Successes {
  const clusters = new Map<string, boolean>();
  questions.forEach(({ id, cluster }, at) => {
    const key = cluster === undefined ? `question ${id}` : `cluster ${cluster}`;
    clusters.set(key, clusters.get(key) === true || has(at));
  });
  return { k: [...clusters.values()].filter(Boolean).length, n: clusters.size };
}

/** Of at least one observation. */
export const shareOf = ({ k, n }: Successes, basis: Basis): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis,
});
