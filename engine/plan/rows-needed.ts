/** How many rows a rule needs to pass, at an expected figure: to size a test set before anything is measured. */
import type { RowsNeeded } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { trialsForProportion } from '../judge/sample-size.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Condition } from '../rules/ast.js';
import { heldAgainst } from './comparisons.js';

export interface Needed {
  readonly rows: readonly RowsNeeded[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Neither measured nor stated: parameters alone are limits. */
const NOTHING_KNOWN = { source: { measurements: {}, facts: {} }, accepted: undefined, point: true };

type Comparison = Extract<Condition, { kind: 'compare' }>;

/**
 * For every comparison of an output with an exact limit for which a figure is expected: the least number of rows at
 * which it passes with 80 % power. The figure is taken as a share of rows (Clopper–Pearson, as accuracy and recall
 * are judged); metrics that are no shares need about as many. Expected figures outside [0, 1] are a fault.
 *
 * @param expect by `alias.output` or `<rule>:alias.output`, in the output's unit
 */
export function rowsNeeded(rules: readonly EffectiveRule[], expect: Readonly<Record<string, number>>): Needed {
  const used = new Set<string>();
  const rows = rules.flatMap((rule) =>
    comparisonsOf(rule.require).flatMap((comparison): RowsNeeded[] => {
      const sides = heldAgainst(comparison, NOTHING_KNOWN);
      if (sides === undefined || rule.confidence === 'point') return [];
      const { output, operator, limit } = sides;
      const key = [`${rule.id}:${output.reference.name}`, output.reference.name].find((name) =>
        Object.hasOwn(expect, name),
      );
      if (key === undefined) return [];
      used.add(key);
      const expected = expect[key]!;
      const inUnit = limit / output.factor;
      const unit = 'unit' in output.reference ? output.reference.unit : '1';
      const count = rowsFor(expected * output.factor, operator, limit, 1 - rule.confidence);
      const counted = 'counted' in output.reference ? output.reference.counted : undefined;
      return [
        {
          rule: rule.id,
          output: output.reference.name,
          expected,
          operator,
          limit: inUnit,
          unit,
          rows: count ?? null,
          ...(counted !== undefined && { counted }),
        },
      ];
    }),
  );
  const diagnostics = Object.entries(expect).flatMap(([name, value]): Diagnostic[] => {
    const fault = (message: string): Diagnostic[] => [
      { code: 'ASSAY1322', severity: 'error', message, file: '--expect' },
    ];
    if (!(value >= 0 && value <= 1)) return fault(`${name}=${value}: an expected share lies between 0 and 1`);
    return used.has(name) ? [] : fault(`${name}: no rule compares this output with a limit`);
  });
  return { rows, diagnostics };
}

function rowsFor(rate: number, operator: string, limit: number, error: number): number | undefined {
  if (operator === '>=' || operator === '>')
    return rate > limit ? trialsForProportion(rate, limit, error, 1) : undefined;
  return rate < limit ? trialsForProportion(1 - rate, 1 - limit, error, 1) : undefined;
}

function comparisonsOf(condition: Condition): Comparison[] {
  switch (condition.kind) {
    case 'compare':
      return [condition];
    case 'and':
    case 'or':
      return condition.parts.flatMap(comparisonsOf);
    case 'if':
      return [...comparisonsOf(condition.then), ...comparisonsOf(condition.otherwise)];
    case 'not':
      return comparisonsOf(condition.part).flatMap((part) => negated(part));
    default:
      return [];
  }
}

const NEGATED: Readonly<Record<string, Comparison['operator']>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

function negated(comparison: Comparison): Comparison[] {
  const operator = NEGATED[comparison.operator];
  return operator === undefined ? [] : [{ ...comparison, operator }];
}
