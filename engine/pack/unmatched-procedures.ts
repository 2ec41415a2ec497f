import type { Diagnostic } from '../document/diagnostic.js';
import type { Catalogue } from '../plugins/contract.js';
import type { EffectiveRule, MeasurementRequest } from './policy.js';

const MATCH = 'evaluation/estimator-match';

/**
 * A remark on each `shall` rule that rests on what was measured of the training procedure, or on an attack by models that
 * it made, in a policy that nowhere asks whether the model came of that procedure: figures may then be of another model
 * than the one that ships, and the attack weaker than one that knows how it was made.
 */
export function unmatchedProcedures(
  rules: readonly Pick<EffectiveRule, 'id' | 'level' | 'measurements' | 'origin'>[],
  catalogue: Catalogue,
): readonly Diagnostic[] {
  const plugins = (rule: Pick<EffectiveRule, 'measurements'>): string[] =>
    Object.values(rule.measurements).map(({ plugin }) => plugin);
  if (rules.some((rule) => plugins(rule).includes(MATCH))) return [];
  return rules.flatMap((rule): Diagnostic[] => {
    const why = Object.values(rule.measurements)
      .map((request) => procedureOf(request, catalogue))
      .find((reason) => reason !== undefined);
    if (rule.level !== 'shall' || why === undefined) return [];
    const { file, range } = rule.origin;
    return [
      {
        code: 'ASSAY1323',
        severity: 'warning',
        message: `${rule.id} rests on ${why}: nothing asks whether the model that ships is one of them`,
        file,
        range,
        hint: `add a rule on ${MATCH}, or judge the model itself`,
      },
    ];
  });
}

/** In words, how a measurement hangs on the training procedure. */
function procedureOf({ plugin, with: given }: MeasurementRequest, catalogue: Catalogue): string | undefined {
  if (catalogue[plugin]?.about === 'procedure') return `${plugin}, which trains models anew`;
  const attacks = plugin === 'privacy/membership-inference' && given['attack'] !== 'loss-threshold';
  return attacks ? `${plugin}, whose shadow models the estimator makes` : undefined;
}
