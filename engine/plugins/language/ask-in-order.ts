/** Asks questions in the order in which they were drawn, until nothing more is needed. */
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { inOrder } from './in-order.js';

/** Questions of one cluster, each of which may be asked several times: one observation. */
export interface Cluster {
  readonly stratum: number;
  readonly questions: readonly Question[];
}

/** Of one question, one sample; without `given` where it got no answer, which says nothing of how good it would be. */
export interface Reply<T> {
  readonly question: Question;
  readonly given?: T;
  readonly fault?: string;
}

/**
 * Why asking ended: everything is settled, all that were to be asked are (`asked`), the budget is spent, or so many in a
 * row got no answer (`SILENT`) that nobody seems to be there.
 */
export type Ending = 'settled' | 'asked' | 'budget' | 'silent';

export interface Asking {
  readonly ending: Ending;
  /** What the budget, or the last question without an answer, said. */
  readonly detail?: string;
  /** Replies, and those of them that count: others were under way when nothing more was needed. */
  readonly came: number;
  readonly counted: number;
  /** Of those, without an answer. */
  readonly unanswered: number;
}

export interface AskingRequest<T> {
  /** In the order of asking. */
  readonly clusters: readonly Cluster[];
  /** Answers to each question. */
  readonly samples: number;
  /** Questions under way at a time. */
  readonly window: number;
  readonly ask: (question: Question, sample: number) => Promise<T>;
  /** Gets each cluster, complete, in the order of asking; true where nothing more is needed. */
  readonly observe: (cluster: Cluster, replies: readonly Reply<T>[]) => boolean;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** The longest that a measurement may ask: the client's budget ends it long before, and keeps what is known by then. */
export const ASKING_SECONDS = 86_400;

/** Questions in a row without an answer after which no more are asked. */
export const SILENT = 20;

/** Faults of one question: another may be answered. */
const OF_ONE: readonly string[] = ['failed', 'timed-out', 'out-of-domain'];

/**
 * Answers count in the order of asking, whichever comes first, so that the same answers end it at the same question. A
 * question that fails (after the client's own tries) is handed on without an answer; `budget` ends the asking before the
 * first cluster that it left incomplete; other faults are thrown. Throws `ModelFault` (`failed`) where more than half of
 * what was asked got no answer.
 */
export async function askInOrder<T>(request: AskingRequest<T>): Promise<Asking> {
  const { clusters, samples, window, ask, observe, signal, progress } = request;
  const asks = clusters.flatMap((cluster) =>
    cluster.questions.flatMap((question) => Array.from({ length: samples }, (_, sample) => ({ question, sample }))),
  );
  const state = { came: 0, counted: 0, unanswered: 0, silent: 0, detail: '' };
  const replies = inOrder(asks, Math.max(1, window), async ({ question, sample }): Promise<Reply<T>> => {
    try {
      const given = await ask(question, sample);
      state.came += 1;
      return { question, given };
    } catch (error) {
      if (!(error instanceof ModelFault) || !OF_ONE.includes(error.unmeasured)) throw error;
      state.came += 1;
      return { question, fault: error.message };
    }
  });
  const untilItEnds = async (): Promise<Ending> => {
    for (const [done, cluster] of clusters.entries()) {
      await checkpoint(signal);
      const of: Reply<T>[] = [];
      while (of.length < cluster.questions.length * samples) of.push((await replies.next()).value as Reply<T>);
      for (const { fault } of of) {
        state.counted += 1;
        state.silent = fault === undefined ? 0 : state.silent + 1;
        if (fault !== undefined) state.unanswered += 1;
        state.detail = fault ?? state.detail;
      }
      const settled = observe(cluster, of);
      progress(done + 1, clusters.length);
      if (settled) return 'settled';
      if (state.silent >= SILENT) return 'silent';
    }
    return 'asked';
  };
  let ending: Ending;
  try {
    ending = await untilItEnds();
  } catch (error) {
    if (!(error instanceof ModelFault) || error.unmeasured !== 'budget') throw error;
    state.detail = error.message;
    ending = 'budget';
  } finally {
    // What is under way is waited for.
    await replies.return();
  }
  const { came, counted, unanswered, detail } = state;
  if (unanswered * 2 > counted) throw new ModelFault('failed', `${unanswered} of ${counted} answers failed: ${detail}`);
  signal.throwIfAborted();
  return { ending, came, counted, unanswered, ...(detail !== '' && { detail }) };
}

/** Between what the replies' scores come to where those without one are all 0, and all 1. */
export function scoresOf(replies: readonly Reply<{ readonly score: number }>[]): readonly [low: number, high: number] {
  const known = replies.reduce((sum, { given }) => sum + (given?.score ?? 0), 0);
  const unknown = replies.filter(({ given }) => given === undefined).length;
  return [known / replies.length, (known + unknown) / replies.length];
}

/** Questions of one cluster together, others each alone, in the order of the set. */
export function clustersOf(questions: readonly Question[]): readonly (readonly Question[])[] {
  const clusters = new Map<string, Question[]>();
  for (const question of questions) {
    const name = question.cluster === undefined ? `question ${question.id}` : `cluster ${question.cluster}`;
    const known = clusters.get(name);
    if (known === undefined) clusters.set(name, [question]);
    else known.push(question);
  }
  return [...clusters.values()];
}
