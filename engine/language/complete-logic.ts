/** Completions inside `require` and `when`. */
import { valueAt } from '../document/shape-at.js';
import type { Pointer } from '../document/words.js';
import type { OutputSpec, ScalarSpec } from '../plugins/contract.js';
import { BUILT_IN_FACTS } from '../rules/check-fact.js';
import { isOperator, OPERATORS, type Operator } from '../rules/operators.js';
import type { FactDeclaration } from '../document/types.generated.js';
import type { Cards } from './cards.js';
import type { Candidate } from './completion.js';
import type { Cursor } from './cursor.js';
import { entryOf, usesIn, shortest, type Names } from './names.js';
import { listOutput, type ListOutput } from './occurrences.js';
import { recordOf, textOf } from './own.js';

/** What stands around the cursor in a rule. */
interface Surroundings {
  readonly names: Names;
  readonly cards: Cards;
  /** Plugins by alias: of the document and of the rule itself. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The list whose items `var` means there. */
  readonly item?: ListOutput;
  readonly isWhen: boolean;
}

export function completeLogic(cursor: Cursor, names: Names, cards: Cards): readonly Candidate[] {
  const { pointer, role, document } = cursor;
  const rule = valueAt(document.value, pointer.slice(0, 2));
  const aliases = new Map([...names.aliases, ...usesIn(recordOf(rule, 'measure'))]);
  const item = itemAround(cursor, aliases);
  const around: Surroundings = {
    names,
    cards,
    aliases,
    ...(item === undefined ? {} : { item }),
    isWhen: pointer[2] === 'when',
  };
  const container = role === 'key' ? pointer.slice(0, -1) : pointer;
  if (role === 'value' && (pointer.at(-1) === 'var' || pointer.at(-2) === 'var')) return variables(cursor.word, around);
  const operators = role === 'key' ? operatorCandidates(cards) : [];
  if (role === 'key' && !cursor.isAlone) return operators;
  return [...operators, ...(cursor.isQuoted ? [] : readings(around)), ...comparedValues(cursor, container, around)];
}

const operatorCandidates = (cards: Cards): readonly Candidate[] =>
  (Object.keys(OPERATORS) as Operator[]).map((operator) => ({
    kind: 'operator',
    value: operator,
    as: 'key',
    about: cards.operator(operator),
  }));

/** Names for `var`; the outputs of an alias once it is written. */
function variables(word: string, around: Surroundings): readonly Candidate[] {
  const { names, cards, aliases, item, isWhen } = around;
  const found: Candidate[] = [];
  for (const [name, parameter] of shortest(names)) {
    const about = cards.parameter(parameter);
    found.push({ kind: 'parameter', value: `parameters.${name}`, as: 'value', detail: shortValue(parameter), about });
  }
  for (const [name, fact] of factsOf(names)) {
    found.push({ kind: 'fact', value: `subject.${name}`, as: 'value', about: cards.fact(name, fact) });
  }
  if (isWhen) return found;
  if (item !== undefined) return [...itemOutputs(item, around), ...found];
  for (const [alias, plugin] of aliases) {
    const entry = entryOf(names, plugin);
    if (entry === undefined) continue;
    found.push({ kind: 'alias', value: alias, as: 'value', detail: plugin, about: cards.plugin(entry) });
    if (!word.startsWith(`${alias}.`)) continue;
    for (const [output, spec] of Object.entries(entry.outputs)) {
      const about = cards.output(output, spec, entry);
      found.push({
        kind: 'output',
        value: `${alias}.${output}`,
        as: 'value',
        detail: cards.specLine(spec).replaceAll('`', ''),
        about,
      });
    }
  }
  return found;
}

const shortValue = ({ value, unit }: { readonly value: unknown; readonly unit?: string }): string =>
  `${JSON.stringify(value) ?? ''}${unit === undefined || unit === '1' ? '' : ` ${unit}`}`;

function factsOf(names: Names): ReadonlyMap<string, FactDeclaration> {
  const builtIn = Object.entries(BUILT_IN_FACTS).map(([name, { type, values }]) => {
    return [name, { title: name, ...(type && { type }), ...(values && { values: values as string[] }) }] as const;
  });
  return new Map([...builtIn, ...names.facts]);
}

function itemOutputs({ plugin, output }: ListOutput, { names, cards }: Surroundings): readonly Candidate[] {
  const entry = entryOf(names, plugin);
  const spec = entry !== undefined && Object.hasOwn(entry.outputs, output) ? entry.outputs[output] : undefined;
  if (entry === undefined || spec?.type !== 'list') return [];
  return Object.entries(spec.items).map(([name, item]) => ({
    kind: 'output',
    value: name,
    as: 'value',
    about: cards.output(name, item, entry),
  }));
}

/** A parameter or fact as a whole node, where a value stands. */
function readings({ names, cards, aliases, isWhen }: Surroundings): readonly Candidate[] {
  const parameters = shortest(names).map(([name, parameter]): Candidate => {
    const about = cards.parameter(parameter);
    return { kind: 'parameter', value: `{var: parameters.${name}}`, as: 'value', isRaw: true, about };
  });
  const starts = isWhen
    ? []
    : [...aliases.keys()].map((alias): Candidate => {
        return { kind: 'alias', value: `{var: ${alias}.}`, as: 'value', isRaw: true };
      });
  return [...parameters, ...starts];
}

/** What the other side of a comparison can be. */
function comparedValues(cursor: Cursor, pointer: Pointer, around: Surroundings): readonly Candidate[] {
  for (let length = pointer.length - 1; length > 2; length--) {
    const key = pointer[length - 1];
    if (typeof key !== 'string' || !isOperator(key)) continue;
    const parts = valueAt(cursor.document.value, pointer.slice(0, length));
    if (!Array.isArray(parts)) return [];
    const name = parts.map((part) => textOf(part, 'var')).find((text) => text !== undefined);
    return name === undefined ? [] : possibleValues(name, around);
  }
  return [];
}

function possibleValues(name: string, around: Surroundings): readonly Candidate[] {
  const { names, aliases, item } = around;
  const [root = '', rest = ''] = name.split('.');
  const asValues = (values: readonly unknown[] = []): readonly Candidate[] =>
    values.filter((value) => typeof value === 'string').map((value) => ({ kind: 'value', value, as: 'value' }));
  if (root === 'subject') return asValues(factsOf(names).get(rest)?.values);
  const entry = entryOf(names, item?.plugin ?? aliases.get(root) ?? '');
  const outputs: Readonly<Record<string, OutputSpec | ScalarSpec>> = entry?.outputs ?? {};
  const list = item === undefined ? undefined : outputs[item.output];
  const spec = list?.type === 'list' ? list.items[name] : outputs[rest];
  return spec?.type === 'enum' ? asValues(spec.values) : [];
}

function itemAround({ pointer, document }: Cursor, aliases: ReadonlyMap<string, string>): ListOutput | undefined {
  for (let length = pointer.length - 1; length > 2; length--) {
    const operator = pointer[length - 1];
    if ((operator === 'all' || operator === 'some' || operator === 'none') && pointer[length] === 1) {
      const parts = valueAt(document.value, pointer.slice(0, length));
      return Array.isArray(parts) ? listOutput(parts, aliases) : undefined;
    }
  }
  return undefined;
}
