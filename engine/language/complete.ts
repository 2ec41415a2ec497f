/** What may be written at a position: names of the policy, operators, keys and values of the schemas. */
import { API_VERSION, compiledFor, KINDS } from '../document/kinds.js';
import { shapeAt, valueAt } from '../document/shape-at.js';
import type { Shape } from '../document/validate.js';
import type { Pointer } from '../document/words.js';
import { Cards } from './cards.js';
import { completeLogic } from './complete-logic.js';
import { completeNames } from './complete-names.js';
import { completionOf, type Candidate, type Completion } from './completion.js';
import { cursorAt, type Cursor } from './cursor.js';
import { isLogic, usePointer } from './grammar.js';
import { namesOf, shortest, type Names } from './names.js';
import { isRecord, listOf, own, recordOf } from './own.js';
import type { Position } from './place.js';
import { settingAt } from './settings.js';
import type { Workspace } from './workspace.js';

export function completionsAt(workspace: Workspace, file: string, position: Position): readonly Completion[] {
  const document = workspace.document(file);
  const cursor = document && cursorAt(document, position);
  if (cursor === undefined) return [];
  const completions = candidatesAt(cursor, workspace).map((candidate) => completionOf(candidate, cursor));
  return [...new Map(completions.map((completion) => [completion.text, completion])).values()];
}

function candidatesAt(cursor: Cursor, workspace: Workspace): readonly Candidate[] {
  const { pointer, role, document } = cursor;
  const names = namesOf(document, workspace);
  const cards = new Cards(workspace.language);
  if (isLogic(document, role === 'key' ? pointer.slice(0, -1) : pointer)) return completeLogic(cursor, names, cards);
  const found = [...atPlace(cursor, pointer, role, names, cards, workspace)];
  // A word alone on its line, or behind a hyphen, may become a key or a value.
  const container = pointer.slice(0, -1);
  if (role === 'key' && cursor.isAlone && container.length > 0) {
    found.push(...atPlace(cursor, container, 'value', names, cards, workspace));
  }
  return found;
}

function atPlace(
  cursor: Cursor,
  pointer: Pointer,
  role: 'key' | 'value',
  names: Names,
  cards: Cards,
  workspace: Workspace,
): readonly Candidate[] {
  const { document } = cursor;
  const named = completeNames(cursor, pointer, role, names, cards, workspace);
  if (named !== undefined) return named;
  const use = usePointer(document, pointer);
  if (use !== undefined && pointer[use.length] === 'with') return settings(cursor, pointer, role, names, cards, use);
  if (document.kind === undefined) return header(pointer, role);
  const { shape } = compiledFor(document.kind);
  return role === 'key'
    ? keysOf(shapeAt(shape, document.value, pointer.slice(0, -1)), valueAt(document.value, pointer.slice(0, -1)), cards)
    : valuesOf(shapeAt(shape, document.value, pointer), cards);
}

function header(pointer: Pointer, role: 'key' | 'value'): readonly Candidate[] {
  if (pointer.length !== 1) return [];
  if (role === 'key') return ['apiVersion', 'kind'].map((value) => ({ kind: 'key', value, as: 'key' }));
  const values = pointer[0] === 'kind' ? KINDS : pointer[0] === 'apiVersion' ? [API_VERSION] : [];
  return values.map((value) => ({ kind: 'value', value, as: 'value' }));
}

/** Keys that the mapping does not have yet, those that it must have first. */
function keysOf(shape: Shape | undefined, value: unknown, cards: Cards): readonly Candidate[] {
  const required = shape?.required ?? [];
  const cases = Object.keys(shape?.cases ?? {});
  const tag =
    shape?.tag !== undefined && cases.length > 0 ? [[shape.tag, { description: cases.join(', ') }] as const] : [];
  const entries: readonly (readonly [string, Shape])[] = [...tag, ...Object.entries(shape?.properties ?? {})];
  return entries
    .filter(([key]) => own(value, key) === undefined)
    .toSorted(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)))
    .map(([key, inner]) => ({ kind: 'key', value: key, as: 'key', about: cards.shape(key, inner) }));
}

function valuesOf(shape: Shape | undefined, cards: Cards): readonly Candidate[] {
  const values = shape?.values ?? Object.keys(shape?.cases ?? {});
  return values.filter(isScalar).map((value) => ({
    kind: 'value',
    value,
    as: 'value',
    ...(shape?.description === undefined
      ? {}
      : { about: cards.shape(String(value), { description: shape.description }) }),
  }));
}

/** Settings of a plugin under `with`. */
function settings(
  { document, isQuoted }: Cursor,
  pointer: Pointer,
  role: 'key' | 'value',
  names: Names,
  cards: Cards,
  use: Pointer,
): readonly Candidate[] {
  const container = role === 'key' ? pointer.slice(0, -1) : pointer;
  if (role === 'value' && pointer.at(-1) === 'var') {
    return shortest(names).map(([name, parameter]) => ({
      kind: 'parameter',
      value: `parameters.${name}`,
      as: 'value',
      about: cards.parameter(parameter),
    }));
  }
  const schema = settingAt(names, document, use, container);
  if (role === 'key') {
    const value = valueAt(document.value, container);
    return Object.entries(recordOf(schema, 'properties'))
      .filter(([key]) => own(value, key) === undefined)
      .map(([key, inner]) => ({ kind: 'key', value: key, as: 'key', about: cards.setting(key, inner) }));
  }
  const isBoolean = isRecord(schema) && schema['type'] === 'boolean';
  const allowed = isBoolean ? [true, false] : listOf(schema, 'enum').filter(isScalar);
  const parameters = isQuoted
    ? []
    : shortest(names).map(([name, parameter]): Candidate => {
        const about = cards.parameter(parameter);
        return { kind: 'parameter', value: `{var: parameters.${name}}`, as: 'value', isRaw: true, about };
      });
  return [...allowed.map((value): Candidate => ({ kind: 'value', value, as: 'value' })), ...parameters];
}

const isScalar = (value: unknown): value is Candidate['value'] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
