/**
 * Figures: what a measurement gives. They are plain JSON (the report holds them as they are), so a cached,
 * a replayed and a fresh measurement are judged from the same bytes.
 */
import type { Draws } from '../numerics/draws.js';

export { type Draws, decodeDraws, encodeDraws } from '../numerics/draws.js';

/** How far a figure can be trusted, from most to least; an output has the weakest of its method and inputs. */
export const BASES = ['observed', 'estimated', 'logged', 'declared'] as const;
export type Basis = (typeof BASES)[number];

/** Why there is no figure. `basis` is added by the judge, never by a plugin. */
export const UNMEASURED_CAUSES = [
  'missing-input',
  'unsupported',
  'timed-out',
  'failed',
  'out-of-domain',
  'stale',
  'budget',
] as const;
export type UnmeasuredCause = (typeof UNMEASURED_CAUSES)[number];

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

export type Uncertainty =
  /** A count, a proof, a property of a file: no error. */
  | { readonly kind: 'exact' }
  /**
   * k successes in n independent trials, judged by Clopper–Pearson. With `transform: 'dice'` the figure is
   * 2p/(1+p) of that proportion p (F1 from the Jaccard index).
   */
  | { readonly kind: 'proportion'; readonly k: number; readonly n: number; readonly transform?: 'dice' }
  /**
   * estimate + scale·T(df); with `transform: 'logit'` on the logit scale, `scale` then being the logit's. A
   * degenerate scale of 0 is not certainty: plugins give `out-of-domain` instead.
   */
  | { readonly kind: 'student-t'; readonly scale: number; readonly df: number; readonly transform?: 'logit' | 'log' }
  | { readonly kind: 'empirical'; readonly draws: Draws }
  /** Holds with probability `level` (both sides together); supports a comparison only up to that level. */
  | (Bounds & {
      readonly kind: 'bounds';
      readonly anytime: boolean;
      /** Narrower ones of lower levels, for comparisons that ask for no more; each lies within those of higher levels. */
      readonly also?: readonly Bounds[];
      /**
       * Where answers are lacking: between what the estimate would be, had each come out low, and high. It is what
       * `confidence: point` reads.
       */
      readonly point?: { readonly lower: number; readonly upper: number };
    })
  /** A systematic band: the truth is inside, nothing is known of where. */
  | { readonly kind: 'range'; readonly lower: number; readonly upper: number };

/** A measured number. `estimate` is finite; `unit` as declared by the output. */
export interface Figure {
  readonly estimate: number;
  readonly unit: string;
  /** Independent sampling units (rows, or groups where the data has groups). */
  readonly n?: number;
  readonly uncertainty: Uncertainty;
  readonly basis: Basis;
  /**
   * Digest of the sampled rows on which the uncertainty rests. Figures with equal `rows` are dependent: their
   * draws are paired index by index where both are `empirical` with equal counts.
   */
  readonly rows?: string;
}

/** A measured boolean, or one of an `enum`'s values: no uncertainty. */
export interface Fact {
  readonly value: boolean | string;
  readonly basis: Basis;
}

/** Items of named outputs (one a group, a class, a slice). */
export interface FigureList {
  readonly items: readonly { readonly [output: string]: Figure | Fact | Unmeasured }[];
}

export interface Unmeasured {
  readonly unmeasured: UnmeasuredCause;
  readonly detail: string;
}

export type Output = Figure | Fact | FigureList | Unmeasured;

export const isUnmeasured = (output: Output): output is Unmeasured => 'unmeasured' in output;
export const isFigure = (output: Output): output is Figure => 'estimate' in output;
export const isFact = (output: Output): output is Fact => 'value' in output;
export const isList = (output: Output): output is FigureList => 'items' in output;

/** The weakest of some bases. */
export function weakest(...bases: readonly Basis[]): Basis {
  return BASES[Math.max(0, ...bases.map((basis) => BASES.indexOf(basis)))] ?? 'observed';
}
