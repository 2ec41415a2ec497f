/** Byte pair encoding (Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, ACL 2016) over UTF-8. */

/** The only token without a text: between texts, and after an answer. */
export const END = 256;
const FIRST_MERGE = 257;
/** Words with the space before them, single digits, punctuation: no token reaches over these. */
const PIECES = / ?[A-Za-z]+|[0-9]| ?[^\sA-Za-z0-9]+|\s/gu;

/** @param {string} text */
const piecesOf = (text) => text.match(PIECES) ?? [];
/** @param {string} piece */
const bytesOf = (piece) => [...new TextEncoder().encode(piece)];

/**
 * The pairs to merge, in order: always the most frequent, of equals the one with the lower tokens.
 * @param {string} text
 * @param {number} size tokens in all
 * @returns {[number, number][]}
 */
export function trainMerges(text, size) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const piece of piecesOf(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const words = [...counts].map(([piece, count]) => ({ tokens: bytesOf(piece), count }));
  /** @type {[number, number][]} */
  const merges = [];
  while (FIRST_MERGE + merges.length < size) {
    /** @type {Map<number, number>} */
    const pairs = new Map();
    for (const { tokens, count } of words)
      for (let at = 1; at < tokens.length; at += 1) {
        const pair = tokens[at - 1] * 65536 + tokens[at];
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      }
    let [best, most] = [Infinity, 1];
    for (const [pair, count] of pairs)
      if (count > most || (count === most && pair < best)) [best, most] = [pair, count];
    if (most < 2) break;
    const [left, right] = [Math.floor(best / 65536), best % 65536];
    for (const word of words) word.tokens = merged(word.tokens, left, right, FIRST_MERGE + merges.length);
    merges.push([left, right]);
  }
  return merges;
}

/** @param {number[]} tokens */
function merged(tokens, left, right, into) {
  const next = [];
  for (let at = 0; at < tokens.length; at += 1)
    if (tokens[at] === left && tokens[at + 1] === right) {
      next.push(into);
      at += 1;
    } else next.push(tokens[at]);
  return next;
}

/** @param {readonly (readonly [number, number])[]} merges */
export function tokenizer(merges) {
  const ranks = new Map(merges.map(([left, right], rank) => [left * 65536 + right, rank]));
  /** @type {number[][]} */
  const bytes = Array.from({ length: FIRST_MERGE }, (_, token) => (token < 256 ? [token] : []));
  for (const [left, right] of merges) bytes.push([...bytes[left], ...bytes[right]]);
  /** @type {Map<string, number[]>} */
  const known = new Map();

  /** @param {string} piece */
  function encodePiece(piece) {
    let tokens = bytesOf(piece);
    for (;;) {
      let best = Infinity;
      for (let at = 1; at < tokens.length; at += 1)
        best = Math.min(best, ranks.get(tokens[at - 1] * 65536 + tokens[at]) ?? Infinity);
      if (best === Infinity) return tokens;
      const [left, right] = merges[best];
      tokens = merged(tokens, left, right, FIRST_MERGE + best);
    }
  }

  return {
    size: FIRST_MERGE + merges.length,
    /** @param {string} text @returns {number[]} */
    encode: (text) =>
      piecesOf(text).flatMap((piece) => {
        const tokens = known.get(piece) ?? encodePiece(piece);
        if (known.size < 10_000) known.set(piece, tokens);
        return tokens;
      }),
    /** The bytes of one token; none of a special one. @param {number} token */
    bytesOf: (token) => Uint8Array.from(bytes[token]),
    /** @param {readonly number[]} tokens */
    decode: (tokens) => new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => bytes[token]))),
  };
}

/**
 * A conversation as the text that the model continues: `Answer:` is where its turn begins.
 * @param {readonly {role: 'system' | 'user' | 'assistant', content: string}[]} messages
 */
export const conversation = (messages) =>
  `${messages.map(({ role, content }) => TURNS[role](content.trim())).join('')}Answer:`;

const TURNS = {
  system: (content) => `${content}\n\n`,
  user: (content) => `Question: ${content}\n`,
  assistant: (content) => `Answer: ${content}\n\n`,
};
