import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import { askInOrder, clustersOf, scoresOf, SILENT } from './ask-in-order.js';
import type { AskingRequest } from './ask-in-order.js';
import { inOrder } from './in-order.js';

const question = (at: number, cluster?: string): Question => ({
  id: `q${at}`,
  text: `${at}`,
  references: [],
  fields: {},
  ...(cluster !== undefined && { cluster }),
});
const alone = (count: number) => Array.from({ length: count }, (_, at) => ({ stratum: 0, questions: [question(at)] }));

/** Resolves after so many turns of the event loop. */
const after = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

type Score = { readonly score: number };
type Options = Partial<AskingRequest<Score>> & Pick<AskingRequest<Score>, 'ask'>;

async function run(options: Options) {
  const seen: (readonly [string, number, number])[] = [];
  const asking = await askInOrder<Score>({
    clusters: alone(100),
    samples: 1,
    window: 4,
    signal: new AbortController().signal,
    progress: () => {},
    ...options,
    observe(cluster, replies) {
      seen.push([cluster.questions.map(({ id }) => id).join(' '), ...scoresOf(replies)]);
      return options.observe?.(cluster, replies) ?? false;
    },
  });
  return { asking, seen };
}

const right = async (): Promise<Score> => ({ score: 1 });

describe('in order', () => {
  it('gives what each item came to, in their order, and never has more under way than the window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(6), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(30),
        async (delays, window, stopAfter) => {
          let [underWay, most, started] = [0, 0, 0];
          const given: number[] = [];
          const items = delays.map((delay, at) => ({ delay, at }));
          for await (const at of inOrder(items, window, async ({ delay, at }) => {
            started += 1;
            most = Math.max(most, ++underWay);
            await after(delay);
            underWay -= 1;
            return at;
          })) {
            given.push(at);
            if (given.length > stopAfter) break;
          }
          expect(given).toEqual(items.slice(0, stopAfter + 1).map(({ at }) => at));
          expect(most).toBeLessThanOrEqual(window);
          // What was started follows from the order alone, and nothing is left under way.
          expect(started).toBe(Math.min(items.length, Math.max(0, given.length - 1) + window));
          expect(underWay).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('asking', () => {
  it('sees answers in the order of asking, whichever comes first, and stops where it is told to', async () => {
    const delays = Array.from({ length: 100 }, (_, at) => (at * 7) % 5);
    const { asking, seen } = await run({
      ask: async ({ text }) => {
        await after(delays[Number(text)]!);
        return { score: Number(text) % 2 };
      },
      observe: ({ questions }) => questions[0]!.id === 'q12',
    });
    expect(seen.map(([id]) => id)).toEqual(alone(13).map(({ questions }) => questions[0]!.id));
    expect(asking).toEqual({ ending: 'settled', came: 16, counted: 13, unanswered: 0 });
  });

  it('asks everything where nothing settles it, clusters whole and each question as often as said', async () => {
    const clusters = clustersOf([question(0, 'a'), question(1), question(2, 'a')]).map((questions) => ({
      stratum: 0,
      questions,
    }));
    const asked: string[] = [];
    const { asking, seen } = await run({
      clusters,
      samples: 2,
      ask: async ({ id }, sample) => {
        asked.push(`${id} ${sample}`);
        return { score: sample };
      },
    });
    expect(asked).toEqual(['q0 0', 'q0 1', 'q2 0', 'q2 1', 'q1 0', 'q1 1']);
    expect(seen).toEqual([
      ['q0 q2', 0.5, 0.5],
      ['q1', 0.5, 0.5],
    ]);
    expect(asking).toMatchObject({ ending: 'asked', counted: 6 });
  });

  it.each(['failed', 'timed-out', 'out-of-domain'] as const)(
    'goes on after a question that is %s: its score lies between 0 and 1',
    async (cause) => {
      const { asking, seen } = await run({
        clusters: alone(10),
        ask: async ({ id }) => {
          if (id === 'q3') throw new ModelFault(cause, 'no answer');
          return { score: 1 };
        },
      });
      expect(seen[3]).toEqual(['q3', 0, 1]);
      expect(seen).toHaveLength(10);
      expect(asking).toEqual({ ending: 'asked', came: 10, counted: 10, unanswered: 1, detail: 'no answer' });
    },
  );

  it('ends with the budget, and keeps what is complete by then', async () => {
    let left = 10;
    const { asking, seen } = await run({
      clusters: alone(20),
      samples: 3,
      ask: async () => {
        if (left-- <= 0) throw new ModelFault('budget', '10 requests are spent');
        return { score: 1 };
      },
    });
    expect(seen).toHaveLength(3);
    expect(asking).toEqual({ ending: 'budget', came: 10, counted: 9, unanswered: 0, detail: '10 requests are spent' });
  });

  it('gives up where nobody answers any more, and fails where more fail than answer', async () => {
    const dies = (at: number) => async (one: Question) => {
      if (Number(one.text) >= at) throw new ModelFault('timed-out', 'gone');
      return { score: 1 };
    };
    const { asking, seen } = await run({ ask: dies(60) });
    expect(seen).toHaveLength(60 + SILENT);
    expect(asking).toMatchObject({ ending: 'silent', unanswered: SILENT });
    await expect(run({ ask: dies(5) })).rejects.toMatchObject({ unmeasured: 'failed' });
  });

  it('throws what concerns all questions', async () => {
    const unsupported = new ModelFault('unsupported', 'no log probabilities');
    for (const fault of [unsupported, new TypeError('ours')])
      await expect(
        run({
          ask: async () => {
            throw fault;
          },
        }),
      ).rejects.toBe(fault);
  });

  it('honours an abort', async () => {
    const controller = new AbortController();
    const done: number[] = [];
    await expect(
      run({
        ask: right,
        signal: controller.signal,
        progress: (at) => {
          done.push(at);
          if (at === 5) controller.abort();
        },
      }),
    ).rejects.toThrow(/abort/i);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });
});
