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
import { buildRefereeData, type RefereeInputs, type RefereeValue } from '../rules/referee-data.js';
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
  const theirs = refereeLogic(logic, buildRefereeData(condition, refereeInputs(source)));
  if (theirs === ours) return;
  throw new RefereeFault(`${id}: ${part} is ${ours} here and ${JSON.stringify(theirs)} by json-logic-js`);
}

function refereeInputs({ measurements, facts }: EvidenceSource): RefereeInputs {
  return { facts, measurements: mapValues(measurements, (outputs) => definite(outputs)) };
}

/** Estimates and values; what is unmeasured is left out. */
const definite = (outputs: Readonly<Record<string, Output>>): Readonly<Record<string, RefereeValue>> =>
  collect(outputs, (output) => (isList(output) ? itemsOf(output) : scalar(output)));

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

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
