// Bits of Markdown.
import { GENERATED } from '../schemas.mjs';

export const page = (lines) => `${lines.join('\n').trimEnd()}\n\n<!-- ${GENERATED} -->\n`;

/** A table, or nothing where there are no rows. */
export function table(head, rows) {
  if (rows.length === 0) return [];
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

const cell = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

export const code = (text) => `\`${text}\``;

/** A text in one language; English where it has no other. */
export const inLanguage = (text, language) =>
  typeof text === 'string' ? text : (text?.[language] ?? text?.en ?? Object.values(text ?? {})[0] ?? '');

/** A text in both languages, where it has both. */
export function bilingual(text) {
  const [english, chinese] = [inLanguage(text, 'en'), inLanguage(text, 'zh')];
  return english === chinese ? english : `${english} (${chinese})`;
}

/** The anchor that a heading gets. */
export const anchor = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
