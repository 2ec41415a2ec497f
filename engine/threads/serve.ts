/** A worker thread's side: pieces of work in, their answers out, one at a time. */
import { parentPort } from 'node:worker_threads';

/** What a worker thread is told. */
export type Told<Piece, Common> =
  { readonly common: Common | undefined } | { readonly index: number; readonly piece: Piece };

/** What it tells. */
export interface Answered<Answer> {
  readonly index: number;
  readonly answer: Answer;
}

/** Makes the program of a worker thread: `common` is what all pieces of a run share. A throw ends thread and run. */
export function serve<Piece, Answer, Common>(answer: (piece: Piece, common: Common) => Answer | Promise<Answer>): void {
  let common: Common | undefined;
  parentPort!.on('message', async (told: Told<Piece, Common>) => {
    if ('common' in told) {
      common = told.common;
      return;
    }
    const given = await answer(told.piece, common!);
    parentPort!.postMessage({ index: told.index, answer: given } satisfies Answered<Answer>);
  });
}
