/**
 * Cells of a masked table that say less than the original: `*` (any value), `20–29`, `[20, 30)`, `<30`, `>=65` (numbers
 * in a range), `130**` (texts that begin so), `{a, b}` (one of these). Anything else is a value.
 */
export type Cell =
  | { readonly kind: 'missing' }
  | { readonly kind: 'any' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly open: boolean }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'set'; readonly texts: ReadonlySet<string> }
  | { readonly kind: 'text'; readonly text: string };

/** A value of the original: NaN and `null` are missing. */
export type Value = number | string | null;

const NUMBER = '[+-]?(?:\\d{1,400}(?:\\.\\d{0,400})?|\\.\\d{1,400})(?:[eE][+-]?\\d{1,3})?';
const BETWEEN = new RegExp(`^(${NUMBER}) ?(?:–|-|\\.\\.) ?(${NUMBER})$`);
const INTERVAL = new RegExp(`^[[(](${NUMBER}), ?(${NUMBER})([\\])])$`);
const ONE_SIDED = new RegExp(`^(<|<=|≤|>|>=|≥) ?(${NUMBER})$`);
const LONE = new RegExp(`^${NUMBER}$`);

/** `numeric` says whether the original holds numbers; a lone number is then the range of that one. */
export function parseCell(text: string | null, numeric: boolean): Cell {
  if (text === null) return { kind: 'missing' };
  if (/^\*+$/.test(text)) return { kind: 'any' };
  if (numeric) {
    if (LONE.test(text)) return { kind: 'range', from: Number(text), to: Number(text), open: false };
    const between = BETWEEN.exec(text) ?? INTERVAL.exec(text);
    if (between !== null) {
      return { kind: 'range', from: Number(between[1]), to: Number(between[2]), open: between[3] === ')' };
    }
    const side = ONE_SIDED.exec(text);
    if (side !== null) {
      const bound = Number(side[2]);
      return side[1]!.startsWith('<') || side[1] === '≤'
        ? { kind: 'range', from: -Infinity, to: bound, open: side[1] === '<' }
        : { kind: 'range', from: bound, to: Infinity, open: false };
    }
  }
  if (/^[^*]+\*+$/.test(text)) return { kind: 'prefix', prefix: text.slice(0, text.indexOf('*')) };
  if (text.startsWith('{') && text.endsWith('}') && text.length > 2) {
    return { kind: 'set', texts: new Set(text.slice(1, -1).split(', ')) };
  }
  return { kind: 'text', text };
}

export const isMissing = (value: Value): boolean =>
  value === null || (typeof value === 'number' && Number.isNaN(value));

/** Whether the cell may stand for the value. */
export function covers(cell: Cell, value: Value): boolean {
  if (cell.kind === 'any') return true;
  if (isMissing(value)) return cell.kind === 'missing';
  switch (cell.kind) {
    case 'missing':
      return false;
    case 'range':
      return typeof value === 'number' && value >= cell.from && (cell.open ? value < cell.to : value <= cell.to);
    case 'prefix':
      return `${value}`.startsWith(cell.prefix);
    case 'set':
      return cell.texts.has(`${value}`);
    case 'text':
      return cell.text === `${value}`;
  }
}
