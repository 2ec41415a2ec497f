/** What changed between two versions of a policy, in the order of what it is about. Pure. */
import type { EffectiveClause, Waiver } from '../pack/policy.js';
import { effectOf, type Effect, type PolicyChange } from './change.js';
import { parameterChanges } from './parameter-changes.js';
import { rulesChanged, spanStrictness } from './rule-changes.js';
import { isEqual, pairs, type Side } from './side.js';

export function comparePolicies(before: Side, after: Side): readonly PolicyChange[] {
  const sides = [before, after] as const;
  const [old, late] = [before.policy, after.policy];
  return [
    ...packChanges(before, after),
    ...pairs(old.rules, late.rules, ({ id }) => id).flatMap(([, a, b]) => rulesChanged(a, b, sides)),
    ...pairs(old.parameters, late.parameters, ({ id }) => id).flatMap(([, a, b]) => parameterChanges(a, b, sides)),
    ...factChanges(before, after),
    ...pairs(old.clauses, late.clauses, ({ layer, id }) => `${layer} ${id}`).flatMap(([of, a, b]) =>
      clauseChanges(of, a, b),
    ),
    ...pairs(old.waivers, late.waivers, permission).flatMap(([, a, b]) => waiverChanges(a, b)),
  ];
}

/** Whether nothing became weaker that is known to. */
export const weakens = (changes: readonly PolicyChange[]): boolean => changes.some(({ effect }) => effect === 'weaker');

function packChanges(before: Side, after: Side): readonly PolicyChange[] {
  const packs = pairs(before.policy.packs, after.policy.packs, ({ id }) => id).flatMap(([of, a, b]): PolicyChange[] => {
    if (a?.version === b?.version) return [];
    return [{ kind: 'pack', effect: 'neutral', of, ...(a && { from: a.version }), ...(b && { to: b.version }) }];
  });
  const spans = pairs([...before.layers.values()], [...after.layers.values()], ({ id }) => id).flatMap(
    ([of, a, b]): PolicyChange[] => {
      if (a?.document.kind !== 'Standard' || b?.document.kind !== 'Standard') return [];
      const [from, to] = [spanOf(a.document.metadata), spanOf(b.document.metadata)];
      return isEqual(from, to) ? [] : [{ kind: 'in-effect', effect: effectOf(spanStrictness(from, to)), of, from, to }];
    },
  );
  return [...packs, ...spans];
}

const spanOf = ({ effectiveFrom, effectiveUntil }: { effectiveFrom?: string; effectiveUntil?: string }) => ({
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
});

function factChanges(before: Side, after: Side): readonly PolicyChange[] {
  const listed = ({ declarations }: Side) =>
    Object.entries(declarations.facts).flatMap(([layer, facts]) =>
      Object.entries(facts).map(([name, { type, values, unit }]) => ({
        of: `${layer} ${name}`,
        asked: { type, values, unit },
      })),
    );
  return pairs(listed(before), listed(after), ({ of }) => of).flatMap(([of, a, b]): PolicyChange[] => {
    if (a === undefined) return [{ kind: 'fact-added', effect: 'changed', of, to: b!.asked }];
    if (b === undefined) return [{ kind: 'fact-removed', effect: 'changed', of, from: a.asked }];
    return isEqual(a.asked, b.asked) ? [] : [{ kind: 'fact', effect: 'changed', of, from: a.asked, to: b.asked }];
  });
}

function clauseChanges(
  of: string,
  a: EffectiveClause | undefined,
  b: EffectiveClause | undefined,
): readonly PolicyChange[] {
  if (a === undefined) return [{ kind: 'clause-added', effect: 'changed', of, to: b!.title }];
  if (b === undefined) return [{ kind: 'clause-removed', effect: 'changed', of, from: a.title }];
  const parts = [
    ['clause-title', 'neutral', a.title, b.title],
    ['clause-text', 'changed', a.text, b.text],
    ['citation', 'neutral', a.citation, b.citation],
  ] as const satisfies readonly (readonly [PolicyChange['kind'], Effect, unknown, unknown])[];
  return parts.flatMap(([kind, effect, from, to]): PolicyChange[] =>
    isEqual(from, to)
      ? []
      : [{ kind, effect, of, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }],
  );
}

/** A waiver by all that it says, wherever it stands. */
export const permission = ({ rule, subject, expires, covers, approvedBy, issued, reason }: Waiver): string =>
  JSON.stringify([rule, subject, expires, covers, approvedBy, issued, reason]);

function waiverChanges(a: Waiver | undefined, b: Waiver | undefined): readonly PolicyChange[] {
  if ((a === undefined) === (b === undefined)) return [];
  const { rule, subject, expires, origin } = a ?? b!;
  const of = `${rule} ${subject}`;
  return a === undefined
    ? [{ kind: 'waiver-added', effect: 'weaker', of, to: expires, after: origin }]
    : [{ kind: 'waiver-removed', effect: 'stricter', of, from: expires, before: origin }];
}
