/** What the rules of a policy take as declared: facts and outputs. With them a rule can be checked and judged anywhere. */
import type { FactDeclaration } from '../document/types.generated.js';
import type { Catalogue, OutputSpec } from '../plugins/contract.js';
import { referencesIn } from '../rules/references.js';
import { factsOf } from './facts.js';
import type { View } from './layer.js';
import type { EffectiveRule } from './policy.js';

export interface Declarations {
  /** By layer and name; those that its rules read. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, FactDeclaration>>>>;
  /** By plugin and name; those that rules read. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, OutputSpec>>>>;
}

export function declarationsOf(rules: readonly EffectiveRule[], view: View, catalogue: Catalogue): Declarations {
  const facts: Record<string, Record<string, FactDeclaration>> = {};
  const outputs: Record<string, Record<string, OutputSpec>> = {};
  for (const rule of rules) {
    const layer = view.layers.get(rule.layer);
    const known = layer === undefined ? {} : factsOf(layer, view).facts;
    for (const reference of [rule.require, rule.when].flatMap((part) =>
      part === undefined ? [] : referencesIn(part),
    )) {
      if (reference.root === 'subject' && Object.hasOwn(known, reference.fact)) {
        (facts[rule.layer] ??= {})[reference.fact] = known[reference.fact]!;
      }
      if (reference.root !== 'measurement') continue;
      const plugin = rule.measurements[reference.alias]?.plugin;
      const spec = plugin === undefined ? undefined : catalogue[plugin]?.outputs[reference.output];
      if (plugin !== undefined && spec !== undefined) (outputs[plugin] ??= {})[reference.output] = spec;
    }
  }
  return { facts, outputs };
}
