import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveRule } from './policy.js';

const ATTACKS: ReadonlySet<string> = new Set(['privacy/membership-inference', 'privacy/procedure-exposure']);
/** Figures of an attack that average over all rows, and those that speak of the few that are most exposed. */
const AVERAGES: ReadonlySet<string> = new Set(['rocAuc', 'balancedAccuracy', 'advantage']);
const OF_FEW: ReadonlySet<string> = new Set(['tprAtOnePercentFpr', 'tprAtOnePerMilleFpr', 'exposedRows']);

/**
 * A remark on each rule that reads averages of a membership inference attack, in a policy that nowhere asks how many
 * members are found at a low false positive rate: an area near 0.5 can hide rows that are given away with certainty
 * (Carlini et al., "Membership inference attacks from first principles", IEEE S&P 2022, IV).
 */
export function averagedExposures(
  rules: readonly Pick<EffectiveRule, 'id' | 'measurements' | 'require' | 'origin'>[],
): readonly Diagnostic[] {
  const read = rules.map((rule) => ({ rule, outputs: attackOutputs(rule) }));
  if (read.some(({ outputs }) => outputs.some((name) => OF_FEW.has(name)))) return [];
  return read.flatMap(({ rule, outputs }): Diagnostic[] => {
    const averages = outputs.filter((name) => AVERAGES.has(name));
    if (averages.length === 0) return [];
    const { file, range } = rule.origin;
    return [
      {
        code: 'ASSAY1324',
        severity: 'warning',
        message: `${rule.id} rests on ${averages.join(', ')} of a membership inference attack, an average over all rows: it can hide the exposure of few, and nothing asks for that`,
        file,
        range,
        hint: 'compare tprAtOnePerMilleFpr or tprAtOnePercentFpr too, in this rule or another',
      },
    ];
  });
}

/** Outputs of attacks that a requirement reads, each once. */
function attackOutputs({ require, measurements }: Pick<EffectiveRule, 'measurements' | 'require'>): readonly string[] {
  const found = new Set<string>();
  if (!Object.values(measurements).some(({ plugin }) => ATTACKS.has(plugin))) return [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('root' in node && node.root === 'measurement' && 'alias' in node && 'output' in node) {
      const plugin = measurements[String(node.alias)]?.plugin;
      if (plugin !== undefined && ATTACKS.has(plugin)) found.add(String(node.output));
    }
    Object.values(node).forEach(visit);
  };
  visit(require);
  return [...found];
}
