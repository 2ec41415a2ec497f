/** One column of a table: what its cells hold, and what it is. */
import { CATEGORY_OF, namedColumn } from './column-names.js';
import type { Category, Look, NamedColumn } from './column-names.js';
import { isDigit, isHan } from './characters.js';
import { KINDS } from './finding.js';
import type { Kind, ScanContext } from './finding.js';
import { scanText } from './scan-text.js';
import { zipOf } from './zip-codes.js';

/** Distinct texts and how many cells have each; empty cells are left out. */
export interface ColumnTexts {
  readonly name: string;
  readonly texts: readonly string[];
  readonly counts: ArrayLike<number>;
}

export interface ScanSettings {
  readonly regions: readonly string[];
  readonly kinds: ReadonlySet<Kind>;
  /** From which share of its cells on a column is of a kind. */
  readonly columnShare: number;
  /** First three digits of ZIP codes where 20,000 people or fewer live. */
  readonly smallZips: ReadonlySet<string>;
}

export interface KindCount {
  readonly cells: number;
  /** Of them, those that a check digit, a numbering plan or a fixed form confirms. */
  readonly checked: number;
}

export interface ScannedColumn {
  readonly name: string;
  /** What its name says that it is of. */
  readonly namedKind?: Kind;
  /** Cells with a text. */
  readonly cells: number;
  readonly kinds: ReadonlyMap<Kind, KindCount>;
  /** Cells with a direct identifier of any kind. */
  readonly identified: number;
  /** What the column as a whole is: kinds of which `columnShare` of its cells are. */
  readonly decided: readonly Kind[];
  /** Categories of Safe Harbor that stand in it. */
  readonly categories: readonly Category[];
  /** Whether the name decided, where no detector knows the kind. */
  readonly byName: boolean;
  /** Sentences, or short texts that are mostly different: any kind may stand in any cell, and the column is of none. */
  readonly freeText: boolean;
  readonly fineZips: number;
  readonly smallZips: number;
}

/** No person's identifier: a date of an event, an age, a secret. */
export const INDIRECT: ReadonlySet<Kind> = new Set(['date', 'age-over-89', 'zip-code', 'secret']);

/** What one text holds: whether something confirms it, and whether the text is nothing but its digits. */
interface Held {
  readonly checked: boolean;
  readonly bare: boolean;
}

/**
 * A cell of bare digits is judged with its column: among order numbers some pass as payment cards by chance, and they
 * count only where so many do that the column is one of cards. What stands in a longer text stands by itself.
 */
export function scanColumn({ name, texts, counts }: ColumnTexts, settings: ScanSettings): ScannedColumn {
  const named = namedColumn(name);
  const context = { regions: settings.regions, hints: new Set(named?.kind === undefined ? [] : [named.kind]) };
  const held = texts.map((text) => kindsIn(text, context, settings.kinds));
  const zips = named?.kind === 'zip-code' && settings.kinds.has('zip-code') ? texts.map(zipOf) : [];
  zips.forEach((zip, index) => {
    if (zip !== undefined && zip.shown > 3) held[index]!.set('zip-code', { checked: false, bare: true });
  });
  const cells = sumOver(texts, counts, () => true);
  const sentences = cells > 0 && sumOver(texts, counts, isSentence) >= cells / 2;
  const all = tallied(held, counts, () => true);
  const decided = sentences
    ? []
    : [...all].filter(([, { cells: of }]) => of >= settings.columnShare * cells).map(([kind]) => kind);
  const phrases = decided.length === 0 && cells > 0 && 2 * texts.filter(isPhrase).length >= cells;
  const freeText = sentences || phrases;
  const counted = (kind: Kind, { bare }: Held): boolean => !bare || decided.includes(kind) || kind === named?.kind;
  const kinds = tallied(held, counts, counted);
  const identified = sumOver(held, counts, (kindsOf) =>
    [...kindsOf].some(([kind, one]) => !INDIRECT.has(kind) && counted(kind, one)),
  );
  const byName = named?.look !== undefined && looksLike(named.look, texts, cells);
  const isSmall = (zip: ReturnType<typeof zipOf>): boolean =>
    zip?.prefix !== undefined && zip.shown === 3 && settings.smallZips.has(zip.prefix);
  const fineZips = sumOver(zips, counts, (zip) => zip !== undefined && zip.shown > 3);
  const smallZips = sumOver(zips, counts, isSmall);
  const categories = categoriesOf(named, byName, kinds, smallZips);
  return {
    name,
    ...(named?.kind !== undefined && { namedKind: named.kind }),
    cells,
    kinds,
    identified,
    decided,
    categories,
    byName,
    freeText,
    fineZips,
    smallZips,
  };
}

function kindsIn(text: string, context: ScanContext, kinds: ReadonlySet<Kind>): Map<Kind, Held> {
  const held = new Map<Kind, Held>();
  scanText(text, context, ({ kind, start, end, checked }) => {
    if (!kinds.has(kind)) return;
    const bare = start === 0 && end === text.length && BARE.test(text);
    const known = held.get(kind);
    held.set(kind, { checked: checked || known?.checked === true, bare });
  });
  return held;
}

const BARE = /^[\d -]+$/;

function sumOver<T>(items: readonly T[], counts: ArrayLike<number>, holds: (item: T) => boolean): number {
  return items.reduce((sum, item, index) => sum + (holds(item) ? counts[index]! : 0), 0);
}

/** In the order of KINDS, so that results do not hang on the rows' order. */
function tallied(
  held: readonly ReadonlyMap<Kind, Held>[],
  counts: ArrayLike<number>,
  counted: (kind: Kind, one: Held) => boolean,
): ReadonlyMap<Kind, KindCount> {
  const tally = new Map<Kind, { cells: number; checked: number }>();
  held.forEach((kindsOf, index) => {
    for (const [kind, one] of kindsOf) {
      if (!counted(kind, one)) continue;
      const known = tally.get(kind) ?? { cells: 0, checked: 0 };
      const count = counts[index]!;
      tally.set(kind, { cells: known.cells + count, checked: known.checked + (one.checked ? count : 0) });
    }
  });
  return new Map(KINDS.flatMap((kind) => (tally.has(kind) ? [[kind, tally.get(kind)!] as const] : [])));
}

const isSentence = (text: string): boolean => isWordy(text, 8, 12);
const isPhrase = (text: string): boolean => isWordy(text, 3, 6);

/** So many words (numbers are none), or so many Han characters. */
function isWordy(text: string, leastWords: number, leastHan: number): boolean {
  let words = 1;
  let han = 0;
  for (let at = 0; at < text.length && words < leastWords && han < leastHan; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 && !isDigit(text.charCodeAt(at + 1))) words++;
    else if (isHan(code)) han++;
  }
  return words >= leastWords || han >= leastHan;
}

function categoriesOf(
  named: NamedColumn | undefined,
  byName: boolean,
  kinds: ReadonlyMap<Kind, KindCount>,
  smallZips: number,
): readonly Category[] {
  const found = new Set<Category>();
  for (const kind of kinds.keys()) {
    // A number in a column of fax machines is a fax number.
    const category = kind === named?.kind ? named.category : CATEGORY_OF[kind];
    if (category !== undefined && kind !== 'secret') found.add(category);
  }
  if (byName && named !== undefined) found.add(named.category);
  if (smallZips > 0) found.add('B');
  return [...found].sort();
}

const MASKED = /^[*#xX•\-_. ]+$|^\[?(?:redacted|removed|masked|suppressed|deleted|anonymi[sz]ed|已脱敏|已删除)\]?$/i;

/** Whether cells can be what the name says. A mask, a constant, yes and no are nothing; codes are mostly different. */
function looksLike(look: Look, texts: readonly string[], cells: number): boolean {
  const told = texts.filter((text) => !MASKED.test(text));
  if (told.length < 2) return false;
  if (look === 'any') return told.some((text) => text.length >= 16 || text.includes('.'));
  if (look === 'words') return told.filter((text) => /\p{L}{2}/u.test(text)).length > told.length / 2;
  const codes = told.filter((text) => text.length >= 4 && text.length <= 40 && /\d/.test(text) && !text.includes('**'));
  return codes.length > told.length / 2 && codes.length >= 3 && 2 * codes.length >= cells;
}
