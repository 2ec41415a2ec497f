/** The second door: only what passes this check is ever judged. */
import { CheckContext } from './check-context.js';
import { typeOfSite } from './check-site.js';
import { asCondition } from './check-logic.js';
import type { Pointer } from './ast.js';
import type { Role, RuleCheck, Scope } from './scope.js';

/** Deeper or larger than this is an attack or a mistake; the check itself recurses no deeper. */
const DEEPEST = 64;
const MOST_NODES = 10_000;

/**
 * Checks a rule's `require` or `when` and gives it typed, in base units. Every fault is told, not only the first; each
 * carries the pointer into the raw logic. `condition` is there exactly where no fault is an error.
 *
 * @param logic Raw JSON Logic, YAML aliases expanded.
 */
export function checkRule(logic: unknown, scope: Scope, role: Role): RuleCheck {
  const context = new CheckContext(scope, role, typeOfSite);
  const excess = findExcess(logic);
  const condition =
    excess === undefined
      ? asCondition({ raw: logic, pointer: [], policyDecides: role === 'when' }, context)
      : void context.fault('ASSAY1200', excess.pointer, excess.message);
  return {
    ...(condition === undefined || context.refused ? {} : { condition: condition.condition }),
    reads: [...context.reads.values()],
    facts: [...context.facts],
    parameters: [...context.parameters],
    faults: context.faults,
  };
}

interface Excess {
  readonly pointer: Pointer;
  readonly message: string;
}

/** A level is a map, or a list directly in a list: an operator and its parts are one. */
function findExcess(logic: unknown): Excess | undefined {
  const tooMany: Excess = { pointer: [], message: `the rule has more than ${MOST_NODES} nodes` };
  const waiting: { readonly value: unknown; readonly pointer: Pointer; readonly depth: number }[] = [
    { value: logic, pointer: [], depth: 0 },
  ];
  let nodes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (typeof value !== 'object' || value === null) continue;
    const list = Array.isArray(value);
    const depth = next.depth + (list && typeof pointer.at(-1) === 'string' ? 0 : 1);
    if (depth > DEEPEST) return { pointer, message: `the rule nests more than ${DEEPEST} deep` };
    for (const [key, part] of Object.entries(value)) {
      if (++nodes > MOST_NODES) return tooMany;
      waiting.push({ value: part, pointer: [...pointer, list ? Number(key) : key], depth });
    }
  }
  return undefined;
}
