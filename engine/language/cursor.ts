/** Where a person is writing: the pointer at the cursor, whatever the text lacks there. */
import type { Range } from '../document/diagnostic.js';
import { parseDocument } from '../document/parse-document.js';
import type { Pointer } from '../document/words.js';
import { looseDocument, type LooseDocument } from './loose-document.js';
import { isRecord } from './own.js';

export interface Cursor {
  /** Of the key or value that stands there, or would. */
  readonly pointer: Pointer;
  readonly role: 'key' | 'value';
  /** The key is the only one of its mapping: a value could stand there as well. */
  readonly isAlone: boolean;
  /** What is written before the cursor. */
  readonly word: string;
  /** What a completion replaces. */
  readonly range: Range;
  /** Inside of quotation marks. */
  readonly isQuoted: boolean;
  /** Inside of `{}` or `[]`. */
  readonly isFlow: boolean;
  /** Whether a colon follows. */
  readonly hasColon: boolean;
  /** The document with the word taken out. */
  readonly document: LooseDocument;
}

const HERE = 'assayCursorStandsHere';

/** @param position 1-based, in UTF-16 code units. */
export function cursorAt(document: LooseDocument, position: { line: number; column: number }): Cursor | undefined {
  const { text } = document.text;
  const at = document.text.offset(position.line, position.column);
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at);
  const before = text.slice(lineStart, at);
  const after = text.slice(at, lineEnd).replace(/\r$/, '');
  if (/(^|\s)#/.test(unquoted(before))) return undefined;
  const word = /[^\s"'{}[\],]*$/.exec(before)![0];
  const rest = /^[^\s"'{}[\],:]*/.exec(after)![0];
  const open = openings(before);
  const remaining = after.slice(rest.length);
  const isLine = /^\s*(- +)*$/.test(before.slice(0, before.length - word.length)) && remaining.trim() === '';
  const closing = open.quote !== undefined && !remaining.startsWith(open.quote) ? open.quote : '';
  const filling = `${HERE}${closing}${isLine ? ': ' : ''}${missing(open, remaining)}`;
  const from = at - word.length;
  const changed = text.slice(0, from) + filling + text.slice(at + rest.length);
  const loose = looseDocument(document.file, parseDocument(document.file, new TextEncoder().encode(changed)));
  const found = find(loose.value, []);
  if (found === undefined) return undefined;
  const column = from - lineStart + 1;
  return {
    ...found,
    word,
    range: { line: position.line, column, endLine: position.line, endColumn: column + word.length + rest.length },
    isQuoted: open.quote !== undefined,
    isFlow: open.brackets.length > 0,
    hasColon: /^["']?\s*:/.test(remaining),
    document: loose,
  };
}

interface Openings {
  readonly quote?: string;
  /** What would close the brackets that are open, the innermost last. */
  readonly brackets: readonly string[];
}

function openings(line: string): Openings {
  const brackets: string[] = [];
  let quote: string | undefined;
  let previous = '';
  for (const character of line) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if ((character === '"' || character === "'") && !/\w/.test(previous)) quote = character;
    else if (character === '{') brackets.push('}');
    else if (character === '[') brackets.push(']');
    else if (character === brackets.at(-1)) brackets.pop();
    previous = character;
  }
  return { ...(quote === undefined ? {} : { quote }), brackets };
}

const unquoted = (line: string): string => line.replace(/"[^"]*"|'[^']*'/g, '""');

/** The brackets of the line that nothing after the cursor closes; the quotation mark is the caller's. */
function missing({ quote, brackets }: Openings, remaining: string): string {
  const rest = quote !== undefined && remaining.startsWith(quote) ? remaining.slice(1) : remaining;
  const closers = [...rest].filter((character) => character === '}' || character === ']').length;
  const openers = [...rest].filter((character) => character === '{' || character === '[').length;
  const lacking = brackets.length - Math.max(0, closers - openers);
  return lacking > 0 ? brackets.slice(-lacking).reverse().join('') : '';
}

function find(value: unknown, pointer: Pointer): Pick<Cursor, 'pointer' | 'role' | 'isAlone'> | undefined {
  if (typeof value === 'string') return value.includes(HERE) ? { pointer, role: 'value', isAlone: false } : undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = find(item, [...pointer, index]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  for (const key of keys) {
    if (key.includes(HERE)) return { pointer: [...pointer, key], role: 'key', isAlone: keys.length === 1 };
    const found = find(value[key], [...pointer, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
