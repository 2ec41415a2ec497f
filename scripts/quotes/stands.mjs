/** Words that a gap may leave out at most. */
const MOST_LEFT_OUT = 400;

/**
 * Whether the parts of a quote stand in a text in their order, no further apart than a gap may be.
 *
 * @param {readonly string[][]} parts
 * @param {readonly string[]} words
 */
export function stands([first, ...rest], words) {
  for (let at = find(first, words, 0, words.length); at >= 0; at = find(first, words, at + 1, words.length)) {
    if (rest.length === 0) return true;
    const end = at + first.length;
    if (stands(rest, words.slice(end, end + MOST_LEFT_OUT + rest.flat().length))) return true;
  }
  return false;
}

function find(part, words, from, to) {
  for (let at = from; at + part.length <= to; at++) {
    if (part.every((word, i) => words[at + i] === word)) return at;
  }
  return -1;
}

/**
 * The passage most like the first part that stands nowhere: that shares most pairs of adjacent words with it.
 *
 * @param {readonly string[][]} parts
 * @param {readonly {text: string, words: readonly string[]}[]} texts
 */
export function nearest(parts, texts) {
  const part = parts.find((each) => !texts.some(({ words }) => stands([each], words))) ?? parts.flat();
  const pairs = new Set(part.slice(1).map((word, i) => `${part[i]} ${word}`));
  let best = { shared: -1, passage: [], text: '' };
  for (const { text, words } of texts) {
    const shares = words.map((word, i) => (i > 0 && pairs.has(`${words[i - 1]} ${word}`) ? 1 : 0));
    let shared = 0;
    for (let end = 0; end < words.length; end++) {
      shared += shares[end] - (shares[end - part.length] ?? 0);
      if (shared > best.shared) {
        const start = Math.max(0, end - part.length + 1);
        best = { shared, passage: words.slice(start, end + 1), text };
      }
    }
  }
  return { part, passage: best.passage, text: best.text };
}
