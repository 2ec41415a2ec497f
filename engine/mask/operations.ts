/** One operation on one column. */
import type { MaskOperation } from '../document/types.generated.js';
import type { CategoricalColumn, Column, NumericColumn } from '../subject/table.js';
import { keyedHash, keyedNoise, hasForeignLetters, pseudonymOf } from './keyed.js';
import type { Hierarchy } from './hierarchies.js';

export interface OperationContext {
  /** There wherever an operation of the plan needs one. */
  readonly key: Uint8Array | undefined;
  readonly hierarchy: Hierarchy | undefined;
  /** Tells tables apart. */
  readonly table: string;
}

/** `undefined`: the column is left out. A text is what is wrong with it. */
export type Operated = { readonly column: Column | undefined; readonly remark?: string } | { readonly fault: string };

export const needsKey = ({ do: name }: MaskOperation): boolean =>
  name === 'hash' || name === 'pseudonym' || name === 'noise';

export function operate(column: Column, operation: MaskOperation, context: OperationContext): Operated {
  switch (operation.do) {
    case 'drop':
      return { column: undefined };
    case 'keep':
      return { column };
    case 'suppress':
      return { column: suppressed(column, operation.rarerThan) };
    case 'hash': {
      const { domain = column.name, digits = 32 } = operation;
      return { column: mapped(column, (text) => keyedHash(context.key!, domain, text, digits)) };
    }
    case 'pseudonym':
      return pseudonyms(column, operation.domain ?? column.name, context.key!);
    case 'ranges':
    case 'limits':
    case 'noise':
      if (column.type !== 'numeric') return { fault: `${operation.do} are for numbers, and the column holds texts` };
      return { column: ofNumbers(column, operation, context) };
    case 'hierarchy':
    case 'prefix':
    case 'date':
      if (column.type !== 'categorical') return { fault: `${operation.do} is for texts, and the column holds numbers` };
      return ofTexts(column, operation, context);
  }
}

/** A column of texts: of each value, once, what it becomes; `null` is missing. Missing values stay so. */
function mapped(column: Column, to: (text: string) => string | null): CategoricalColumn {
  const levels: string[] = [];
  const known = new Map<string, number>();
  const codeOf = (text: string | null): number => {
    if (text === null) return -1;
    const code = known.get(text) ?? levels.length;
    if (code === levels.length) {
      levels.push(text);
      known.set(text, code);
    }
    return code;
  };
  const cache = new Map<number, number>();
  const once = (value: number, text: () => string): number => {
    const code = cache.get(value) ?? codeOf(to(text()));
    cache.set(value, code);
    return code;
  };
  const codes =
    column.type === 'numeric'
      ? Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : once(value, () => `${value}`)))
      : column.codes.map((code) => (code < 0 ? -1 : once(code, () => column.levels[code]!)));
  return { type: 'categorical', name: column.name, roles: column.roles, levels, codes };
}

function suppressed(column: Column, rarerThan: number | undefined): Column {
  const data = column.type === 'numeric' ? column.values : column.codes;
  const counts = new Map<number, number>();
  for (const value of data) counts.set(value, (counts.get(value) ?? 0) + 1);
  const stays = (value: number): boolean => rarerThan !== undefined && counts.get(value)! >= rarerThan;
  return column.type === 'numeric'
    ? { ...column, values: column.values.map((value) => (stays(value) ? value : Number.NaN)) }
    : mapped({ ...column, codes: column.codes.map((code) => (stays(code) ? code : -1)) }, (text) => text);
}

/** Fewer are guessed. */
const FEW = 1_000_000n;

function pseudonyms(column: Column, domain: string, key: Uint8Array): Operated {
  let least: bigint | undefined;
  let foreign = 0;
  const masked = mapped(column, (text) => {
    if (hasForeignLetters(text)) foreign += 1;
    const { text: pseudonym, choices } = pseudonymOf(key, domain, text);
    if (least === undefined || choices < least) least = choices;
    return pseudonym;
  });
  if (foreign > 0)
    return {
      fault: `${foreign} values have letters or digits that a pseudonym of the same format cannot be made of; hash them`,
    };
  if (least === 1n)
    return { fault: 'some values have neither letters nor digits: their pseudonym would be themselves' };
  return {
    column: masked,
    ...(least !== undefined && least < FEW && { remark: `some values have only ${least} pseudonyms` }),
  };
}

function ofNumbers(
  column: NumericColumn,
  operation: MaskOperation & { readonly do: 'ranges' | 'limits' | 'noise' },
  { key, table }: OperationContext,
): Column {
  const { name } = column;
  if (operation.do === 'ranges') {
    const integers = column.values.every((value) => Number.isNaN(value) || Number.isInteger(value));
    return mapped(column, (text) => rangeOf(Number(text), operation, integers));
  }
  if (operation.do === 'limits') {
    const { bottom = -Infinity, top = Infinity } = operation;
    return {
      ...column,
      values: column.values.map((value) => (Number.isNaN(value) ? value : Math.min(top, Math.max(bottom, value)))),
    };
  }
  const { round } = operation;
  return {
    ...column,
    values: column.values.map((value, row) => {
      const noisy = value + keyedNoise(key!, name, table, row, operation);
      if (!Number.isFinite(noisy)) return Number.NaN;
      return round === undefined ? noisy : multipleOf(round, noisy);
    }),
  };
}

/** Without the tail of a binary fraction: 0.3, not 0.30000000000000004. */
const multipleOf = (step: number, value: number): number =>
  Number((Math.round(value / step) * step).toPrecision(15)) + 0;

/** `30–39` of integers, `[0, 1.5)` else; open ranges are `<18` and `>=65`. */
function rangeOf(
  value: number,
  { bounds, width, from = 0 }: { readonly bounds?: readonly number[]; readonly width?: number; readonly from?: number },
  integers: boolean,
): string {
  if (bounds !== undefined) {
    const next = bounds.findIndex((bound) => value < bound);
    if (next === 0) return `<${bounds[0]}`;
    if (next === -1) return `>=${bounds.at(-1)}`;
    return rangeText(bounds[next - 1]!, bounds[next]!, integers);
  }
  const step = width ?? 1;
  const bound = (at: number): number => Number((from + at * step).toPrecision(15)) + 0;
  let index = Math.floor((value - from) / step);
  // 0.3 / 0.1 is below 3.
  if (value >= bound(index + 1)) index += 1;
  else if (value < bound(index)) index -= 1;
  return rangeText(bound(index), bound(index + 1), integers);
}

export const rangeText = (from: number, to: number, integers: boolean): string =>
  integers && Number.isInteger(from) && Number.isInteger(to)
    ? to - from === 1
      ? `${from}`
      : `${from}–${to - 1}`
    : `[${from}, ${to})`;

function ofTexts(
  column: CategoricalColumn,
  operation: MaskOperation & { readonly do: 'hierarchy' | 'prefix' | 'date' },
  { hierarchy }: OperationContext,
): Operated {
  switch (operation.do) {
    case 'prefix':
      return { column: mapped(column, (text) => prefixOf(text, operation.keep)) };
    case 'date':
      return { column: mapped(column, (text) => dateOf(text, operation.to)) };
    case 'hierarchy': {
      if (hierarchy === undefined) return { fault: 'the plan has no hierarchy of it' };
      const absent = column.levels.filter((level) => !hierarchy.has(level)).length;
      if (absent > 0) return { fault: `${absent} values are not in the hierarchy` };
      const height = [...hierarchy.values()][0]!.length;
      if (operation.level > height) return { fault: `its hierarchy has ${height} levels` };
      return { column: mapped(column, (text) => hierarchy.get(text)![operation.level - 1]!) };
    }
  }
}

function prefixOf(text: string, keep: number): string {
  const characters = [...text];
  return characters.slice(0, keep).join('') + '*'.repeat(Math.max(0, characters.length - keep));
}

const DATE = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?$|^(\d{4})(\d{2})(\d{2})$/;

function dateOf(text: string, to: 'year' | 'quarter' | 'month'): string | null {
  const parts = DATE.exec(text);
  const [year, month, day] =
    parts === null ? [] : [parts[1] ?? parts[4], Number(parts[2] ?? parts[5]), Number(parts[3] ?? parts[6] ?? 1)];
  if (year === undefined || month === undefined || month < 1 || month > 12 || day === undefined || day < 1 || day > 31)
    return null;
  if (to === 'year') return year;
  return to === 'month' ? `${year}-${String(month).padStart(2, '0')}` : `${year}-Q${Math.ceil(month / 3)}`;
}
