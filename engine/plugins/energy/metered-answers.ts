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
  readonly answers: readonly TimedAnswer[];
  readonly unanswered: number;
  /** Of the work. */
  readonly seconds: number;
  readonly reading?: EnergyReading;
}

export interface SlicesRequest {
  readonly model: LanguageModel;
  readonly set: QuestionSet;
  readonly questions: readonly Question[];
  readonly slices: number;
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
  { model, set, questions, slices: count, meter }: SlicesRequest,
): Promise<{ readonly slices: readonly AnsweredSlice[]; readonly fault?: ModelFault }> {
  const { signal, progress } = context;
  const number = Math.min(count, questions.length);
  const slices: AnsweredSlice[] = [];
  let isWarm = false;
  for (let slice = 0; slice < number; slice++) {
    const [from, to] = [slice, slice + 1].map((at) => Math.floor((at * questions.length) / number));
    const some = questions.slice(from, to);
    const take = async (): Promise<AnsweredSlice> => {
      if (!isWarm) await model.ask(set.prompt(some[0]!), { fresh: true, signal });
      isWarm = true;
      return await answered(context, model, set, some, meter !== undefined);
    };
    try {
      slices.push(await model.keptReading(['slice', meter ?? '', set.digest, ...some.map(({ id }) => id)], take));
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
  model: LanguageModel,
  set: QuestionSet,
  questions: readonly Question[],
  isMetered: boolean,
): Promise<AnsweredSlice> {
  const answers: TimedAnswer[] = [];
  let seconds = 0;
  const work = async (): Promise<void> => {
    const began = instruments.now();
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
    seconds = instruments.now() - began;
  };
  const reading = isMetered ? await meter.measure(work) : void (await work());
  return { answers, unanswered: questions.length - answers.length, seconds, ...(reading && { reading }) };
}
