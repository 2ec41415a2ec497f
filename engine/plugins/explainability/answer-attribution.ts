import { spearman } from '../../methods/explainability/agreement.js';
import { changedSurface } from '../../methods/explainability/surface-change.js';
import type { SurfaceChange } from '../../methods/explainability/surface-change.js';
import { spansOf } from '../../methods/explainability/text-spans.js';
import type { Span } from '../../methods/explainability/text-spans.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Output } from '../figure.js';
import { ASKING_SECONDS } from '../language/ask-in-order.js';
import { askUntilSettled } from '../language/ask-until-settled.js';
import { askedSet } from '../language/asked-set.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { attributionDetails } from './answer-attribution-details.js';
import { absentMeans, attributionMeans, fixedMeans } from './answer-attribution-means.js';
import type { Replied } from './answer-attribution-means.js';
import { outputs } from './answer-attribution-outputs.js';
import type { AnswerAttributionParameters } from './answer-attribution-parameters.js';
import { valuedAnswer } from './answer-value.js';
import { samplingError, spanShares, sumGap } from './question-attribution.js';
import type { Explained, SpanShares } from './question-attribution.js';

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
  settles: true,
  deterministic: true,
  limits: { seconds: ASKING_SECONDS },
  outputs: countedIn('questions', outputs),
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<AnswerAttributionParameters>): Promise<MeasureResult> {
  const { subject, params, comparisons, rng, signal, progress } = context;
  const name = params.questions ?? ((await subject.questions('attribution')) === undefined ? 'tasks' : 'attribution');
  const asked = await askedSet(context, name);
  if ('unmeasured' in asked) return nothingMeasured(outputs, asked);
  const split = asked.set.questions.filter(({ text }) => spansOf(text, params.spans).length > 1);
  if (split.length === 0)
    return nothingMeasured(outputs, unmeasured('out-of-domain', 'no question has more than one part'));
  const set = { ...asked.set, questions: split };
  const means = attributionMeans(params, comparisons);
  const found = await askUntilSettled<Replied, Explained>(
    { params: { ...params, about: 'population' }, comparisons, rng, signal, progress },
    { ...asked, set },
    {
      samples: 1,
      // One question's coalitions are asked at once, as many as the model takes.
      window: 1,
      ask: (model, question) => explain(question, model, set, context),
      see: (question, [given]) => ({ question, ...(given && { given }) }),
      observed: Object.values(means),
      estimands: () => Object.fromEntries(Object.entries(means).map(([output, { estimand }]) => [output, estimand])),
    },
  );
  const places = new Map(split.map((question, at) => [question, at]));
  const replied = found.items.toSorted((a, b) => places.get(a.question)! - places.get(b.question)!);
  const explained = replied.flatMap(({ given }) => given ?? []);
  if (explained.length === 0) return nothingMeasured(outputs, unmeasured('failed', 'no question was answered'));
  const { basis } = asked.model;
  const figures = found.isFixedSample
    ? fixedMeans(replied, { context, basis, digest: set.digest })
    : Object.fromEntries(Object.keys(means).map((output) => [output, found.figure(output)]));
  return {
    outputs: {
      ...countsOf(explained, basis),
      ...figures,
      ...absentMeans(split, params),
      ...found.counts,
      questions: exactFigure(explained.length, '1'),
      unsplit: exactFigure(asked.set.questions.length - split.length, '1'),
    },
    // The words of sealed questions stand nowhere.
    details: [
      ...found.details,
      ...attributionDetails(explained, { ...params, texts: params.texts && set.sealed !== true }),
    ],
    asking: found.asking,
    backend: asked.model.backend,
  };
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

const countsOf = (explained: readonly Explained[], basis: Basis): Readonly<Record<string, Output>> => ({
  // Servers that offer log probabilities offer them of every question.
  value: { value: explained[0]!.value, basis },
  exact: { value: explained.every(({ shares }) => shares.errors === undefined), basis },
  sumGap: exactFigure(Math.max(...explained.map(({ shares }) => sumGap(shares))), '1', basis),
  samplingError: exactFigure(Math.max(...explained.map(({ shares }) => samplingError(shares))), '1', basis),
  evaluations: exactFigure(
    explained.reduce((sum, { evaluations }) => sum + evaluations, 0),
    '1',
  ),
});
