/** Which two data sets count as neighbours: what an epsilon is of. */
export const ADJACENCIES = ['add-or-remove-one', 'replace-one'] as const;
export type Adjacency = (typeof ADJACENCIES)[number];

/** Which rows a step looks at: all, each with one probability, or a batch of one size drawn without replacement. */
export type Sampling =
  | { readonly kind: 'all' }
  | { readonly kind: 'poisson'; readonly rate: number }
  | { readonly kind: 'fixed-size'; readonly rate: number };

/** What one step releases. Noise is in units of the sensitivity under the adjacency at hand. */
export type Mechanism =
  | { readonly kind: 'gaussian'; readonly deviation: number; readonly sampling: Sampling }
  | { readonly kind: 'laplace'; readonly scale: number }
  /** Of `answers` answers the true one, but with probability `flip` one drawn evenly from all of them. */
  | { readonly kind: 'randomised-response'; readonly flip: number; readonly answers: number }
  /** ε-differentially private selection by score (McSherry & Talwar 2007). */
  | { readonly kind: 'exponential'; readonly epsilon: number };

/** So many steps of one mechanism; a training is a list of them. */
export interface Phase {
  readonly mechanism: Mechanism;
  readonly steps: number;
}

/** The accountant at hand does not know how to account for this. */
export class NotAccounted extends Error {}
