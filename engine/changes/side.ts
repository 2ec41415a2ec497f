import type { Declarations } from '../pack/declarations.js';
import type { Layer } from '../pack/layer.js';
import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Condition } from '../rules/ast.js';

/** One of the two policies that are compared. */
export interface Side {
  readonly policy: EffectivePolicy;
  readonly catalogue: Catalogue;
  readonly declarations: Declarations;
  readonly layers: ReadonlyMap<string, Layer>;
  /** A condition in the reader's language. */
  readonly inWords: (condition: Condition, rule: EffectiveRule) => string;
}

/** Pairs by key: of both, of the earlier alone, of the later alone; in the order of keys. */
export function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, T | undefined, T | undefined])[] {
  const [old, late] = [before, after].map((items) => new Map(items.map((item) => [keyOf(item), item]))) as [
    Map<string, T>,
    Map<string, T>,
  ];
  const keys = [...new Set([...old.keys(), ...late.keys()])].sort((a, b) => (a < b ? -1 : 1));
  return keys.map((key) => [key, old.get(key), late.get(key)]);
}

export const isEqual = (a: unknown, b: unknown): boolean => stable(a) === stable(b);

function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) as string;
}
