import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import { permutation } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import type { Detail } from '../detail.js';
import type { Figure, Unmeasured } from '../figure.js';
import { ASKING_SECONDS, askInOrder, clustersOf } from '../language/ask-in-order.js';
import { countedSubject } from '../language/asked-cost.js';
import { askedSet } from '../language/asked-set.js';
import { askedCounts, askingDetails } from '../language/asking-details.js';
import { graderOf } from '../language/grader.js';
import type { GradingContext } from '../language/grader.js';
import { reckonedCost } from '../language/reckoned-cost.js';
import { levelsOf, USUAL_LEVEL, watchRates } from '../language/watched-rates.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { CONSISTENCY_OUTPUTS } from './consistency-outputs.js';
import { consistencyRates } from './consistency-rates.js';
import type { ConsistencyRates, Forms, Said } from './consistency-rates.js';
import { CONSISTENCY_KINDS, variantsOf } from './consistency-variants.js';
import type { ConsistencyKind, VariantSettings } from './consistency-variants.js';

export interface ConsistencyParameters extends VariantSettings {
  readonly questions: string;
  readonly temperature: number;
  readonly sample: number | null;
  readonly about: About;
}

export const consistency = definePlugin<ConsistencyParameters>({
  id: 'evaluation/consistency',
  version: '1.0.0',
  title: {
    en: 'Whether a language model answers the same when the same is asked otherwise',
    zh: '以不同方式提出同一问题时，语言模型的回答是否一致',
  },
  about: 'model',
  needs: ['model', 'questions'],
  settles: true,
  deterministic: true,
  limits: { seconds: ASKING_SECONDS },
  outputs: countedIn('questions', CONSISTENCY_OUTPUTS),
  measure: (context) => faultsUnmeasured(CONSISTENCY_OUTPUTS, () => measure(context)),
});

const AGREEMENTS = {
  paraphrase: 'agreementParaphrase',
  typo: 'agreementTypo',
  order: 'agreementOrder',
  sampling: 'agreementSampling',
} as const satisfies Readonly<Record<ConsistencyKind, keyof typeof CONSISTENCY_OUTPUTS>>;

async function measure(context: MeasureContext<ConsistencyParameters>): Promise<MeasureResult> {
  const { params, rng, signal, progress, comparisons } = context;
  const { subject, costs } = countedSubject(context.subject);
  const asked = await askedSet({ subject }, params.questions);
  if ('unmeasured' in asked) return nothing(asked);
  const { model, set } = asked;
  const isJudged = set.scorer.type === 'judge';
  const [say, sayAgain] = await Promise.all([
    sayingOf({ subject, signal }, model, set),
    sayingOf({ subject, signal }, atTemperature(model, params.temperature), set),
  ]);
  const clusters = clustersOf(set.questions).map((questions) =>
    questions.flatMap((question) => variantsOf(question, params, rng)),
  );
  const limits = comparisons.flatMap(({ against }) => against?.limit ?? []);
  const rates = consistencyRates(clusters, params.kinds, params.about, limits);
  if (rates === undefined) return nothing(unmeasured('out-of-domain', NO_KIND));
  // Nothing settles what is not measured.
  const settling = isJudged ? comparisons.filter(({ output }) => output !== 'scoreChange') : comparisons;
  const watched = watchRates(watchedRates(rates), settling);
  const { applied } = rates;
  const drawn = Array.from(permutation(applied.length, rng('order')), (at) => applied[at]!);
  const forms = params.sample === null ? drawn : drawn.slice(0, params.sample);
  const formsOf = new Map(forms.map((of) => [of[0]!.asked, of]));
  const variantOf = new Map(forms.flat().map((variant) => [variant.asked, variant]));
  const before = costs();
  let questions = 0;
  const asking = await askInOrder({
    clusters: forms.map((of) => ({ stratum: 0, questions: of.map((variant) => variant.asked) })),
    samples: 1,
    window: model.concurrency,
    ask(question) {
      const { kind, sample } = variantOf.get(question)!;
      return kind === 'sampling' ? sayAgain(question, sample) : say(question, 0);
    },
    observe(cluster, replies) {
      const of = formsOf.get(cluster.questions[0]!)!;
      rates.observe(of, replies);
      questions += questionsOf(of);
      return watched.isSettled(questions);
    },
    signal,
    progress,
  });
  const size = applied.reduce((sum, of) => sum + questionsOf(of), 0);
  return {
    outputs: { ...outputsOf(rates, context, model, isJudged), ...askedCounts(asking, questions, size) },
    details: [...askingDetails({ about: params.about, asking, watched, size, questions }), ...kindsDetails(rates)],
    asking: reckonedCost({ asking, before, after: costs(), questions, size }),
    backend: model.backend,
  };
}

const questionsOf = (forms: Forms): number => forms.filter(({ kind }) => kind === undefined).length;

const NO_KIND = 'no question has forms: none is one of a cluster, has choices or letters, or is to be asked again';

const NO_SCORES = unmeasured('unsupported', 'two scores of a judge may differ by its own errors: it was not asked');

const nothing = (cause: Unmeasured): MeasureResult => nothingMeasured(CONSISTENCY_OUTPUTS, cause);

/**
 * Answers, and their scores but for those of a judge: how far two of its scores differ says as much of the judge as of the
 * answers, and it is not asked.
 */
async function sayingOf(
  { subject, signal }: GradingContext,
  model: LanguageModel,
  set: QuestionSet,
): Promise<(question: Question, sample: number) => Promise<Said>> {
  if (set.scorer.type === 'judge') return (question, sample) => model.ask(set.prompt(question), { sample, signal });
  const grader = await graderOf({ subject, signal }, model, set);
  return (question, sample) => grader.grade(question, sample);
}

const atTemperature = (model: LanguageModel, temperature: number): LanguageModel => ({
  ...model,
  ask: (prompt, asking) => model.ask(prompt, { ...asking, temperature }),
});

/** By output. */
const watchedRates = ({ kinds, agreement, worstAgreement, same, scoreChange }: ConsistencyRates) => ({
  agreement,
  worstAgreement,
  same,
  scoreChange,
  ...Object.fromEntries(kinds.map((one) => [AGREEMENTS[one.kind], one.agreement])),
});

function outputsOf(
  rates: ConsistencyRates,
  { params, comparisons }: MeasureContext<ConsistencyParameters>,
  { basis }: LanguageModel,
  isJudged: boolean,
) {
  const n = Math.max(...rates.kinds.map(({ asked }) => asked));
  const figure = (estimand: Estimand, count: number, levels: readonly number[]): Figure | Unmeasured =>
    rateFigure(estimand, { levels, n: count, anytime: true, basis });
  const change = (estimand: Estimand, count: number, of: readonly number[]): Figure | Unmeasured =>
    isJudged ? NO_SCORES : figure(estimand, count, of);
  const absent = (kind: ConsistencyKind): Unmeasured =>
    params.kinds.includes(kind)
      ? unmeasured('out-of-domain', `no question has forms of the kind ${kind}`)
      : unmeasured('missing-input', `\`kinds\` leaves out ${kind}`);
  const ofKinds = CONSISTENCY_KINDS.map((kind) => [AGREEMENTS[kind], absent(kind)] as const);
  const levels = levelsOf('kinds', comparisons, rates.kinds.length);
  return {
    ...Object.fromEntries(ofKinds),
    ...Object.fromEntries(
      Object.entries(watchedRates(rates)).map(([output, estimand]) => [
        output,
        (output === 'scoreChange' ? change : figure)(estimand, n, levelsOf(output, comparisons)),
      ]),
    ),
    kinds: {
      items: rates.kinds.map(({ agreement, same, scoreChange, asked }) => ({
        agreement: figure(agreement, asked, levels),
        same: figure(same, asked, levels),
        scoreChange: change(scoreChange, asked, levels),
      })),
    },
  };
}

function kindsDetails({ kinds }: ConsistencyRates): readonly Detail[] {
  const title = { en: 'Agreement by kind of change', zh: '各类变化下的一致性' };
  const measured = kinds.flatMap(({ kind, size, asked, agreement, same, scoreChange }) => {
    if (agreement.mean === undefined) return [];
    const [lower, upper] = agreement.exact(1 - USUAL_LEVEL);
    if (lower > upper) return [];
    const estimate = Math.min(upper, Math.max(lower, agreement.mean));
    return [{ name: kind, size, asked, estimate, lower, upper, same: same.mean, scoreChange: scoreChange.mean }];
  });
  return [
    {
      type: 'table',
      id: 'kinds',
      title,
      columns: [
        { name: 'kind' },
        { name: 'questions' },
        { name: 'asked' },
        ...['agreement', 'lower', 'upper', 'same', 'scoreChange'].map((name) => ({ name, unit: '1' })),
      ],
      rows: measured.map(({ name, size, asked, estimate, lower, upper, same, scoreChange }) => [
        name,
        size,
        asked,
        estimate,
        lower,
        upper,
        same ?? null,
        scoreChange ?? null,
      ]),
    },
    {
      type: 'intervals',
      id: 'agreements',
      title,
      unit: '1',
      level: USUAL_LEVEL,
      items: measured.map(({ name, estimate, lower, upper }) => ({ name, estimate, lower, upper })),
    },
  ];
}
