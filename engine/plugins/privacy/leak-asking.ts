/** Asks for leaks in a drawn order, until every rule that reads them is settled. */
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { clustersOf } from '../language/ask-in-order.js';
import { askUntilSettled } from '../language/ask-until-settled.js';
import type { AskingContext, Found, SamplingParameters, Search } from '../language/ask-until-settled.js';
import type { AskedSet } from '../language/asked-set.js';
import { anyOf } from '../language/observations.js';
import { ratePart } from '../language/rate-part.js';

export interface LeakSampling extends SamplingParameters {
  readonly questions: string;
  /** Answers to each question. */
  readonly samples: number;
}

/** What is seen of the answers to one question. */
export interface Seen {
  readonly question: Question;
}

/** The share of clusters of which a question leaks. */
export interface LeakRate<Item extends Seen> {
  observe(cluster: readonly Item[]): void;
  /** k of n after a fixed sample, else however long was asked. */
  estimand(isFixedSample: boolean): Estimand;
}

/** Starts a rate; of clusters with a question that it concerns, and of those questions, where it does not concern all. */
export type StartRate = <Item extends Seen>(
  leaks: (item: Item) => boolean | undefined,
  concerns?: (question: Question) => boolean,
) => LeakRate<Item>;

/** Throws ModelFault as `askUntilSettled` does. */
export function askForLeaks<Item extends Seen, Given>(
  context: AskingContext,
  asked: AskedSet,
  searchOf: (start: StartRate) => Search<Item, Given>,
): Promise<Found<Item>> {
  const { params, comparisons } = context;
  const clusters = clustersOf(asked.set.questions);
  const limits = comparisons.flatMap(({ against }) => against?.limit ?? []);
  const search = searchOf((leaks, concerns = () => true) => {
    const part = ratePart(clusters.filter((cluster) => cluster.some(concerns)).length, params.about, limits);
    return {
      observe(cluster) {
        const own = cluster.filter(({ question }) => concerns(question));
        if (own.length === 0) return;
        const has = anyOf(own.map(leaks));
        part.observe(has === true ? 1 : 0, has === false ? 0 : 1);
      },
      estimand: (isFixedSample) => (isFixedSample ? part.fixed() : part.anytime),
    };
  });
  return askUntilSettled(context, asked, search);
}

/** So many answers to each question, as the subject's document has them. */
export const askedAnswers = (
  prompt: (question: Question) => Prompt,
  samples: number,
  { signal }: Pick<AskingContext, 'signal'>,
): Pick<Search<never, string>, 'samples' | 'ask'> => ({
  samples,
  ask: async (model, question, sample) => (await model.ask(prompt(question), { sample, signal })).text,
});
