/** Asks for leaks in a drawn order, until every rule that reads them is settled. */
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import { permutation } from '../../numerics/permutation.js';
import type { Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext } from '../contract.js';
import type { AskingCost } from '../asking-cost.js';
import type { Detail } from '../detail.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import type { Answers } from '../language/answers.js';
import { askInOrder, clustersOf } from '../language/ask-in-order.js';
import { countedModel } from '../language/asked-cost.js';
import { correctedFigure } from '../language/corrected-figure.js';
import type { AskedSet } from '../language/asked-set.js';
import { askedCounts, askingDetails } from '../language/asking-details.js';
import { anyOf } from '../language/observations.js';
import { ratePart } from '../language/rate-part.js';
import { reckonedCost } from '../language/reckoned-cost.js';
import type { Sampling } from '../language/sampled.js';
import { sampled } from '../language/sampled.js';
import { levelsOf, watchRates } from '../language/watched-rates.js';
import { unmeasured } from '../unmeasured.js';

export interface LeakSampling {
  readonly questions: string;
  readonly sampling: Sampling;
  readonly sample: number | null;
  readonly about: About;
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

export interface LeakSearch<Item extends Seen> {
  readonly prompt: (question: Question) => Prompt;
  readonly see: (question: Question, answers: Answers) => Item;
  readonly observed: readonly LeakRate<Item>[];
  /** By output. */
  readonly estimands: (isFixedSample: boolean) => Readonly<Record<string, Estimand>>;
}

export interface LeaksSeen<Item extends Seen> {
  /** In the order of asking. */
  readonly items: readonly Item[];
  readonly isFixedSample: boolean;
  /** Of one of the rates. */
  readonly figure: (output: string) => Figure | Unmeasured;
  /** Of the output `corrected`: what the detectors of this accuracy saw as `output`. */
  readonly correctedBy: (accuracy: Accuracy, output: string, corrected: string) => Figure | Unmeasured;
  /** What is counted in the answers: unmeasured where asking ended before it was to, or answers are lacking. */
  readonly counted: (output: () => Output) => Output;
  readonly counts: ReturnType<typeof askedCounts>;
  readonly details: readonly Detail[];
  readonly asking: AskingCost;
}

/** Throws ModelFault: `budget` where it left nothing answered, `failed` where more than half of the answers failed. */
export async function askForLeaks<Item extends Seen>(
  context: MeasureContext<LeakSampling>,
  { set, model: asked }: AskedSet,
  searchOf: (start: StartRate) => LeakSearch<Item>,
): Promise<LeaksSeen<Item>> {
  const { params, comparisons, rng, signal, progress } = context;
  const clusters = clustersOf(set.questions).map((questions) => ({ stratum: 0, questions }));
  const limits = comparisons.flatMap(({ against }) => against?.limit ?? []);
  const { prompt, see, observed, estimands } = searchOf((leaks, concerns = () => true) => {
    const size = clusters.filter(({ questions }) => questions.some(concerns)).length;
    const part = ratePart(size, params.about, limits);
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
  const { model, cost } = countedModel(asked);
  const watched = watchRates(estimands(false), comparisons);
  const order = Array.from(permutation(clusters.length, rng('order')), (at) => clusters[at]!);
  const items: Item[] = [];
  let answered = 0;
  const asking = await askInOrder({
    clusters: sampled(order, params.sampling, params.sample),
    samples: params.samples,
    window: model.concurrency,
    ask: async (question, sample) => (await model.ask(prompt(question), { sample, signal })).text,
    observe({ questions }, replies) {
      const seen = questions.map((question) =>
        see(
          question,
          replies.filter((reply) => reply.question === question).map(({ given }) => given),
        ),
      );
      for (const rate of observed) rate.observe(seen);
      items.push(...seen);
      answered += 1;
      return watched.isSettled(items.length) && params.sampling === 'sequential';
    },
    signal,
    progress,
  });
  const { ending, detail = '' } = asking;
  if (answered === 0) throw new ModelFault('budget', detail);
  const isFixedSample = params.sampling === 'fixed' && ending === 'asked';
  const rates = estimands(isFixedSample);
  const size = set.questions.length;
  const settings = (output: string) => ({
    levels: levelsOf(output, comparisons),
    n: answered,
    anytime: !isFixedSample,
  });
  return {
    items,
    isFixedSample,
    figure: (output) => rateFigure(rates[output]!, { ...settings(output), basis: model.basis }),
    correctedBy: (accuracy, output, corrected) => correctedFigure(rates[output]!, accuracy, settings(corrected)),
    counted(output) {
      if (ending === 'budget') return unmeasured('budget', detail);
      if (asking.unanswered === 0) return output();
      return unmeasured('failed', `${asking.unanswered} answers, which may hold more, are lacking: ${detail}`);
    },
    counts: askedCounts(asking, items.length, size),
    details: askingDetails({ about: params.about, asking, watched, size, questions: items.length }),
    asking: reckonedCost({ asking, before: {}, after: { model: cost() }, questions: items.length, size }),
  };
}
