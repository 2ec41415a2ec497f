import type { Transferable } from 'node:worker_threads';
import { Threads } from './threads.js';

export interface Work<Piece, Answer, Common> {
  /** Below 2 the work is done here. */
  readonly threads: number;
  /** Of a worker thread: a file that calls `serve` with what `here` does, by its path in the engine without an extension. */
  readonly program: string;
  /** Whether pieces are the work of native code, which must not be ended half way. */
  readonly native?: boolean;
  /** What all pieces share: plain data, as the pieces and the answers. */
  readonly common: Common;
  here(piece: Piece, common: Common): Answer | Promise<Answer>;
  /** What of a piece may become the thread's own. */
  transfer?(piece: Piece): readonly Transferable[];
  /** Awaited before each piece, and several times a second while threads work; may throw to stop. */
  pause(): Promise<void>;
}

/** How often a caller may stop threads at work. */
const PAUSE_MS = 100;

/**
 * The answers to pieces of work, in the order of the pieces, whichever thread had them: with the same pieces the same
 * answers, with any number of threads. Pieces are taken as threads get free.
 */
export async function* answersInOrder<Piece, Answer, Common>(
  pieces: Iterable<Piece>,
  { threads, program, native = false, common, here, transfer, pause }: Work<Piece, Answer, Common>,
): AsyncGenerator<Answer> {
  if (threads < 2) {
    for (const piece of pieces) {
      await pause();
      yield await here(piece, common);
    }
    return;
  }
  const source = pieces[Symbol.iterator]();
  const team = new Threads<Piece, Answer, Common>(program, threads, common, native);
  let ended = false;
  try {
    for (let next = 0, given = 0; ;) {
      // Some pieces more than threads, so that none waits for this one to prepare its next.
      while (!ended && team.waiting < threads && given - next < 4 * threads) {
        const { value, done } = source.next();
        if (done === true) ended = true;
        else team.give(given++, value, transfer?.(value));
        await pause();
      }
      if (ended && next === given) break;
      if (!team.has(next)) {
        await team.something(PAUSE_MS);
        await pause();
        continue;
      }
      yield team.take(next++);
    }
    team.release();
  } finally {
    await team.stop();
  }
}
