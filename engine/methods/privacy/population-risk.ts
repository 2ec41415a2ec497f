import { expectedRisk } from './pitman-model.js';
import type { PitmanModel, SizeHistogram } from './pitman-model.js';

/**
 * Risks of an attacker who knows quasi-identifiers of somebody in the population, of which the data are a sample: who
 * wants to name one of the rows (the "journalist"), or as many as possible (the "marketer"). El Emam, Guide to the
 * De-Identification of Personal Health Information, 2013, ch. 16; f are the classes' sizes in the data, F in the
 * population.
 */
export interface PopulationRisk {
  /** Least F of the classes in the data. */
  readonly k: number;
  /** 1 / least F (journalist R_b). */
  readonly highest: number;
  /** max(classes / Σ F, marketer): journalist R_c. */
  readonly journalist: number;
  /** Mean over rows of 1 / F, in the share that an attacker names correctly: (1/n) Σ f / F. */
  readonly marketer: number;
}

/** From sizes in the data and in the population, class by class; each F is at least its f. */
export function populationRisk(sizes: ArrayLike<number>, crowds: ArrayLike<number>): PopulationRisk {
  let rows = 0;
  let people = 0;
  let sum = 0;
  let k = Number.POSITIVE_INFINITY;
  for (let index = 0; index < sizes.length; index++) {
    rows += sizes[index]!;
    people += crowds[index]!;
    sum += sizes[index]! / crowds[index]!;
    k = Math.min(k, crowds[index]!);
  }
  const marketer = sum / rows;
  return { k, highest: 1 / k, journalist: Math.max(sizes.length / people, marketer), marketer };
}

export interface Ranged {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The same risks where only the number of all people is known. Estimates by Pitman's model; the bounds hold whatever the
 * population is: F is at least f, and Σ F at most `people`, so that Σ f/F is least at F ∝ √f.
 */
export function estimatedPopulationRisk(
  { sizes, counts, rows, classes }: SizeHistogram,
  model: PitmanModel,
  people: number,
): Readonly<Record<'journalist' | 'highest' | 'marketer', Ranged>> {
  let sum = 0;
  let roots = 0;
  sizes.forEach((size, index) => {
    sum += counts[index]! * size * expectedRisk(model, size, rows, people);
    roots += counts[index]! * Math.sqrt(size);
  });
  const within = (estimate: number, least: number, upper: number): Ranged => {
    const lower = Math.min(least, upper);
    return { estimate: Math.min(upper, Math.max(lower, estimate)), lower, upper };
  };
  const marketer = within(sum / rows, (roots * roots) / (people * rows), classes / rows);
  const least = sizes[0]!;
  return {
    marketer,
    journalist: within(marketer.estimate, Math.max(classes / people, marketer.lower), marketer.upper),
    highest: within(expectedRisk(model, least, rows, people), classes / people, 1 / least),
  };
}
