/** A condition with its evidence filled in, before any confidence is asked for. */
import type { Counted } from '../plugins/contract.js';
import type { Support } from './kinds/spread.js';
import type { Cause, Evidence } from './verdict.js';

export interface Leaf {
  readonly support: Support;
  /** Whether deciding it can be wrong by chance. Facts, files' properties and bands cost no error. */
  readonly chance: boolean;
  /** Why it is undetermined, where it is. */
  readonly cause: Cause;
  readonly evidence: Omit<Evidence, 'deciding' | 'support'>;
  /** Facts of the subject in it, with their values. */
  readonly facts: readonly { readonly fact: string; readonly value: unknown }[];
  /** What would make it pass (`wanted`) or fail with at most `error`. */
  need(error: number, wanted: boolean): Need;
}

/** What it takes to settle something. */
export type Need =
  | { readonly kind: 'met' }
  | { readonly kind: 'rows'; readonly count: number; readonly counted?: Counted }
  | { readonly kind: 'repeats'; readonly count: number }
  | { readonly kind: 'provide'; readonly what: string }
  | { readonly kind: 'never' };

/** Branches that share a leaf share the object. */
export type Judged =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Judged[] }
  | { readonly kind: 'not'; readonly part: Judged };

/** (c and a) or (not c and b). */
export const choice = (test: Judged, then: Judged, otherwise: Judged): Judged => ({
  kind: 'or',
  parts: [
    { kind: 'and', parts: [test, then] },
    { kind: 'and', parts: [{ kind: 'not', part: test }, otherwise] },
  ],
});

export function leavesOf(node: Judged): readonly Leaf[] {
  if (node.kind === 'leaf') return [node.leaf];
  const parts = node.kind === 'not' ? [node.part] : node.parts;
  return [...new Set(parts.flatMap(leavesOf))];
}
