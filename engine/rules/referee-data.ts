import type { Condition, DiscreteExpression, NumberExpression, Reference } from './ast.js';
import { toBase } from './units.js';

/** One number, truth or text, a list of texts (a fact), or the items of a list output. Numbers are in their declared units. */
export type RefereeValue =
  number | boolean | string | readonly string[] | readonly Readonly<Record<string, number | boolean | string>>[];

export interface RefereeInputs {
  readonly measurements: Readonly<Record<string, Readonly<Record<string, RefereeValue>>>>;
  /** By name, without `subject.`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * The data on which json-logic-js, given the raw rule, means what the typed condition means: everything that the
 * condition reads, numbers in base units, parameters with the values that the check found. Items of lists carry
 * `subject` and `parameters` too, so that both evaluators reach them there. An input that is not given is left out.
 *
 * @param condition Of the raw rule that the referee will see, from `checkRule`.
 */
export function buildRefereeData(condition: Condition, inputs: RefereeInputs): Readonly<Record<string, unknown>> {
  const uses = usesOf(condition);
  const shared: Folder = Object.create(null) as Folder;
  const data: Folder = Object.create(null) as Folder;
  for (const { reference, factor } of uses) {
    if (reference.root === 'parameters') place(shared, reference.name, inBase(reference.value, factor));
    if (reference.root === 'subject' && Object.hasOwn(inputs.facts, reference.fact)) {
      place(shared, reference.name, inBase(inputs.facts[reference.fact], factor));
    }
  }
  for (const { reference, factor, items } of uses) {
    if (reference.root !== 'measurement') continue;
    // One list may be read by several conditions, each of which reads other outputs of its items.
    const wanted =
      items === undefined
        ? undefined
        : uses.flatMap((use) => (use.reference.name === reference.name ? (use.items ?? []) : []));
    const outputs = Object.hasOwn(inputs.measurements, reference.alias)
      ? inputs.measurements[reference.alias]
      : undefined;
    if (outputs === undefined || !Object.hasOwn(outputs, reference.output)) continue;
    const value = outputs[reference.output];
    place(data, reference.name, wanted === undefined ? inBase(value, factor) : itemsInBase(value, wanted, shared));
  }
  return Object.assign(data, shared);
}

interface Use {
  readonly reference: Reference;
  /** 1 for all but numbers. */
  readonly factor: number;
  /** Of a list: what is read of its items. */
  readonly items?: readonly Use[];
}

type Folder = Record<string, unknown>;

function itemsInBase(value: unknown, uses: readonly Use[], shared: Folder): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: Readonly<Record<string, unknown>>) => {
    const copy = Object.assign(Object.create(null) as Folder, shared);
    for (const { reference, factor } of uses) {
      if (reference.root === 'item' && Object.hasOwn(item, reference.output)) {
        copy[reference.output] = inBase(item[reference.output], factor);
      }
    }
    return copy;
  });
}

function inBase(value: unknown, factor: number): unknown {
  return typeof value === 'number' ? toBase(value, factor) : value;
}

/** `parameters.sustainable-ai.minF1` goes where `var` looks for it. */
function place(data: Folder, name: string, value: unknown): void {
  const path = name.split('.');
  const last = path.pop() ?? name;
  let folder = data;
  for (const key of path) {
    folder[key] ??= Object.create(null) as Folder;
    folder = folder[key] as Folder;
  }
  folder[last] = value;
}

/** A rule is judged on many subjects: what it reads is found once. */
const known = new WeakMap<Condition, readonly Use[]>();

export function usesOf(condition: Condition): readonly Use[] {
  const before = known.get(condition);
  if (before !== undefined) return before;
  const found = [...findUses(condition)];
  known.set(condition, found);
  return found;
}

function* findUses(condition: Condition): Generator<Use> {
  switch (condition.kind) {
    case 'constant':
      return;
    case 'and':
    case 'or':
      for (const part of condition.parts) yield* findUses(part);
      return;
    case 'not':
      yield* findUses(condition.part);
      return;
    case 'if':
      yield* findUses(condition.test);
      yield* findUses(condition.then);
      yield* findUses(condition.otherwise);
      return;
    case 'all':
    case 'some':
    case 'none': {
      const items = [...findUses(condition.body)];
      yield { reference: condition.list, factor: 1, items };
      yield* items.filter(({ reference }) => reference.root !== 'item');
      return;
    }
    case 'compare':
      yield* numberUses(condition.left);
      yield* numberUses(condition.right);
      return;
    case 'equal':
      yield* discreteUses(condition.left);
      yield* discreteUses(condition.right);
      return;
    case 'in':
      yield* discreteUses(condition.needle);
      if (condition.haystack.kind !== 'list') yield* discreteUses(condition.haystack);
      else for (const item of condition.haystack.items) yield* discreteUses(item);
      return;
    case 'holds':
      yield { reference: condition.reference, factor: 1 };
  }
}

function* numberUses(expression: NumberExpression): Generator<Use> {
  if (expression.kind === 'reference') yield expression;
  if (expression.kind === 'arithmetic') for (const part of expression.parts) yield* numberUses(part);
}

function* discreteUses(expression: DiscreteExpression): Generator<Use> {
  if (expression.kind === 'reference') yield { reference: expression.reference, factor: 1 };
}
