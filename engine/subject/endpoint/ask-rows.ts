/** Rows of a table to their answers: each different row is asked once, ever. */
import { createHash } from 'node:crypto';
import type { AnswerBook } from './answer-book.js';
import type { Client } from './client.js';
import type { RowAnswer, Wire } from './wire.js';
import type { Column } from '../table.js';

export interface Questions {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows a request. */
  readonly batch: number;
  readonly signal?: AbortSignal;
}

/**
 * One answer a row, in order. Every batch is in the book as soon as it is answered; after a fault, requests that are
 * under way end first, so none that is paid for is lost. Throws the first fault.
 */
export async function askRows(
  client: Client,
  wire: Wire,
  book: AnswerBook,
  { columns, rows, batch, signal }: Questions,
): Promise<readonly RowAnswer[]> {
  const keys: string[] = [];
  const unknown = new Map<string, number>();
  for (let row = 0; row < rows; row += 1) {
    const key = keyOf(wire.row(columns, row));
    keys.push(key);
    if (book.get(key) === undefined && !unknown.has(key)) unknown.set(key, row);
  }
  const open = [...unknown.values()];
  let next = 0;
  let fault: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (fault === undefined && next < open.length) {
      const some = open.slice(next, (next += batch));
      try {
        const body = wire.body(some.map((row) => wire.row(columns, row)));
        const answers = wire.answers(await client.ask(wire.address, body, signal), some.length);
        book.add(answers.map((answer, i) => [keys[some[i]!]!, JSON.stringify(answer)] as const));
      } catch (error) {
        fault ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: client.spec.concurrency }, lane));
  if (fault !== undefined) throw (fault as { readonly error: unknown }).error;
  return keys.map((key) => JSON.parse(book.get(key)!) as RowAnswer);
}

/** 128 bits of SHA-256: no two rows meet by chance. */
const keyOf = (fragments: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(fragments)).digest('base64url').slice(0, 22);
