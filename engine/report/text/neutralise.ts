/**
 * Text of others made safe for a terminal: nothing in a document, a data file or a model's answer can move the
 * cursor, change colours, reorder what is read (bidirectional overrides) or start a line of its own.
 */
import { UNSEEN } from '../../programs/unseen.js';

const visible = (character: string): string => {
  if (character === '\n' || character === '\r' || character === '\t') return ' ';
  const point = character.codePointAt(0) ?? 0;
  // Control pictures: U+241B is ␛ for escape.
  return point < 0x20 ? String.fromCodePoint(0x2400 + point) : '\ufffd';
};

// Most text: a glance instead of two searches.
const PRINTABLE_ASCII = /^[ -~]*$/;

export const neutralise = (text: string): string =>
  PRINTABLE_ASCII.test(text) ? text : text.replace(/\r\n/g, '\n').replace(UNSEEN, visible);

/** Every string of plain data, keys too, neutralised. */
export function neutraliseAll<T>(value: T): T {
  if (typeof value === 'string') return neutralise(value) as T;
  if (Array.isArray(value)) return value.map(neutraliseAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [neutralise(key), neutraliseAll(inner)])) as T;
}
