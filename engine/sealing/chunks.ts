/** Byte sequences that need not fit in memory. */
import { open } from 'node:fs/promises';
import { SealingFault } from './sealing-fault.js';

export type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

const READ_BYTES = 1 << 18;

/** A file's bytes, in pieces. `onRead` gets the number of bytes read so far. */
export async function* fileChunks(
  path: string,
  { signal, onRead }: { readonly signal?: AbortSignal; readonly onRead?: (bytes: number) => void } = {},
): Chunks {
  const file = await open(path, 'r');
  try {
    for (let at = 0; ;) {
      signal?.throwIfAborted();
      const { bytesRead, buffer } = await file.read(new Uint8Array(READ_BYTES), 0, READ_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      onRead?.(at);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

export async function* chunksOf(bytes: Uint8Array): Chunks {
  for (let at = 0; at < bytes.length; at += READ_BYTES) yield bytes.subarray(at, at + READ_BYTES);
}

/** All of it, where that is at most `most` bytes. */
export async function concatenated(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw new SealingFault('too-large', `it has more than ${most / 2 ** 20} MiB`);
    pieces.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The first bytes, until they are `enough` or as many as `most`; and the whole sequence, those among it. */
export async function headOf(
  chunks: Chunks,
  most: number,
  enough: (head: Uint8Array) => boolean,
): Promise<{ readonly head: Uint8Array; readonly all: Chunks }> {
  let head = new Uint8Array(0);
  let ended = false;
  while (!enough(head) && head.length < most) {
    const next = await chunks.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    head = new Uint8Array(Buffer.concat([head, next.value]));
  }
  const all = async function* (): Chunks {
    try {
      if (head.length > 0) yield head;
      if (!ended) yield* chunks;
    } finally {
      await chunks.return();
    }
  };
  return { head, all: all() };
}
