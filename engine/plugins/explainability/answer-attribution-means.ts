/** What is averaged over the explained questions: of a sample that was fixed, or however long was asked. */
import { topPlayers } from '../../methods/explainability/agreement.js';
import type { Span } from '../../methods/explainability/text-spans.js';
import { between } from '../../methods/evaluation/sequential/estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import type { Question } from '../../subject/language/question.js';
import type { Comparison, MeasureContext } from '../contract.js';
import type { Basis, Output, Unmeasured } from '../figure.js';
import { clustersOf } from '../language/ask-in-order.js';
import { observed, shareOf } from '../language/observations.js';
import { ratePart } from '../language/rate-part.js';
import { unmeasured } from '../unmeasured.js';
import type { AnswerAttributionParameters } from './answer-attribution-parameters.js';
import { isMoved, shareOfSpans } from './question-attribution.js';
import type { Explained } from './question-attribution.js';
import { rowMean } from './row-mean.js';

/** A question, explained where it got its answers. */
export interface Replied {
  readonly question: Question;
  readonly given?: Explained;
}

interface Averaged {
  readonly range: readonly [number, number];
  /** NaN of a question that has none. */
  readonly of: (one: Explained) => number;
  /** Questions that may have it, whatever the answers are. */
  readonly concerns: (question: Question) => boolean;
}

type Means = 'moved' | 'maxShare' | 'topShare' | 'evidenceShare' | 'stability';

const averaged = ({ top }: Pick<AnswerAttributionParameters, 'top'>): Readonly<Record<Means, Averaged>> => {
  const any = (): boolean => true;
  const share = (count: number): Averaged => ({
    range: [0, 1],
    of: ({ shares }) => shareOfSpans(topPlayers(shares.values, count), shares),
    concerns: any,
  });
  return {
    moved: { range: [0, 1], of: ({ shares }) => (isMoved(shares) ? 1 : 0), concerns: any },
    maxShare: share(1),
    topShare: share(top),
    evidenceShare: {
      range: [0, 1],
      of: evidenceShare,
      concerns: (question) => evidenceOf(question) !== undefined,
    },
    stability: {
      range: [-1, 1],
      of: ({ likeness }) => meanOf(likeness.filter((one) => !Number.isNaN(one))),
      concerns: any,
    },
  };
};

export interface AttributionMean {
  observe(cluster: readonly Replied[]): void;
  /** However long was asked. */
  readonly estimand: Estimand;
}

/**
 * Confidence sequences of the means. A cluster is one observation, the mean of its questions that have the number; a
 * question without an answer may have any.
 */
export const attributionMeans = (
  params: AnswerAttributionParameters,
  comparisons: readonly Comparison[],
): Readonly<Record<string, AttributionMean>> =>
  Object.fromEntries(
    Object.entries(averaged(params)).map(([output, one]) => {
      const limits = comparisons.flatMap((read) => (read.output === output ? (read.against?.limit ?? []) : []));
      return [output, sequenceOf(one, limits)];
    }),
  );

function sequenceOf({ range, of, concerns }: Averaged, limits: readonly number[]): AttributionMean {
  const [lowest, highest] = range;
  const placed = (value: number): number => (value - lowest) / (highest - lowest);
  const part = ratePart(Infinity, 'population', limits.map(placed));
  return {
    observe(cluster) {
      const ends = cluster.flatMap(({ question, given }): readonly (readonly [number, number])[] => {
        if (!concerns(question)) return [];
        if (given === undefined) return [[0, 1]];
        const value = placed(of(given));
        return Number.isNaN(value) ? [] : [[value, value]];
      });
      if (ends.length > 0) part.observe(meanOf(ends.map(([low]) => low)), meanOf(ends.map(([, high]) => high)));
    },
    estimand: lowest === 0 && highest === 1 ? part.anytime : between(part.anytime, range),
  };
}

/** Of a sample that was fixed, in the order of the set. */
export function fixedMeans(
  replied: readonly Replied[],
  {
    context: { params, rng },
    basis,
    digest,
  }: { readonly context: MeasureContext<AnswerAttributionParameters>; readonly basis: Basis; readonly digest: string },
): Readonly<Record<Means, Output>> {
  const explained = replied.flatMap(({ given }) => given ?? []);
  const clusters = new Map(
    clustersOf(explained.map(({ question }) => question)).flatMap((of, at) => of.map((one) => [one, at])),
  );
  const groups = explained.map(({ question }) => clusters.get(question)!);
  const units = unitsOf(explained.length, new Set(groups).size < groups.length ? groups : undefined, undefined);
  const given = { units, rows: `${digest} answer-attribution`, model: { basis } };
  const means = averaged(params);
  const mean = (output: Means): Output =>
    rowMean(Float64Array.from(explained, means[output].of), means[output].range, given, { rng, draws: params.draws });
  return {
    moved: shareOf(
      observed(replied, ({ given: one }) => one && isMoved(one.shares)),
      basis,
      params.level,
    ),
    maxShare: mean('maxShare'),
    topShare: mean('topShare'),
    evidenceShare: mean('evidenceShare'),
    stability: mean('stability'),
  };
}

/** What no question can have. */
export const absentMeans = (
  questions: readonly Question[],
  { changes }: AnswerAttributionParameters,
): Readonly<Partial<Record<Means, Unmeasured>>> => ({
  ...(!questions.some((question) => evidenceOf(question) !== undefined) && {
    evidenceShare: unmeasured('missing-input', 'no question names its `evidence`, a part of its text'),
  }),
  ...(changes.length === 0 && { stability: unmeasured('missing-input', '`changes` is empty') }),
});

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

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
