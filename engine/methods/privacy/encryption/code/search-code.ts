/**
 * Searches a file of code or configuration for ciphers in ECB, for keys and for vectors that stand in it. Every pattern is
 * bounded and lines are cut, so the time grows with the text alone. What is built from parts at run time, or stands in
 * another language than these, is not found.
 */
import type { CodeFile, CodeFinding, CodeLine, Pattern } from './code-finding.js';
import { CONSTANT_KEYS, KEYS_THEMSELVES } from './constant-keys.js';
import { CONSTANT_VECTORS } from './constant-vectors.js';
import { ECB } from './ecb.js';

const MOST_COLUMNS = 4096;
const LINES_AFTER = 4;
const CIPHER_WORDS =
  /\b(?:aes|cipher|crypto\w*|encrypt\w*|decrypt\w*|fernet|chacha20\w*|blowfish|des3?)\b|_aes|aes_|[a-z]Encrypt|Cipher/i;
/** Files whose values stand without quotes. */
const BARE = /(?:^|\/)\.env[^/]*$|\.(?:env|ya?ml|properties|ini|conf|cfg|toml)$/i;
const COMMENT = /^\s*(?:#(?!!)|\/\/|\*|--|<!--|REM\b)/;

const ALL: readonly Pattern[] = [...ECB, ...CONSTANT_KEYS, ...KEYS_THEMSELVES, ...CONSTANT_VECTORS];

/** `name` is the file's, for its ending. Findings in the order of lines, one of a kind a line. */
export function searchCode(name: string, text: string, patterns = ALL): readonly CodeFinding[] {
  const file: CodeFile = { usesCiphers: CIPHER_WORDS.test(text), bareValues: BARE.test(name) };
  const lines = text.split(/\r\n|\n|\r/);
  return lines.flatMap((whole, index) => findingsOf(whole, index, lines, file, patterns));
}

function findingsOf(
  whole: string,
  index: number,
  lines: readonly string[],
  file: CodeFile,
  patterns: readonly Pattern[],
): readonly CodeFinding[] {
  const found = new Map<CodeFinding['kind'], CodeFinding>();
  const comment = COMMENT.test(whole);
  for (let from = 0; from === 0 || from < whole.length; from += MOST_COLUMNS - OVERLAP) {
    const line: CodeLine = {
      text: whole.slice(from, from + MOST_COLUMNS),
      following: () => lines.slice(index + 1, index + 1 + LINES_AFTER).map((next) => next.slice(0, MOST_COLUMNS)),
      file,
    };
    for (const { kind, what, found: matches } of patterns) {
      // A key in a comment is a key in the file; a mode in one is a remark.
      if (found.has(kind) || (comment && kind !== 'key') || !matches(line)) continue;
      found.set(kind, { line: index + 1, kind, what });
    }
  }
  return [...found.values()];
}

/** Keys in forms of their own, in files that are no code. */
export const searchKeys = (name: string, text: string): readonly CodeFinding[] =>
  searchCode(name, text, KEYS_THEMSELVES);

/** Of the pieces of a long line: a key that is cut in one stands whole in the next. */
const OVERLAP = 512;
