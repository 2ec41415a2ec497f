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

function findExcess(logic: unknown): { readonly pointer: Pointer; readonly message: string } | undefined {
  let nodes = 0;
  const waiting: { readonly value: unknown; readonly pointer: Pointer }[] = [{ value: logic, pointer: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (++nodes > MOST_NODES) return { pointer: [], message: `the rule has more than ${MOST_NODES} nodes` };
    if (typeof value !== 'object' || value === null) continue;
    if (pointer.length >= 2 * DEEPEST) return { pointer, message: `the rule nests more than ${DEEPEST} deep` };
    for (const [key, part] of Object.entries(value)) {
      waiting.push({ value: part, pointer: [...pointer, Array.isArray(value) ? Number(key) : key] });
      if (waiting.length > MOST_NODES) return { pointer: [], message: `the rule has more than ${MOST_NODES} nodes` };
    }
  }
  return undefined;
}
