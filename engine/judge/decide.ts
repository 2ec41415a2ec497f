/**
 * The recursion of DESIGN.md §5 at error α, in three values:
 * - a leaf passes if its lowest support is at least 1 − α, fails if its highest is at most α;
 * - `and` passes if each part passes at α (if one is false, that one had to pass falsely), and fails if some part
 *   fails at α/k (Bonferroni); `or` mirrors it; `not` swaps;
 * - k counts the parts in which chance plays a role. What exact leaves decide alone costs no error.
 */
import type { Judged, Leaf, Need } from './tree.js';

/** What a node comes to by its exact leaves alone, which need no error at all. */
export function certainty(node: Judged): boolean | undefined {
  switch (node.kind) {
    case 'leaf': {
      const { chance, support } = node.leaf;
      if (chance) return undefined;
      return support[0] === 1 ? true : support[1] === 0 ? false : undefined;
    }
    case 'not': {
      const value = certainty(node.part);
      return value === undefined ? undefined : !value;
    }
    default: {
      const settling = node.kind === 'or';
      const values = node.parts.map(certainty);
      if (values.includes(settling)) return settling;
      return values.length > 0 && values.every((value) => value === !settling) ? !settling : undefined;
    }
  }
}

/** Whether a node's verdict can be wrong by chance. */
export function costs(node: Judged): boolean {
  if (certainty(node) !== undefined) return false;
  if (node.kind === 'leaf') return node.leaf.chance;
  return node.kind === 'not' ? costs(node.part) : node.parts.some(costs);
}

/** The error that each part may use where one part alone settles the node. */
export const splitError = (parts: readonly Judged[], error: number): number =>
  error / Math.max(1, parts.filter(costs).length);

/** Whether the node holds (`wanted`), or does not hold, with error at most `error`. */
export function settledAs(node: Judged, wanted: boolean, error: number): boolean {
  switch (node.kind) {
    case 'leaf': {
      const [lowest, highest] = node.leaf.support;
      // Without chance only 1 and 0 decide, whatever the error.
      const allowed = node.leaf.chance ? error : 0;
      return wanted ? lowest >= 1 - allowed : highest <= allowed;
    }
    case 'not':
      return settledAs(node.part, !wanted, error);
    default: {
      if (node.parts.length === 0) return false;
      if ((node.kind === 'and') === wanted) return node.parts.every((part) => settledAs(part, wanted, error));
      const share = splitError(node.parts, error);
      return node.parts.some((part) => settledAs(part, wanted, share));
    }
  }
}

export type Outcome = 'pass' | 'fail' | 'undetermined';

/** Below confidence 0.5 evidence may support both; then neither is a verdict. */
export function decide(node: Judged, error: number): Outcome {
  const passes = settledAs(node, true, error);
  const fails = settledAs(node, false, error);
  return passes === fails ? 'undetermined' : passes ? 'pass' : 'fail';
}

/** The leaves on which an outcome turns: those that settle it, or those that would have to and do not. */
export function decidingLeaves(node: Judged, outcome: Outcome, error: number): ReadonlySet<Leaf> {
  if (outcome !== 'undetermined') return settling(node, outcome === 'pass', error);
  return new Set([...open(node, true, error), ...open(node, false, error)]);
}

/** Leaves that settle the node as `wanted`, which it is. */
function settling(node: Judged, wanted: boolean, error: number): ReadonlySet<Leaf> {
  switch (node.kind) {
    case 'leaf':
      return new Set([node.leaf]);
    case 'not':
      return settling(node.part, !wanted, error);
    default: {
      const every = (node.kind === 'and') === wanted;
      const share = every ? error : splitError(node.parts, error);
      const parts = node.parts.filter((part) => settledAs(part, wanted, share));
      return union(parts.map((part) => settling(part, wanted, share)));
    }
  }
}

/** Leaves that keep the node from being settled as `wanted`. */
function open(node: Judged, wanted: boolean, error: number): ReadonlySet<Leaf> {
  if (settledAs(node, wanted, error)) return new Set();
  switch (node.kind) {
    case 'leaf':
      return settledAs(node, !wanted, error) ? new Set() : new Set([node.leaf]);
    case 'not':
      return open(node.part, !wanted, error);
    default: {
      const every = (node.kind === 'and') === wanted;
      const share = every ? error : splitError(node.parts, error);
      return union(node.parts.map((part) => open(part, wanted, share)));
    }
  }
}

const union = (sets: readonly ReadonlySet<Leaf>[]): ReadonlySet<Leaf> => new Set(sets.flatMap((set) => [...set]));

/** What would settle a node as `wanted`: everything that its parts need, or the least that one of them needs. */
export function needOf(node: Judged, wanted: boolean, error: number): Need {
  if (settledAs(node, wanted, error)) return { kind: 'met' };
  switch (node.kind) {
    case 'leaf':
      return node.leaf.need(error, wanted);
    case 'not':
      return needOf(node.part, !wanted, error);
    default: {
      const every = (node.kind === 'and') === wanted;
      const share = every ? error : splitError(node.parts, error);
      const needs = node.parts.map((part) => needOf(part, wanted, share)).sort(byWeight);
      return (every ? needs.at(-1) : needs[0]) ?? { kind: 'never' };
    }
  }
}

const WEIGHT: Readonly<Record<Need['kind'], number>> = { met: 0, rows: 1, repeats: 2, provide: 3, never: 4 };
const countOf = (need: Need): number => ('count' in need ? need.count : 0);
const byWeight = (a: Need, b: Need): number => WEIGHT[a.kind] - WEIGHT[b.kind] || countOf(a) - countOf(b);
