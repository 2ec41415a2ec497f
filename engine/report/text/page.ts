/** What every part of a text page needs: language, width, strokes and colours. */
import pc from 'picocolors';
import { textIn, type Text } from '../../document/text.js';
import { messagesIn, type Language, type Messages } from '../messages/messages.js';
import { textWidth } from './width.js';

export interface TextOptions {
  readonly language: Language;
  readonly color: boolean;
  /** Columns; lines are filled to it and never exceed it, but for words that cannot be broken. */
  readonly width: number;
  /** False: ASCII only, for terminals without UTF-8. */
  readonly unicode: boolean;
}

export interface Page {
  readonly m: Messages;
  readonly width: number;
  readonly unicode: boolean;
  readonly paint: Paint;
  readonly say: (text: Text | undefined) => string;
  readonly language: Language;
}

type Brush = (text: string) => string;
export interface Paint {
  readonly good: Brush;
  readonly bad: Brush;
  readonly open: Brush;
  readonly faint: Brush;
  readonly strong: Brush;
  readonly title: Brush;
  readonly badge: (tone: Tone, text: string) => string;
}

export type Tone = 'good' | 'bad' | 'open' | 'faint';

function paintWith(color: boolean): Paint {
  const c = pc.createColors(color);
  const backgrounds = { good: c.bgGreen, bad: c.bgRed, open: c.bgYellow, faint: c.bgBlack };
  return {
    good: c.green,
    bad: c.red,
    open: c.yellow,
    faint: c.dim,
    strong: c.bold,
    title: (text) => c.bold(c.cyan(text)),
    badge: (tone, text) => (color ? backgrounds[tone](c.black(c.bold(` ${text} `))) : text),
  };
}

export const pageOf = (options: TextOptions): Page => ({
  m: messagesIn(options.language),
  width: Math.max(40, options.width),
  unicode: options.unicode,
  paint: paintWith(options.color),
  say: (text) => textIn(text, options.language),
  language: options.language,
});

/** One character for one: the layout stays. */
const ASCII: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '·': '-',
  '→': '>',
  '…': '~',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '−': '-',
  '–': '-',
  '—': '-',
  '∞': 'I',
  '±': '~',
  '×': 'x',
};

export const finish = (lines: readonly string[], page: Page): string => {
  const text = `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  return page.unicode ? text : text.replace(/[─│·→…’‘“”−–—∞±×]/g, (character) => ASCII[character] ?? character);
};

/** Finished parts, never broken, packed into lines of at most `width` columns. */
export function flow(parts: readonly string[], width: number, gap = '  '): string[] {
  const lines: string[] = [];
  for (const part of parts.filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + textWidth(gap) + textWidth(part) <= width)
      lines[lines.length - 1] = last + gap + part;
    else lines.push(part);
  }
  return lines;
}

/** `left` and, at the page's right edge, `right`. */
export const spread = (left: string, right: string, width: number): string =>
  left + ' '.repeat(Math.max(2, width - textWidth(left) - textWidth(right))) + right;

export const indent = (lines: readonly string[], by: number): string[] => lines.map((line) => ' '.repeat(by) + line);

export const rule = (width: number): string => '─'.repeat(Math.max(0, width));
