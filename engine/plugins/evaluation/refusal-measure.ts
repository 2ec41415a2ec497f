/** How often a language model refuses to answer: what `evaluation/refusal` and `evaluation/over-refusal` share. */
import { permutation } from '../../numerics/permutation.js';
import type { Question } from '../../subject/language/question.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Unmeasured } from '../figure.js';
import { askInOrder, clustersOf } from '../language/ask-in-order.js';
import { countedSubject } from '../language/asked-cost.js';
import { askedSet } from '../language/asked-set.js';
import { askingDetails } from '../language/asking-details.js';
import { reckonedCost } from '../language/reckoned-cost.js';
import { sampled } from '../language/sampled.js';
import { watchRates } from '../language/watched-rates.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { detectorsOf } from './refusal-detectors.js';
import type { Seen } from './refusal-detectors.js';
import { refusalDetails, refusalFigures } from './refusal-figures.js';
import { REFUSAL_OUTPUTS } from './refusal-outputs.js';
import type { RefusalParameters } from './refusal-parameters.js';
import { classOf, refusalRates } from './refusal-rates.js';

/** Each class has a confidence sequence of its own. */
const MOST_CLASSES = 1000;

/**
 * Asks in an order drawn from the seed. A sample that is fixed takes the whole set where that is smaller.
 *
 * @param worst which class is the worst: the one refused least, or most
 */
export async function measureRefusal(
  context: MeasureContext<RefusalParameters>,
  worst: 'lowest' | 'highest',
): Promise<MeasureResult> {
  const { params, rng, signal, progress, comparisons } = context;
  const { subject, costs } = countedSubject(context.subject);
  const asked = await askedSet({ subject }, params.questions);
  if ('unmeasured' in asked) return nothing(asked);
  const { model, set } = asked;
  if (new Set(set.questions.map((question) => classOf(question, params))).size > MOST_CLASSES)
    return nothing(unmeasured('out-of-domain', `${set.name} has more than ${MOST_CLASSES} classes (\`${params.by}\`)`));
  const detectors = detectorsOf({ subject, params, signal }, await subject.languageModel('judge'), worst);
  const accuracy = await detectors.accuracy();
  const all = clustersOf(set.questions).map((questions) => ({ stratum: 0, questions }));
  const under = refusalRates(all, {
    params,
    worst,
    hasJudge: detectors.hasJudge,
    accuracy: accuracy ?? {},
    limits: comparisons.flatMap(({ against }) => against?.limit ?? []),
  });
  const watched = watchRates({ ...under.rates(false) }, comparisons);
  const order = Array.from(permutation(all.length, rng('order')), (at) => all[at]!);
  const seen: (Seen & { readonly question: Question })[] = [];
  const before = costs();
  let questions = 0;
  const asking = await askInOrder({
    clusters: sampled(order, params.sampling, params.sample),
    samples: 1,
    window: model.concurrency,
    ask: async (question) => detectors.see(question, await model.ask(set.prompt(question), { signal })),
    observe(cluster, replies) {
      under.observe(cluster, replies);
      questions += cluster.questions.length;
      seen.push(...replies.flatMap(({ question, given }) => (given === undefined ? [] : [{ question, ...given }])));
      return watched.isSettled(questions) && params.sampling === 'sequential';
    },
    signal,
    progress,
  });
  const size = set.questions.length;
  const run = {
    context,
    under,
    accuracy,
    seen,
    asking,
    questions,
    size,
    isFixedSample: params.sampling === 'fixed' && asking.ending === 'asked',
    hasJudge: detectors.hasJudge,
    model,
    rows: set.digest,
  };
  return {
    outputs: refusalFigures(run),
    details: [...askingDetails({ about: params.about, asking, watched, size, questions }), ...refusalDetails(run)],
    asking: reckonedCost({ asking, before, after: costs(), questions, size }),
    backend: model.backend,
  };
}

const nothing = (cause: Unmeasured): MeasureResult => nothingMeasured(REFUSAL_OUTPUTS, cause);
