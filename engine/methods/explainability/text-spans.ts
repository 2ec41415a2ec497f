/** Parts of a text that can be left out of it. */

/** Characters [from, to) of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** After a sentence's mark and what closes it, or at the end of a line; marks of Chinese need no space behind them. */
const SENTENCES = /(?<=[.!?…]["'”’)\]]{0,3})\s+|(?<=[。！？][”’」』）]{0,3})|\n\s*/gu;
const CLAUSES = /(?<=[,;:–—])\s+|(?<=[，；：、])|(?<=\s)(?=[–—(])/gu;
/** Characters of scripts without spaces are words of their own. */
const WORDS = /\s+|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?=[\p{L}\p{N}])/gu;

/**
 * The sentences of a text; of one sentence its clauses, of one clause its words. Where there are more than `most`,
 * neighbours are joined to as many runs of about as many. The spans hold all of the text but white space at its ends; each but the last holds
 * the space behind it, so that a text without a span is one without its words.
 */
export function spansOf(text: string, most: number): readonly Span[] {
  const [from, to] = [text.length - text.trimStart().length, text.trimEnd().length];
  if (from >= to) return [];
  for (const ends of [SENTENCES, CLAUSES, WORDS]) {
    const spans = cutAt(text, ends, from, to);
    if (spans.length > 1 || ends === WORDS) return joined(spans, most);
  }
  return [];
}

function cutAt(text: string, ends: RegExp, from: number, to: number): Span[] {
  const cuts = [...text.slice(from, to).matchAll(ends)].map((match) => from + match.index + match[0].length);
  const places = [from, ...cuts.filter((cut) => cut > from && cut < to), to];
  return places.slice(1).map((end, at) => ({ from: places[at]!, to: end }));
}

function joined(spans: readonly Span[], most: number): readonly Span[] {
  if (spans.length <= most) return spans;
  const first = (run: number): number => Math.floor((run * spans.length) / most);
  return Array.from({ length: most }, (_, run) => ({
    from: spans[first(run)]!.from,
    to: spans[first(run + 1) - 1]!.to,
  }));
}

/** The text with its absent spans put out; `mark` stands in the place of each. */
export function withoutSpans(
  text: string,
  spans: readonly Span[],
  isPresent: (span: number) => boolean,
  mark: string,
): string {
  const parts = spans.map(({ from, to }, at) => {
    const part = text.slice(from, to);
    if (isPresent(at)) return part;
    return mark === '' ? '' : mark + part.slice(part.trimEnd().length);
  });
  return text.slice(0, spans[0]?.from ?? 0) + parts.join('').trimEnd() + text.slice(spans.at(-1)?.to ?? 0);
}
