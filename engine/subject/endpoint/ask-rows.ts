/** Rows of a table to their answers: each different row is asked once, ever. */
import { keyOf } from './answer-book.js';
import type { AnswerBook } from './answer-book.js';
import { daysOf, today } from './used-days.js';
import type { UsedDays } from './used-days.js';
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
  used: UsedDays,
): Promise<readonly RowAnswer[]> {
  const keys: string[] = [];
  const under = new Set<string>();
  /** The next rows that nobody has asked; found as they are needed, so that the server waits for none of the others. */
  const nextBatch = (): readonly { readonly key: string; readonly row: readonly string[] }[] => {
    const some: { readonly key: string; readonly row: readonly string[] }[] = [];
    while (some.length < batch && keys.length < rows) {
      const row = wire.row(columns, keys.length);
      const key = keyOf(row);
      keys.push(key);
      if (under.has(key) || book.get(key) !== undefined) continue;
      under.add(key);
      some.push({ key, row });
    }
    return some;
  };
  let fault: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    try {
      for (let some = nextBatch(); some.length > 0 && fault === undefined; some = nextBatch()) {
        const body = wire.body(some.map(({ row }) => row));
        const answers = wire.answers(await client.ask(wire.address, body, signal), some.length);
        book.add(answers.map((answer, i) => [some[i]!.key, JSON.stringify(answer), today()] as const));
      }
    } catch (error) {
      fault ??= { error };
    }
  };
  await Promise.all(Array.from({ length: client.spec.concurrency }, lane));
  if (fault !== undefined) throw (fault as { readonly error: unknown }).error;
  return keys.map((key) => {
    const { answer, day } = book.get(key)!;
    used.note(daysOf(day));
    return JSON.parse(answer) as RowAnswer;
  });
}
