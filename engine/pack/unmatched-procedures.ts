import type { Diagnostic } from '../document/diagnostic.js';
import type { Catalogue } from '../plugins/contract.js';
import type { EffectiveRule } from './policy.js';

const MATCH = 'evaluation/estimator-match';

/**
 * A remark on each `shall` rule that rests on what was measured of the training procedure, in a policy that nowhere asks
 * whether the model came of that procedure: its figures may then be of another model than the one that ships.
 */
export function unmatchedProcedures(
  rules: readonly Pick<EffectiveRule, 'id' | 'level' | 'measurements' | 'origin'>[],
  catalogue: Catalogue,
): readonly Diagnostic[] {
  const plugins = (rule: Pick<EffectiveRule, 'measurements'>): string[] =>
    Object.values(rule.measurements).map(({ plugin }) => plugin);
  if (rules.some((rule) => plugins(rule).includes(MATCH))) return [];
  return rules.flatMap((rule): Diagnostic[] => {
    const retrains = plugins(rule).find((plugin) => catalogue[plugin]?.about === 'procedure');
    if (rule.level !== 'shall' || retrains === undefined) return [];
    const { file, range } = rule.origin;
    return [
      {
        code: 'ASSAY1323',
        severity: 'warning',
        message: `${rule.id} rests on ${retrains}, which trains models anew: nothing asks whether the model that ships is one of them`,
        file,
        range,
        hint: `add a rule on ${MATCH}, or judge the model itself`,
      },
    ];
  });
}
