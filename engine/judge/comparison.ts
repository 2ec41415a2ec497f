/** One comparison of numbers: which way of judging fits it, its support, and bounds of its difference. */
import type { Equality, NumberExpression, Ordering } from '../rules/ast.js';
import { boxSupport, differenceBound } from './box.js';
import { compareIntervals, MIRRORED } from './fixed.js';
import { isPoint, subtract, type Interval } from './interval.js';
import { jointDifference } from './joint.js';
import { opposite, type Support } from './kinds/spread.js';
import { solveFor, type Solved } from './peel.js';
import type { Scope } from './resolve.js';
import { supportOf } from './support.js';
import { evaluateTerm, Inputs, isFixed, type Term } from './term.js';

export interface Comparison {
  readonly left: Term;
  readonly right: Term;
  readonly inputs: Inputs;
  readonly operator: Ordering | Equality;
  readonly support: Support;
  /** Set where one uncertain input alone is judged by its closed form. */
  readonly solved: Solved | undefined;
  /** One-sided bound of left − right at `error`, of the distribution behind `support`; in base units. */
  bound(error: number, end: 'low' | 'high'): number;
}

export function compareNumbers(
  expressions: {
    readonly left: NumberExpression;
    readonly operator: Ordering | Equality;
    readonly right: NumberExpression;
  },
  scope: Scope,
): Comparison {
  const inputs = new Inputs();
  const left = inputs.termOf(expressions.left, scope);
  const right = inputs.termOf(expressions.right, scope);
  const { operator } = expressions;
  const { support, solved, bound } = judged(left, operator, right, inputs);
  return { left, right, inputs, operator, support, solved, bound };
}

type Judging = Pick<Comparison, 'support' | 'solved' | 'bound'>;

function judged(left: Term, operator: Ordering | Equality, right: Term, { chance }: Inputs): Judging {
  const differenceIn = (box: readonly Interval[]): Interval =>
    subtract(evaluateTerm(left, box), evaluateTerm(right, box));
  if (chance.length === 0) {
    const difference = differenceIn([]);
    return {
      support: compareIntervals(evaluateTerm(left, []), operator, evaluateTerm(right, [])),
      solved: undefined,
      bound: (_, end) => difference[end === 'low' ? 0 : 1],
    };
  }
  const solved = solve(left, operator, right);
  if (solved) {
    const { spread } = chance[solved.input]!;
    return {
      support: supportOf(spread, solved.operator, solved.limit),
      solved,
      bound: (error, end) => differenceIn([[spread.lower(error), spread.upper(error)]])[end === 'low' ? 0 : 1],
    };
  }
  const joint = jointDifference(left, right, chance);
  if (joint) return { support: withEquality(operator, joint.support), solved, bound: joint.bound };
  return {
    solved,
    support: withEquality(operator, (ordering) => boxSupport({ left, operator: ordering, right, inputs: chance })),
    bound: (error, end) => differenceBound({ left, operator: '>=', right, inputs: chance }, error, end),
  };
}

function solve(left: Term, operator: Ordering | Equality, right: Term): Solved | undefined {
  const [moving, still, direction] = isFixed(right) ? [left, right, operator] : [right, left, MIRRORED[operator]];
  if (!isFixed(still)) return undefined;
  const limit = evaluateTerm(still, []);
  return isPoint(limit) ? solveFor(moving, direction, limit[0]) : undefined;
}

/** `==` is `≥` and `≤`: passes where both pass, fails at α where one fails at α/2. */
function withEquality(operator: Ordering | Equality, support: (operator: Ordering) => Support): Support {
  if (operator !== '==' && operator !== '!=') return support(operator);
  const above = support('>=');
  const below = support('<=');
  const equal: Support = [Math.min(above[0], below[0]), Math.min(1, 2 * Math.min(above[1], below[1]))];
  return operator === '==' ? equal : opposite(equal);
}
