/** Shapley values of the spans of one question. */
import type { Explained } from '../../methods/explainability/attribution.js';
import { enumeratedShapley } from '../../methods/explainability/shap/enumeration.js';
import { permutationShap } from '../../methods/explainability/shap/permutation-shap.js';
import { withoutSpans } from '../../methods/explainability/text-spans.js';
import type { Span } from '../../methods/explainability/text-spans.js';
import type { Rng } from '../../numerics/random.js';
import { inOrder } from '../language/in-order.js';
import type { ValuedAnswer } from './answer-value.js';

export interface SpanShares {
  /** One a span. */
  readonly values: Float64Array;
  /** Standard errors from sampling; absent where all coalitions were asked. */
  readonly errors?: Float64Array;
  /** Worth of the whole question, and of it without any span. */
  readonly whole: number;
  readonly base: number;
  readonly evaluations: number;
}

export interface SharesRequest {
  readonly text: string;
  readonly spans: readonly Span[];
  /** In the place of an absent span. */
  readonly mark: string;
  /** All coalitions are asked where there are no more than so many; else so many (never fewer than `ORDERS` need). */
  readonly evaluations: number;
  readonly window: number;
  readonly rng: Rng;
}

/** Random orders, each walked both ways, that tell how far chance reaches: permutation-shap.ts. */
const ORDERS = 16;

export async function spanShares(
  { of }: Pick<ValuedAnswer, 'of'>,
  { text, spans, mark, evaluations, window, rng }: SharesRequest,
): Promise<SpanShares> {
  const count = spans.length;
  const explained: Explained = {
    players: spans.map((_, at) => String(at + 1)),
    rows: 1,
    backgrounds: 1,
    async value({ rows, masks }) {
      const texts = Array.from(rows, (_, mix) =>
        withoutSpans(text, spans, (span) => masks[mix * count + span] === 1, mark),
      );
      const worth = new Float64Array(texts.length);
      let at = 0;
      for await (const value of inOrder(texts, window, of)) worth[at++] = value;
      return worth;
    },
  };
  const isSampled = 2 ** count > evaluations;
  const found: { readonly errors?: Float64Array } & Awaited<ReturnType<typeof enumeratedShapley>> = isSampled
    ? await permutationShap(explained, {
        tolerance: 0,
        mostEvaluations: Math.max(evaluations, 2 * ORDERS * (count - 1)),
        rng: () => rng,
      })
    : await enumeratedShapley(explained);
  return {
    values: found.values,
    ...(found.errors && { errors: found.errors }),
    whole: found.predictions[0]!,
    base: found.base[0]!,
    evaluations: found.evaluations,
  };
}

/** How far the shares are from adding up, over what they share out. */
export function sumGap({ values, whole, base }: SpanShares): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  return Math.abs(base + total - whole) / Math.max(1, Math.abs(whole - base), Math.abs(whole), Math.abs(base));
}

/** Less than this is rounding. */
const NOTHING = 1e-9;

const sizeOf = ({ values }: SpanShares): number => values.reduce((sum, value) => sum + Math.abs(value), 0);

export const isMoved = (shares: SpanShares): boolean => sizeOf(shares) > NOTHING;

/** Of the absolute values; NaN where nothing moves the answer. */
export const shareOfSpans = (spans: readonly number[], shares: SpanShares): number =>
  isMoved(shares)
    ? Math.min(1, spans.reduce((sum, span) => sum + Math.abs(shares.values[span]!), 0) / sizeOf(shares))
    : Number.NaN;

/** The largest standard error, over the strongest span; 0 where nothing was sampled, or nothing moves. */
export function samplingError(shares: SpanShares): number {
  if (shares.errors === undefined || !isMoved(shares)) return 0;
  return Math.max(...shares.errors) / Math.max(...shares.values.map(Math.abs));
}
