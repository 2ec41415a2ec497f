/** What an operator costs, and what is known of its inputs. */
import type { GraphNode } from './graph.js';
import type { Shape } from './shapes.js';

export interface OperatorCost {
  /** Fewest and most operations; they differ where the data choose a path. */
  readonly lower: number;
  readonly upper: number;
  /** Products that are added up: two operations each, counted in `lower` and `upper`. */
  readonly multiplyAdds: number;
  readonly shapes: readonly Shape[];
}

export interface OperatorInputs {
  /** Of each input; an absent optional input has none. */
  readonly shapes: readonly (Shape | undefined)[];
  /** The numbers of an input that is constant. */
  readonly constant: (input: number) => readonly number[] | undefined;
}

/** `undefined` where sizes are not known before the operator runs. */
export type Counter = (node: GraphNode, inputs: OperatorInputs) => OperatorCost | undefined;

export const cost = (flops: number, ...shapes: readonly Shape[]): OperatorCost => ({
  lower: flops,
  upper: flops,
  multiplyAdds: 0,
  shapes,
});

export const products = (multiplyAdds: number, shape: Shape): OperatorCost => ({
  lower: 2 * multiplyAdds,
  upper: 2 * multiplyAdds,
  multiplyAdds,
  shapes: [shape],
});
