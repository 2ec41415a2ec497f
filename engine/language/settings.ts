/** The part of a plugin's JSON Schema that speaks of a place under `with`. */
import { valueAt } from '../document/shape-at.js';
import type { Pointer } from '../document/words.js';
import type { LooseDocument } from './loose-document.js';
import { entryOf, type Names } from './names.js';
import { isRecord, listOf, own, recordOf, textOf } from './own.js';

/** `undefined` outside of `with`, and where the schema says nothing. */
export function settingAt(names: Names, document: LooseDocument, use: Pointer, pointer: Pointer): unknown {
  if (pointer[use.length] !== 'with') return undefined;
  const entry = entryOf(names, textOf(valueAt(document.value, use), 'plugin') ?? '');
  if (entry === undefined) return undefined;
  let schema: unknown = entry.parameters;
  for (let depth = use.length + 1; depth < pointer.length && schema !== undefined; depth++) {
    const value = valueAt(document.value, pointer.slice(0, depth + 1));
    schema = resolved(below(schema, pointer[depth]!), entry.parameters, value);
  }
  return schema;
}

const below = (schema: unknown, key: string | number): unknown =>
  typeof key === 'number'
    ? own(schema, 'items')
    : (own(own(schema, 'properties'), key) ?? own(schema, 'additionalProperties'));

/** References followed; of alternatives that a tag tells apart the one that stands there, else all keys together. */
function resolved(schema: unknown, root: unknown, value: unknown, depth = 0): unknown {
  // A manifest is anyone's: its schema may lead in circles.
  if (depth > 10) return schema;
  const reference = textOf(schema, '$ref');
  if (reference?.startsWith('#/') === true) {
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => own(at, key), root);
    return target === undefined
      ? schema
      : { ...recordish(resolved(target, root, value, depth + 1)), ...without$ref(schema) };
  }
  const options = [...listOf(schema, 'oneOf'), ...listOf(schema, 'anyOf')].map((option) =>
    resolved(option, root, value, depth + 1),
  );
  if (options.length === 0) return schema;
  const fitting = options.filter((option) => fits(option, value));
  const chosen = fitting.length > 0 ? fitting : options;
  const properties = Object.assign({}, ...chosen.map((option) => recordOf(option, 'properties'))) as object;
  const allowed = chosen.flatMap((option) => [...listOf(option, 'enum'), ...constOf(option)]);
  return {
    ...recordish(schema),
    ...(Object.keys(properties).length > 0 && { properties: { ...recordOf(schema, 'properties'), ...properties } }),
    ...(allowed.length > 0 && { enum: allowed }),
  };
}

const recordish = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

const without$ref = (schema: unknown): object =>
  Object.fromEntries(Object.entries(recordish(schema)).filter(([key]) => key !== '$ref'));

const constOf = (schema: unknown): readonly unknown[] => {
  const value = own(schema, 'const');
  return value === undefined ? [] : [value];
};

/** Whether each key with one possible value (a tag) has it. */
function fits(option: unknown, value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(recordOf(option, 'properties')).some(([key, schema]) => {
    const allowed = [...constOf(schema), ...(key === 'type' ? listOf(schema, 'enum') : [])];
    return allowed.length > 0 && allowed.includes(own(value, key));
  });
}
