import type { Rng } from '../../../numerics/random.js';

/**
 * Whether a model finds the order of the file likelier than chance would (Oren, Meister, Chatterji, Ladhak & Hashimoto,
 * "Proving test set contamination in black-box language models", ICLR 2024, here of the choices within each question, as
 * Ni et al., "Training on the benchmark is not all you need", AAAI 2025). A model that never saw the file finds its order,
 * if that was drawn at random, as likely one as another: exchangeable. Each entry has the log probabilities of one
 * question's orders, that of the file first.
 *
 * @returns P(sum of random orders ≥ that of the file) by `resamples` draws, (1 + hits)/(1 + resamples) (Phipson & Smyth
 * 2010): of a model that never saw it at most α with probability at most α
 */
export function orderPValue(questions: readonly (readonly number[])[], resamples: number, rng: Rng): number {
  const sum = (pick: (orders: readonly number[]) => number): number =>
    questions.reduce((total, orders) => total + pick(orders), 0);
  const observed = sum((orders) => orders[0]!);
  const near = 1e-9 * (1 + Math.abs(observed));
  let hits = 0;
  for (let drawn = 0; drawn < resamples; drawn++) {
    if (sum((orders) => orders[rng.integer(orders.length)]!) >= observed - near) hits += 1;
  }
  return (1 + hits) / (1 + resamples);
}
