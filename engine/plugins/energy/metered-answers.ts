/** Answers asked for anew in slices, each between two readings of the meter. */
import type { Answer, LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';
import type { EnergyReading } from '../energy-meter.js';
import { askInOrder } from '../language/ask-in-order.js';

export type TimedAnswer = Pick<Answer, 'timing' | 'tokens'>;

/** Plain JSON: it is kept with the model's answers. */
export interface AnsweredSlice {
  /** One a question, of the first round. */
  readonly answers: readonly TimedAnswer[];
  readonly unanswered: number;
  /** Of all rounds: how often the questions were asked, the tokens generated (`null` where the server does not tell), s. */
  readonly rounds: number;
  readonly tokens: number | null;
  readonly seconds: number;
  readonly reading?: EnergyReading;
}

export interface SlicesRequest {
  readonly model: LanguageModel;
  readonly set: QuestionSet;
  readonly questions: readonly Question[];
  readonly slices: number;
  /** A slice that is read takes at least so long, in s: its questions are asked again until it does. */
  readonly seconds: number;
  /** Name of the meter, where it reads what the server uses. */
  readonly meter: string | undefined;
}

type Context = Pick<MeasureContext<unknown>, 'meter' | 'instruments' | 'signal' | 'progress'>;

/**
 * Slices that were read before, with the same meter, are taken as they were kept. A first question, which no slice counts,
 * has the server started and warm. Where the budget ends it, or nobody answers any more: the slices that are whole, and
 * why there are no more. Throws ModelFault where there is none.
 */
export async function answeredSlices(
  context: Context,
  request: SlicesRequest,
): Promise<{ readonly slices: readonly AnsweredSlice[]; readonly fault?: ModelFault }> {
  const { signal, progress } = context;
  const { model, set, questions, slices: count, seconds, meter } = request;
  const number = Math.min(count, questions.length);
  const slices: AnsweredSlice[] = [];
  let isWarm = false;
  for (let slice = 0; slice < number; slice++) {
    const [from, to] = [slice, slice + 1].map((at) => Math.floor((at * questions.length) / number));
    const some = questions.slice(from, to);
    const take = async (): Promise<AnsweredSlice> => {
      if (!isWarm) await model.ask(set.prompt(some[0]!), { fresh: true, signal });
      isWarm = true;
      return await answered(context, request, some);
    };
    try {
      const name = ['slice', meter ?? '', String(seconds), set.digest, ...some.map(({ id }) => id)];
      slices.push(await model.keptReading(name, take));
    } catch (fault) {
      if (!(fault instanceof ModelFault) || slices.length === 0) throw fault;
      return { slices, fault };
    }
    signal.throwIfAborted();
    progress(slice + 1, number);
  }
  return { slices };
}

async function answered(
  { meter, instruments, signal }: Context,
  { model, set, seconds: least, meter: read }: SlicesRequest,
  questions: readonly Question[],
): Promise<AnsweredSlice> {
  const rounds: (readonly TimedAnswer[])[] = [];
  const round = async (): Promise<void> => {
    const answers: TimedAnswer[] = [];
    const { ending, detail = '' } = await askInOrder<TimedAnswer>({
      clusters: questions.map((question) => ({ stratum: 0, questions: [question] })),
      samples: 1,
      window: model.concurrency,
      async ask(question) {
        const { timing, tokens } = await model.ask(set.prompt(question), { fresh: true, signal });
        return { timing, ...(tokens && { tokens }) };
      },
      observe(_, replies) {
        answers.push(...replies.flatMap(({ given }) => given ?? []));
        return false;
      },
      signal,
      progress: () => {},
    });
    if (ending !== 'asked') throw new ModelFault(ending === 'budget' ? 'budget' : 'failed', detail);
    rounds.push(answers);
  };
  let seconds = 0;
  const work = async (): Promise<void> => {
    const began = instruments.now();
    do {
      await round();
      seconds = instruments.now() - began;
    } while (read !== undefined && seconds < least);
  };
  const reading = read === undefined ? void (await work()) : await meter.measure(work);
  const first = rounds[0]!;
  return {
    answers: first,
    unanswered: questions.length - first.length,
    rounds: rounds.length,
    tokens: tokensOf(rounds.flat()),
    seconds,
    ...(reading && { reading }),
  };
}

function tokensOf(answers: readonly TimedAnswer[]): number | null {
  if (answers.length === 0 || answers.some(({ tokens }) => tokens === undefined)) return null;
  return answers.reduce((sum, { tokens }) => sum + tokens!.answer, 0);
}
