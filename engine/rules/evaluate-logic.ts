/**
 * The first door: JSON Logic as its specification and json-logic-js 2.0.5 have it, coercion included. It fails open
 * (a missing value compares as null, `"0.1"` as a number), so rules never come through here: `checkRule` types them
 * first, and the judge decides the typed condition.
 *
 * Two deliberate differences from json-logic-js: `var`, `missing` and `missing_some` reach own properties only (no
 * `constructor`, no `__proto__`), and `log` gives its argument back without printing it.
 */

import { readOwn } from './read-own.js';

type Operation = (values: readonly unknown[], data: unknown) => unknown;

/** Operations that decide themselves which of their parts are evaluated, and on what data. */
const CONTROLS: Readonly<Record<string, Operation>> = {
  if: branch,
  '?:': branch,
  and: (parts, data) => firstWhere(parts, data, (value) => !truthy(value)),
  or: (parts, data) => firstWhere(parts, data, truthy),
  filter: ([list, body], data) => {
    const items = evaluateLogic(list, data);
    return Array.isArray(items) ? items.filter((item) => truthy(evaluateLogic(body, item))) : [];
  },
  map: ([list, body], data) => {
    const items = evaluateLogic(list, data);
    return Array.isArray(items) ? items.map((item: unknown) => evaluateLogic(body, item)) : [];
  },
  reduce: ([list, body, start], data) => {
    const items = evaluateLogic(list, data);
    const initial = start === undefined ? null : evaluateLogic(start, data);
    if (!Array.isArray(items)) return initial;
    return items.reduce<unknown>((accumulator, current) => evaluateLogic(body, { current, accumulator }), initial);
  },
  all: ([list, body], data) => {
    const items = itemsOf(list, data);
    return items.length > 0 && items.every((item) => truthy(evaluateLogic(body, item)));
  },
  some: ([list, body], data) => itemsOf(list, data).some((item) => truthy(evaluateLogic(body, item))),
  none: ([list, body], data) => !itemsOf(list, data).some((item) => truthy(evaluateLogic(body, item))),
};

/* The operators below are JavaScript's own on purpose: its coercions are the specification. */
/* eslint-disable eqeqeq */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  '==': ([a, b]) => a == b,
  '===': ([a, b]) => a === b,
  '!=': ([a, b]) => a != b,
  '!==': ([a, b]) => a !== b,
  '>': ([a, b]) => loose(a) > loose(b),
  '>=': ([a, b]) => loose(a) >= loose(b),
  '<': ([a, b, c]) => loose(a) < loose(b) && (c === undefined || loose(b) < loose(c)),
  '<=': ([a, b, c]) => loose(a) <= loose(b) && (c === undefined || loose(b) <= loose(c)),
  '!!': ([a]) => truthy(a),
  '!': ([a]) => !truthy(a),
  '%': ([a, b]) => loose(a) % loose(b),
  log: ([a]) => a,
  in: ([a, b]) => {
    if (typeof b === 'string') return b !== '' && b.indexOf(a as string) !== -1;
    return Array.isArray(b) && b.indexOf(a) !== -1;
  },
  cat: (values) => values.join(''),
  substr: ([source, start, length]) => substring(String(source), loose(start), loose(length)),
  '+': (values) => values.reduce<number>((sum, value) => sum + parseFloat(value as string), 0),
  '*': (values) => values.reduce((product, value) => parseFloat(product as string) * parseFloat(value as string)),
  '-': ([a, b]) => (b === undefined ? -loose(a) : loose(a) - loose(b)),
  '/': ([a, b]) => loose(a) / loose(b),
  min: (values) => Math.min(...(values as number[])),
  max: (values) => Math.max(...(values as number[])),
  merge: (values) => values.reduce<unknown[]>((merged, value) => merged.concat(value), []),
  var: ([path, otherwise], data) => readOwn(data, path, otherwise === undefined ? null : otherwise),
  missing,
  missing_some: ([needed, options], data) => {
    const absent = evaluateLogic({ missing: options }, data) as readonly unknown[];
    return (options as ArrayLike<unknown>).length - absent.length >= loose(needed) ? [] : absent;
  },
};
/* eslint-enable eqeqeq */

/**
 * Evaluates any JSON Logic rule on any data.
 *
 * @throws Error where the rule has an operator that JSON Logic does not know, and TypeError where json-logic-js has
 * one too (`{"*": []}`).
 */
export function evaluateLogic(rule: unknown, data: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((part: unknown) => evaluateLogic(part, data));
  if (typeof rule !== 'object' || rule === null) return rule;
  const [operator, more] = Object.keys(rule);
  // An object of no or several keys is data, not a rule.
  if (operator === undefined || more !== undefined) return rule;
  const raw = (rule as Readonly<Record<string, unknown>>)[operator];
  const parts: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (Object.hasOwn(CONTROLS, operator)) return CONTROLS[operator]?.(parts, data);
  if (!Object.hasOwn(OPERATIONS, operator)) {
    // Its parts come first: a fault inside them is the one that json-logic-js reports.
    parts.forEach((part) => evaluateLogic(part, data));
    throw new Error(`Unrecognized operation ${operator}`);
  }
  return OPERATIONS[operator]?.(
    parts.map((part) => evaluateLogic(part, data)),
    data,
  );
}

/** JSON Logic's one departure from JavaScript: an empty array is false. */
function truthy(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0 ? false : Boolean(value);
}

/** Only the type checker's view changes; the coercion is left to the operator that uses the value. */
function loose(value: unknown): number {
  return value as number;
}

function branch(parts: readonly unknown[], data: unknown): unknown {
  let index = 0;
  for (; index < parts.length - 1; index += 2) {
    if (truthy(evaluateLogic(parts[index], data))) return evaluateLogic(parts[index + 1], data);
  }
  return index === parts.length - 1 ? evaluateLogic(parts[index], data) : null;
}

/** The first value that stops, else the last one. */
function firstWhere(parts: readonly unknown[], data: unknown, stops: (value: unknown) => boolean): unknown {
  let value: unknown;
  for (const part of parts) {
    value = evaluateLogic(part, data);
    if (stops(value)) return value;
  }
  return value;
}

function itemsOf(list: unknown, data: unknown): readonly unknown[] {
  const items = evaluateLogic(list, data);
  return Array.isArray(items) ? items : [];
}

/** `substr` counts from the end for a negative start, and leaves off the end for a negative length. */
function substring(text: string, start: number, length: number): string {
  if (!(length < 0)) return text.substr(start, length);
  const rest = text.substr(start);
  // Where `length` is text this joins instead of adding, as json-logic-js does.
  return rest.substr(0, rest.length + length);
}

/** Takes its keys as arguments, or as one list (what `merge` or `if` hand over). */
function missing(values: readonly unknown[], data: unknown): unknown {
  const keys: readonly unknown[] = Array.isArray(values[0]) ? values[0] : values;
  return keys.filter((key) => {
    const value = evaluateLogic({ var: key }, data);
    return value === null || value === '';
  });
}
