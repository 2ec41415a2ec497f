/** Columns that text takes in a terminal, and lines of a given width. Colour sequences take none. */

// Unicode 15 East Asian Wide and Fullwidth, by blocks; ambiguous characters (box drawing, ●) count as narrow, as
// terminals show them outside legacy CJK locales.
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

const COLOUR = /\u001b\[[0-9;]*m/g;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

const widthOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
};

const ASCII = /^[ -~]*$/;

export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text.replace(COLOUR, '')) width += widthOf(character);
  return width;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)));

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - textWidth(text))) + text;

/** At most `width` columns, an ellipsis where something was cut. Plain text only: colours are put on afterwards. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let taken = '';
  let used = 0;
  for (const character of text) {
    const next = widthOf(character);
    if (used + next > width - 1) break;
    taken += character;
    used += next;
  }
  return width > 0 ? `${taken}…` : '';
}

// No line starts with these in Chinese typography.
const NO_START = /^[，。；：、！？）」』》〉】,.;:!?)%\]]$/u;

/** Pieces between which a line may break: words with their spaces, single wide characters with closing punctuation. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let glue = true;
  for (const character of text) {
    const wide = widthOf(character) === 2;
    const last = result.at(-1);
    if (
      last === undefined ||
      ((wide || !glue || (last.endsWith(' ') && character !== ' ')) && !NO_START.test(character))
    )
      result.push(character);
    else result[result.length - 1] = last + character;
    glue = !wide;
  }
  return result;
}

/** Lines of at most `width` columns (a longer word is cut); plain text. Never empty. */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (let piece of pieces(text)) {
    if (line !== '' && used + textWidth(piece.trimEnd()) > limit) {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    while (textWidth(piece.trimEnd()) > limit) {
      const head = cut(piece, limit);
      lines.push(head);
      piece = piece.slice(head.length);
    }
    if (line === '') piece = piece.trimStart();
    line += piece;
    used += textWidth(piece);
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

function cut(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}
