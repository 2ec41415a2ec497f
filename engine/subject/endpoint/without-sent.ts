/** Shorter pieces are words that anybody says. */
const PIECE = 16;

/**
 * A server's words without pieces of the texts that it was sent (`body`, JSON): its words stand in reports, where neither
 * questions nor rows do. The model's name stays.
 */
export function withoutSent(words: string, body: string | undefined): string {
  const plain = words
    .replace(/\\[nrt]/g, ' ')
    .replace(/\\(["\\/])/g, '$1')
    .replace(/\s+/g, ' ');
  const sent = body === undefined ? [] : [...textsIn(JSON.parse(body))];
  const told = new Set<number>();
  for (let at = 0; at + PIECE <= plain.length; at++) {
    const piece = plain.slice(at, at + PIECE);
    if (sent.some((text) => text.includes(piece))) for (let of = 0; of < PIECE; of++) told.add(at + of);
  }
  if (told.size === 0) return words;
  let bare = '';
  for (let at = 0; at < plain.length; at++) bare += told.has(at) ? (told.has(at - 1) ? '' : '…') : plain[at]!;
  return bare;
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value.replace(/\s+/g, ' ');
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) if (name !== 'model') yield* textsIn(inner);
}
