/** Asks in a drawn order, until every rule that reads what is measured is settled. */
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import { permutation } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { AskingCost } from '../asking-cost.js';
import type { MeasureContext } from '../contract.js';
import type { Detail } from '../detail.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { askInOrder, clustersOf } from './ask-in-order.js';
import type { Ending } from './ask-in-order.js';
import { countedModel } from './asked-cost.js';
import type { AskedSet } from './asked-set.js';
import { askedCounts, askingDetails } from './asking-details.js';
import { correctedFigure } from './corrected-figure.js';
import { reckonedCost } from './reckoned-cost.js';
import { sampled } from './sampled.js';
import type { Sampling } from './sampled.js';
import { levelsOf, watchRates } from './watched-rates.js';

export interface SamplingParameters {
  readonly sampling: Sampling;
  readonly sample: number | null;
  readonly about: About;
}

/** What is asked of each question, and what comes of the replies. */
export interface Search<Item, Given> {
  /** Replies to each question. */
  readonly samples: number;
  /** Replies under way at a time: as many as the model takes where it is absent. */
  readonly window?: number;
  readonly ask: (model: LanguageModel, question: Question, sample: number) => Promise<Given>;
  /** @param given one a sample, `undefined` where there was no reply */
  readonly see: (question: Question, given: readonly (Given | undefined)[]) => Item;
  /** Each gets what was seen of every cluster. */
  readonly observed: readonly { observe(cluster: readonly Item[]): void }[];
  /** By output. */
  readonly estimands: (isFixedSample: boolean) => Readonly<Record<string, Estimand>>;
}

export interface Found<Item> {
  /** In the order of asking. */
  readonly items: readonly Item[];
  readonly ending: Ending;
  readonly isFixedSample: boolean;
  /** Of one of the estimands. */
  readonly figure: (output: string) => Figure | Unmeasured;
  /** Of the output `corrected`: what detectors of this accuracy saw as `output`. */
  readonly correctedBy: (accuracy: Accuracy, output: string, corrected: string) => Figure | Unmeasured;
  /** What minds lacking replies itself: unmeasured where asking ended before it was to. */
  readonly ended: (output: () => Output) => Output;
  /** What is counted in the replies: unmeasured where replies are lacking, too. */
  readonly counted: (output: () => Output) => Output;
  readonly counts: ReturnType<typeof askedCounts>;
  readonly details: readonly Detail[];
  readonly asking: AskingCost;
}

export type AskingContext = Pick<
  MeasureContext<SamplingParameters>,
  'params' | 'comparisons' | 'rng' | 'signal' | 'progress'
>;

/** Throws ModelFault: `budget` where it left nothing answered, `failed` where more than half of the replies failed. */
export async function askUntilSettled<Item, Given>(
  { params, comparisons, rng, signal, progress }: AskingContext,
  { set, model: asked }: AskedSet,
  { samples, window, ask, see, observed, estimands }: Search<Item, Given>,
): Promise<Found<Item>> {
  const clusters = clustersOf(set.questions).map((questions) => ({ stratum: 0, questions }));
  const { model, cost } = countedModel(asked);
  const watched = watchRates(estimands(false), comparisons);
  const order = Array.from(permutation(clusters.length, rng('order')), (at) => clusters[at]!);
  const items: Item[] = [];
  let answered = 0;
  const asking = await askInOrder<Given>({
    clusters: sampled(order, params.sampling, params.sample),
    samples,
    window: window ?? model.concurrency,
    ask: (question, sample) => ask(model, question, sample),
    observe({ questions }, replies) {
      const seen = questions.map((question) =>
        see(
          question,
          replies.filter((reply) => reply.question === question).map(({ given }) => given),
        ),
      );
      for (const one of observed) one.observe(seen);
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
  const ended = (output: () => Output): Output => {
    if (ending === 'settled' || ending === 'asked') return output();
    return unmeasured(ending === 'budget' ? 'budget' : 'failed', detail);
  };
  const settings = (output: string) => ({
    levels: levelsOf(output, comparisons),
    n: answered,
    anytime: !isFixedSample,
  });
  return {
    items,
    ending,
    isFixedSample,
    figure(output) {
      const rate = rates[output]!;
      if (rate.mean === undefined && ending === 'asked')
        return asking.unanswered > 0
          ? unmeasured('failed', detail)
          : unmeasured('out-of-domain', 'it is of no question that was asked');
      return rateFigure(rate, { ...settings(output), basis: model.basis });
    },
    correctedBy: (accuracy, output, corrected) => correctedFigure(rates[output]!, accuracy, settings(corrected)),
    ended,
    counted(output) {
      if (ending === 'budget' || asking.unanswered === 0) return ended(output);
      return unmeasured('failed', `${asking.unanswered} answers, which may hold more, are lacking: ${detail}`);
    },
    counts: askedCounts(asking, items.length, size),
    details: askingDetails({ about: params.about, asking, watched, size, questions: items.length }),
    asking: reckonedCost({ asking, before: {}, after: { model: cost() }, questions: items.length, size }),
  };
}
