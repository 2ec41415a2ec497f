import type { Graph } from '../../methods/energy/graph.js';
import type { FlopCount } from '../../methods/energy/graph-profile.js';

/** What the files of a model tell of its size and arithmetic. */
export interface ModelFileProfile {
  /** Of the file, and of those beside it that hold weights. */
  readonly bytes: number;
  readonly parameters: number;
  /** `undefined` where some numbers are not at hand. */
  readonly zeros: number | undefined;
  readonly flops: FlopCount;
  readonly graph: Graph | { readonly uncounted: string };
}
