import { digestValue } from '../trust/digest.js';
import type { EffectivePolicy } from './policy.js';

/**
 * What the policy means, whatever file and line it came from: the same standard in another folder has the same
 * digest. Waivers are no part of it: one more of them changes no seed and no figure.
 */
export function digestOfPolicy(policy: Pick<EffectivePolicy, 'packs' | 'rules' | 'parameters' | 'clauses'>): string {
  return digestValue({
    packs: policy.packs.map(({ id, version }) => ({ id, version })),
    rules: policy.rules.map((rule) => without(rule, 'origin', 'require', 'when')),
    parameters: policy.parameters.map((parameter) => without(parameter, 'origin', 'earlier')),
    waivers: [],
    clauses: policy.clauses,
  });
}

const without = (value: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
