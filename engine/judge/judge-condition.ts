/** From a typed condition and the evidence to the judged tree. */
import type { Condition } from '../rules/ast.js';
import { judgeComparison } from './compare.js';
import { judgeDiscrete } from './discrete.js';
import { CERTAIN, EXCLUDED, OPEN } from './kinds/spread.js';
import { isUnknown, nameOf, resolveList, type Scope } from './resolve.js';
import { choice, type Judged } from './tree.js';
import type { Cause } from './verdict.js';

/** @param confidence what evidence draws its intervals at; verdicts take theirs later (`decide.ts`) */
export function judgeCondition(condition: Condition, scope: Scope, confidence: number | 'point'): Judged {
  const judge = (part: Condition): Judged => judgeCondition(part, scope, confidence);
  switch (condition.kind) {
    case 'constant':
      return constant(condition.value);
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.parts.map(judge) };
    case 'not':
      return { kind: 'not', part: judge(condition.part) };
    case 'if':
      return choice(judge(condition.test), judge(condition.then), judge(condition.otherwise));
    case 'all':
    case 'some':
    case 'none':
      return judgeItems(condition, scope, confidence);
    case 'compare':
      return judgeComparison(condition, scope, confidence);
    case 'equal':
    case 'in':
    case 'holds':
      return judgeDiscrete(condition, scope);
  }
}

/**
 * Over the items of a list. Where there are none, nothing was measured, and `all`, `some` and `none` are all
 * undetermined: logic would let `all` and `none` pass on no evidence, and `some` under a `!`.
 */
function judgeItems(
  condition: Condition & { kind: 'all' | 'some' | 'none' },
  scope: Scope,
  confidence: number | 'point',
): Judged {
  const name = nameOf(condition.list, scope);
  const list = resolveList(condition.list, scope);
  if (isUnknown(list)) return absent(name, condition.kind, list.cause, list.detail);
  if (list.items.length === 0) return absent(name, condition.kind, 'out-of-domain', `${name} has no items`);
  const items = list.items.map((outputs, index) => {
    const item = { outputs, name: `${name}[${index}]` };
    return judgeCondition(condition.body, { ...scope, item }, confidence);
  });
  const some: Judged = { kind: 'or', parts: items };
  return condition.kind === 'all'
    ? { kind: 'and', parts: items }
    : condition.kind === 'some'
      ? some
      : { kind: 'not', part: some };
}

const constant = (value: boolean): Judged => ({
  kind: 'leaf',
  leaf: {
    support: value ? CERTAIN : EXCLUDED,
    chance: false,
    cause: 'uncertain',
    facts: [],
    evidence: { output: String(value), estimate: value, operator: '==', limit: true },
    need: () => ({ kind: 'never' }),
  },
});

/** A list that was not measured: it might have held anything, uncertain things among them. */
const absent = (output: string, operator: string, cause: Cause, detail: string): Judged => ({
  kind: 'leaf',
  leaf: {
    support: OPEN,
    chance: true,
    cause,
    facts: [],
    evidence: { output, estimate: null, operator, limit: null, detail },
    need: () => ({ kind: 'provide', what: `${output}: ${detail}` }),
  },
});
