import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { wordsOf } from './words.mjs';

/** What is left out of a quote, in either way of writing it. */
const GAP = /\s*\[?(?:…|\.\.\.)\]?\s*/;

/** Quotations inside words of the pack's own; where there is none, the whole text is one. */
const quoted = (text) => {
  const marked = [...text.matchAll(/“([^”]+)”/g)].map(([, quote]) => quote);
  return marked.length > 0 ? marked : [text];
};

/**
 * Every quote that a clause marks `verified`. A standard without a source is its own norm and quotes nothing.
 *
 * @param {string} folder of packs
 * @returns {{file: string, line: number, column: number, clause: string, parts: string[][]}[]} `parts` are the runs of
 *   words between gaps
 */
export function quotesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
    .sort()
    .flatMap((name) => quotesIn(join(folder, name)));
}

function quotesIn(file) {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  if (document.get('kind') !== 'Standard' || !document.hasIn(['metadata', 'source'])) return [];
  return (document.get('clauses')?.items ?? [])
    .filter((clause) => clause.get('citation') === 'verified')
    .flatMap((clause) => {
      const node = clause.getIn(['text', 'en'], true) ?? clause.get('text', true);
      const { line, col } = lines.linePos((node ?? clause).range[0]);
      const place = { file, line, column: col, clause: clause.get('id') };
      if (node === undefined) return [{ ...place, parts: [['(no', 'text)']] }];
      return quoted(node.value).map((quote) => ({
        ...place,
        parts: quote
          .split(GAP)
          .map(wordsOf)
          .filter((part) => part.length > 0),
      }));
    });
}
