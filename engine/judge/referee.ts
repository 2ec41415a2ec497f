/** json-logic-js as the referee of every rule: on the same estimates both must say the same. */
import type { EffectiveRule } from '../pack/policy.js';
import {
  isFact,
  isFigure,
  isList,
  type Fact,
  type Figure,
  type FigureList,
  type Output,
  type Unmeasured,
} from '../plugins/figure.js';
import type { Condition } from '../rules/ast.js';
import { buildRefereeData, usesOf, type RefereeInputs, type RefereeValue } from '../rules/referee-data.js';
import { refereeLogic } from '../rules/referee.js';
import { pointCondition } from './point.js';
import type { EvidenceSource } from './verdict.js';

/** A fault of ours: the typed condition does not mean what the written rule means. */
export class RefereeFault extends Error {
  override readonly name = 'RefereeFault';
}

/** Compares `require` and `when`, each where everything in it is measured. */
export function checkAgainstReferee(rule: EffectiveRule, source: EvidenceSource): void {
  compare(rule.id, 'require', rule.require, rule.requireLogic, source);
  if (rule.when !== undefined) compare(rule.id, 'when', rule.when, rule.whenLogic, source);
}

function compare(id: string, part: string, condition: Condition, logic: unknown, source: EvidenceSource): void {
  const ours = pointCondition(condition, { source, accepted: undefined, point: true });
  if (ours === undefined) return;
  const theirs = refereeLogic(logic, buildRefereeData(condition, refereeInputs(condition, source)));
  if (theirs === ours) return;
  throw new RefereeFault(`${id}: ${part} is ${ours} here and ${JSON.stringify(theirs)} by json-logic-js`);
}

/** What the condition reads, and no more: a measurement may have a hundred outputs, and a rule reads one. */
function refereeInputs(condition: Condition, { measurements, facts }: EvidenceSource): RefereeInputs {
  const read = Object.create(null) as Record<string, Record<string, RefereeValue>>;
  for (const { reference } of usesOf(condition)) {
    if (reference.root !== 'measurement' || !Object.hasOwn(measurements, reference.alias)) continue;
    const { alias, output: name } = reference;
    const outputs = measurements[alias]!;
    const output: unknown = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    // What is no output at all counts as unmeasured.
    if (typeof output !== 'object' || output === null) continue;
    const value = isList(output as Output)
      ? itemsOf(output as FigureList)
      : scalar(output as Figure | Fact | Unmeasured);
    if (value !== undefined) (read[alias] ??= Object.create(null) as Record<string, RefereeValue>)[name] = value;
  }
  return { facts, measurements: read };
}

const itemsOf = ({ items }: FigureList): readonly Readonly<Record<string, number | boolean | string>>[] | undefined =>
  Array.isArray(items) && items.every((item) => typeof item === 'object' && item !== null)
    ? items.map((item: FigureList['items'][number]) => collect(item, scalar))
    : undefined;

const scalar = (output: Figure | Fact | Unmeasured): number | boolean | string | undefined =>
  isFigure(output) ? output.estimate : isFact(output) ? output.value : undefined;

/** What is no output at all counts as unmeasured. */
function collect<In extends object, Out>(
  outputs: Readonly<Record<string, In>>,
  valueOf: (output: In) => Out | undefined,
): Readonly<Record<string, Out>> {
  const result = Object.create(null) as Record<string, Out>;
  for (const [name, output] of Object.entries(outputs)) {
    const value = typeof output === 'object' && output !== null ? valueOf(output) : undefined;
    if (value !== undefined) result[name] = value;
  }
  return result;
}
