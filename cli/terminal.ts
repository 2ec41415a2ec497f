/** What the two output streams can show. */
import type { Language, TextOptions } from '../engine/index.js';

type Stream = NodeJS.WriteStream;

/** https://no-color.org and Node's own FORCE_COLOR. */
function colours(stream: Stream, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** POSIX: the first of these that is set names the character set. Files and pipes are UTF-8 always. */
function isUtf8(stream: Stream, env: NodeJS.ProcessEnv): boolean {
  if (stream.isTTY !== true) return true;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return locale ? /utf-?8/i.test(locale) : true;
}

/** Lines longer than this are hard to read, however wide the window. */
const WIDEST = 120;

function columns(stream: Stream, env: NodeJS.ProcessEnv): number {
  const named = Number(env['COLUMNS']);
  const width = stream.columns ?? (Number.isInteger(named) && named > 0 ? named : 80);
  return Math.min(WIDEST, width);
}

/** The reader's language where `--lang` does not say. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

export const textOptions = (stream: Stream, language: Language, env = process.env): TextOptions => ({
  language,
  color: colours(stream, env),
  width: columns(stream, env),
  unicode: isUtf8(stream, env),
});
