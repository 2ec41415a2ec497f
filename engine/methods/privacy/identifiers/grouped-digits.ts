import { isDigit } from './characters.js';

/** Digits in groups, as people write long numbers. */
export interface GroupedDigits {
  readonly digits: string;
  readonly sizes: readonly number[];
  /** The one separator between the groups; empty where there is one group. */
  readonly separator: string;
  readonly end: number;
}

/** Groups from `start` that one kind of separator (a space or a dash) joins, of at most `most` digits in all. */
export function groupedDigits(text: string, start: number, most: number): GroupedDigits {
  let digits = '';
  let separator = '';
  let end = start;
  const sizes: number[] = [];
  for (let at = start; ;) {
    let close = at;
    while (close - at <= most && isDigit(text.charCodeAt(close))) close++;
    if (close === at || digits.length + close - at > most) break;
    digits += text.slice(at, close);
    sizes.push(close - at);
    end = close;
    const next = text[close];
    if ((next !== ' ' && next !== '-') || (separator !== '' && next !== separator)) break;
    if (!isDigit(text.charCodeAt(close + 1))) break;
    separator = next;
    at = close + 1;
  }
  return { digits, sizes, separator: sizes.length > 1 ? separator : '', end };
}
