/** What a rule compares the outputs of its measurements with, as far as it can be told before anything is measured. */
import { certainty, decide, splitError } from '../judge/decide.js';
import { MIRRORED } from '../judge/fixed.js';
import { judgeCondition } from '../judge/judge-condition.js';
import { errorOf } from '../judge/judge-rule.js';
import { pointNumber } from '../judge/point.js';
import type { Scope } from '../judge/resolve.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Comparison } from '../plugins/contract.js';
import type { Condition, DiscreteExpression, NumberExpression, Ordering, Reference } from '../rules/ast.js';
import { fromBase } from '../rules/units.js';

/** A comparison of the measurement that a rule reads as `alias`. */
export interface ReadComparison extends Comparison {
  readonly alias: string;
}

export type Facts = Readonly<Record<string, unknown>>;
type Compare = Extract<Condition, { kind: 'compare' }>;
type NumberReference = Extract<NumberExpression, { kind: 'reference' }>;

/** What deciding a part may cost its rule: in holding, and in failing. */
interface Errors {
  readonly holds: number;
  readonly fails: number;
}

/** Whether facts alone say that the rule does not apply. */
export function isSwitchedOff(
  { when, confidence }: Partial<Pick<EffectiveRule, 'when' | 'confidence'>>,
  facts: Facts,
): boolean {
  if (when === undefined || confidence === undefined) return false;
  const scope = unmeasuredScope(facts, undefined, confidence === 'point');
  return decide(judgeCondition(when, scope, 'point'), errorOf(confidence)) === 'fail';
}

/**
 * Every comparison on which the rule may turn, with the error that judging grants it (`engine/judge/decide.ts`): α of
 * parts that all have to come out so, α/k where one of k may settle it. Nothing is measured yet, so that each measured
 * part counts, which at most asks more of a comparison than judging will. What facts decide is left out.
 */
export function readComparisons(
  rule: Pick<EffectiveRule, 'when' | 'require' | 'confidence' | 'basis'>,
  facts: Facts,
): readonly ReadComparison[] {
  if (isSwitchedOff(rule, facts)) return [];
  const { when, require, confidence, basis } = rule;
  const point = confidence === 'point';
  const errors = { holds: errorOf(confidence), fails: errorOf(confidence) };
  return [
    ...(when === undefined ? [] : readIn(when, unmeasuredScope(facts, undefined, point), errors)),
    ...readIn(require, unmeasuredScope(facts, basis, point), errors),
  ];
}

const unmeasuredScope = (facts: Facts, accepted: Scope['accepted'], point: boolean): Scope => ({
  source: { measurements: {}, facts },
  accepted,
  point,
});

function readIn(condition: Condition, scope: Scope, errors: Errors): ReadComparison[] {
  const judged = (part: Condition) => judgeCondition(part, scope, 'point');
  if (certainty(judged(condition)) !== undefined) return [];
  switch (condition.kind) {
    case 'constant':
      return [];
    case 'not':
      return readIn(condition.part, scope, { holds: errors.fails, fails: errors.holds });
    case 'and':
    case 'or': {
      const share = (error: number): number => splitError(condition.parts.map(judged), error);
      const each =
        condition.kind === 'and'
          ? { ...errors, fails: share(errors.fails) }
          : { ...errors, holds: share(errors.holds) };
      return condition.parts.flatMap((part) => readIn(part, scope, each));
    }
    case 'if':
      return readIn(choice(condition), scope, errors);
    case 'all':
    case 'some':
    case 'none':
      return read([condition.list], scope, errors);
    case 'compare':
      return readInComparison(condition, scope, errors);
    case 'holds':
      return read([condition.reference], scope, errors);
    case 'equal':
      return read(referencesIn([condition.left, condition.right]), scope, errors);
    case 'in': {
      const { needle, haystack } = condition;
      return read(referencesIn([needle, ...(haystack.kind === 'list' ? haystack.items : [haystack])]), scope, errors);
    }
  }
}

/** As it is judged: (test and then) or (not test and otherwise). */
function choice({ test, then, otherwise, pointer }: Extract<Condition, { kind: 'if' }>): Condition {
  const both = (...parts: Condition[]): Condition => ({ kind: 'and', parts, pointer });
  return {
    kind: 'or',
    parts: [both(test, then), both({ kind: 'not', part: test, pointer }, otherwise)],
    pointer,
  };
}

function readInComparison(condition: Compare, scope: Scope, errors: Errors): ReadComparison[] {
  const held = heldAgainst(condition, scope);
  if (held === undefined) {
    const references = numbersIn([condition.left, condition.right]);
    // Judging splits the error over the inputs of one comparison at most evenly.
    const share = 1 / Math.max(1, references.filter(({ root }) => root === 'measurement').length);
    return read(references, scope, { holds: errors.holds * share, fails: errors.fails * share });
  }
  const { output, operator, limit } = held;
  const against = { operator, limit: fromBase(limit, output.factor) };
  return read([output.reference], scope, errors).map((comparison) => ({ ...comparison, against }));
}

/** One output on one side and something known on the other, in base units; the operator as read from the output. */
export function heldAgainst(
  { left, right, operator }: Compare,
  scope: Scope,
): { readonly output: NumberReference; readonly operator: Ordering; readonly limit: number } | undefined {
  if (operator === '==' || operator === '!=') return undefined;
  const [output, other, ordering] = isOutput(left)
    ? [left, right, operator]
    : [right, left, MIRRORED[operator] as Ordering];
  const limit = pointNumber(other, scope);
  return isOutput(output) && limit !== undefined && Number.isFinite(limit)
    ? { output, operator: ordering, limit }
    : undefined;
}

const isOutput = (side: NumberExpression): side is NumberReference =>
  side.kind === 'reference' && side.reference.root === 'measurement';

function read(references: readonly Reference[], { point }: Scope, { holds, fails }: Errors): ReadComparison[] {
  return references.flatMap((reference): ReadComparison[] => {
    if (reference.root !== 'measurement') return [];
    const { alias, output } = reference;
    if (point) return [{ alias, output, confidence: 'point' }];
    const [confidence, refuted] = [confidenceOf(holds), confidenceOf(fails)];
    return [{ alias, output, confidence, ...(refuted !== confidence && { refuted }) }];
  });
}

/** The least confidence that leaves at most `error`, as judging computes it: neither difference may round to more. */
function confidenceOf(error: number): number {
  const confidence = 1 - error;
  return 1 - confidence <= error ? confidence : confidence + Number.EPSILON / 2;
}

const numbersIn = (expressions: readonly NumberExpression[]): readonly Reference[] =>
  expressions.flatMap((expression) => {
    if (expression.kind === 'reference') return [expression.reference];
    return expression.kind === 'arithmetic' ? numbersIn(expression.parts) : [];
  });

const referencesIn = (operands: readonly DiscreteExpression[]): readonly Reference[] =>
  operands.flatMap((operand) => (operand.kind === 'reference' ? [operand.reference] : []));
