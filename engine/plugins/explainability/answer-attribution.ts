import { spearman, topPlayers } from '../../methods/explainability/agreement.js';
import { changedSurface } from '../../methods/explainability/surface-change.js';
import type { SurfaceChange } from '../../methods/explainability/surface-change.js';
import { spansOf } from '../../methods/explainability/text-spans.js';
import type { Span } from '../../methods/explainability/text-spans.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { askInOrder, clustersOf } from '../language/ask-in-order.js';
import { askedSet } from '../language/asked-set.js';
import { observed, shareOf } from '../language/observations.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { attributionDetails } from './answer-attribution-details.js';
import { outputs } from './answer-attribution-outputs.js';
import { valuedAnswer } from './answer-value.js';
import type { AnswerValue } from './answer-value.js';
import { isMoved, samplingError, shareOfSpans, spanShares, sumGap } from './question-attribution.js';
import type { Explained, SpanShares } from './question-attribution.js';
import { rowMean } from './row-mean.js';

export interface AnswerAttributionParameters {
  readonly questions: string | null;
  readonly sample: number;
  readonly spans: number;
  readonly evaluations: number;
  readonly value: AnswerValue | 'auto';
  readonly mark: string;
  readonly changes: readonly SurfaceChange[];
  readonly top: number;
  readonly shown: number;
  readonly texts: boolean;
  readonly level: number;
  readonly draws: number;
}

/**
 * Shapley values (Shapley 1953; as explanations: Štrumbelj & Kononenko 2014, Lundberg & Lee 2017) of the parts of a
 * question in what is left of the answer to it when the others are put out.
 */
export const answerAttribution = definePlugin<AnswerAttributionParameters>({
  id: 'explainability/answer-attribution',
  version: '1.0.0',
  title: { en: 'Which parts of a question move the answer (Shapley values)', zh: '问题的哪些片段影响回答（沙普利值）' },
  about: 'model',
  needs: ['model', 'questions'],
  deterministic: true,
  outputs: countedIn('questions', outputs),
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<AnswerAttributionParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const name = params.questions ?? ((await subject.questions('attribution')) === undefined ? 'tasks' : 'attribution');
  const asked = await askedSet(context, name);
  if ('unmeasured' in asked) return nothingMeasured(outputs, asked);
  const { model, set } = asked;
  const drawn = drawnQuestions(set, params.sample, rng('order'));
  const split = drawn.filter(({ text }) => spansOf(text, params.spans).length > 1);
  if (split.length === 0)
    return nothingMeasured(outputs, unmeasured('out-of-domain', 'no question has more than one part'));
  const replied: (readonly [Question, Explained | undefined])[] = [];
  const asking = await askInOrder<Explained>({
    clusters: clustersOf(split).map((questions) => ({ stratum: 0, questions })),
    samples: 1,
    // One question's coalitions are asked at once, as many as the model takes.
    window: 1,
    ask: (question) => explain(question, model, set, context),
    observe(_, replies) {
      replied.push(...replies.map(({ question, given }) => [question, given] as const));
      return false;
    },
    signal,
    progress,
  });
  const explained = replied.flatMap(([, given]) => given ?? []);
  if (explained.length === 0)
    return nothingMeasured(outputs, unmeasured(asking.ending === 'budget' ? 'budget' : 'failed', asking.detail ?? ''));
  return {
    outputs: {
      ...figuresOf(explained, { context, model, set }),
      moved: shareOf(
        observed(
          replied.map(([question, given]) => ({ question, given })),
          ({ given }) => given && isMoved(given.shares),
        ),
        model.basis,
        params.level,
      ),
      questions: exactFigure(explained.length, '1'),
      unsplit: exactFigure(drawn.length - split.length, '1'),
      unanswered: exactFigure(asking.unanswered, '1'),
    },
    // The words of sealed questions stand nowhere.
    details: attributionDetails(explained, { ...params, texts: params.texts && set.sealed !== true }),
    backend: model.backend,
  };
}

/** In the order of the set. */
function drawnQuestions(
  { questions }: QuestionSet,
  sample: number,
  rng: Parameters<typeof sampleWithoutReplacement>[2],
): readonly Question[] {
  return [...sampleWithoutReplacement(questions.length, sample, rng)].sort((a, b) => a - b).map((at) => questions[at]!);
}

async function explain(
  question: Question,
  model: LanguageModel,
  set: QuestionSet,
  { params, rng, signal }: MeasureContext<AnswerAttributionParameters>,
): Promise<Explained> {
  const valued = await valuedAnswer(model, set, question, params.value, signal);
  const { mark, evaluations } = params;
  // Changed questions are walked in the same orders, and held against the same answer: what differs is the question.
  const sharesOf = (text: string, spans: readonly Span[]): Promise<SpanShares> =>
    spanShares(valued, {
      text,
      spans,
      mark,
      evaluations,
      window: model.concurrency,
      rng: rng(`orders ${question.id}`),
    });
  const spans = spansOf(question.text, params.spans);
  const shares = await sharesOf(question.text, spans);
  const likeness: number[] = [];
  let { evaluations: asked } = shares;
  for (const change of params.changes) {
    const changed = changedSpans(question.text, spans, change);
    if (changed.text === question.text) continue;
    const again = await sharesOf(changed.text, changed.spans);
    likeness.push(spearman(shares.values, again.values));
    asked += again.evaluations;
  }
  return { question, spans, value: valued.value, shares, likeness, evaluations: asked };
}

function changedSpans(
  text: string,
  spans: readonly Span[],
  change: SurfaceChange,
): { readonly text: string; readonly spans: readonly Span[] } {
  let changed = text.slice(0, spans[0]!.from);
  const moved = spans.map(({ from, to }) => {
    const start = changed.length;
    changed += changedSurface(text.slice(from, to), change);
    return { from: start, to: changed.length };
  });
  return { text: changed + text.slice(spans.at(-1)!.to), spans: moved };
}

function figuresOf(
  explained: readonly Explained[],
  {
    context: { params, rng },
    model,
    set,
  }: { context: MeasureContext<AnswerAttributionParameters>; model: LanguageModel; set: QuestionSet },
): Readonly<Record<string, Output>> {
  const { basis } = model;
  const clusters = new Map(
    clustersOf(explained.map(({ question }) => question)).flatMap((of, at) => of.map((one) => [one, at])),
  );
  const groups = explained.map(({ question }) => clusters.get(question)!);
  const units = unitsOf(explained.length, new Set(groups).size < groups.length ? groups : undefined, undefined);
  const given = { units, rows: `${set.digest} answer-attribution`, model };
  const mean = (of: (one: Explained) => number, range: readonly [number, number]): Output =>
    rowMean(Float64Array.from(explained, of), range, given, { rng, draws: params.draws });
  const isEvidence = ({ question }: Explained): boolean => evidenceOf(question) !== undefined;
  return {
    // Servers that offer log probabilities offer them of every question.
    value: { value: explained[0]!.value, basis },
    exact: { value: explained.every(({ shares }) => shares.errors === undefined), basis },
    maxShare: mean((one) => shareOfTop(one, 1), [0, 1]),
    topShare: mean((one) => shareOfTop(one, params.top), [0, 1]),
    evidenceShare: explained.some(isEvidence)
      ? mean(evidenceShare, [0, 1])
      : unmeasured('missing-input', 'no question names its `evidence`, a part of its text'),
    stability:
      params.changes.length === 0
        ? unmeasured('missing-input', '`changes` is empty')
        : mean(({ likeness }) => meanOf(likeness.filter((one) => !Number.isNaN(one))), [-1, 1]),
    sumGap: exactFigure(Math.max(...explained.map(({ shares }) => sumGap(shares))), '1', basis),
    samplingError: exactFigure(Math.max(...explained.map(({ shares }) => samplingError(shares))), '1', basis),
    evaluations: exactFigure(
      explained.reduce((sum, { evaluations }) => sum + evaluations, 0),
      '1',
    ),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const shareOfTop = ({ shares }: Explained, count: number): number =>
  shareOfSpans(topPlayers(shares.values, count), shares);

/** NaN where the question names no part of its text. */
function evidenceShare({ question, spans, shares }: Explained): number {
  const place = evidenceOf(question);
  if (place === undefined) return Number.NaN;
  const within = spans.flatMap(({ from, to }, at) => (from < place.to && place.from < to ? [at] : []));
  return shareOfSpans(within, shares);
}

function evidenceOf({ text, fields: { evidence } }: Question): Span | undefined {
  if (typeof evidence !== 'string' || evidence === '') return undefined;
  const from = text.indexOf(evidence);
  return from < 0 ? undefined : { from, to: from + evidence.length };
}
