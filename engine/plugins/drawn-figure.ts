import { encodeDraws } from './figure.js';
import type { Basis, Figure, Unmeasured } from './figure.js';
import { unmeasured } from './unmeasured.js';

export interface DrawnOptions {
  readonly unit?: string;
  /** Independent sampling units; absent where the draws are quantiles that have nothing left to widen. */
  readonly n?: number;
  readonly basis: Basis;
  /** Digest of the sampled rows, where the draws are those that all measurements of these rows take. */
  readonly rows?: string;
  /** Draws beyond it are cut off. */
  readonly range?: readonly [number, number];
}

/** A figure with its draws; `out-of-domain` where they have no value or do not vary. */
export function drawnFigure(estimate: number, draws: Float64Array, options: DrawnOptions): Figure | Unmeasured {
  const [low, high] = options.range ?? [-Infinity, Infinity];
  const cut = draws.map((draw) => Math.min(high, Math.max(low, draw)));
  if (!Number.isFinite(estimate) || !cut.every((draw) => Number.isFinite(Math.fround(draw)))) {
    return unmeasured('out-of-domain', 'the figure has no value on some resamples of these rows');
  }
  if (cut.every((draw) => Math.fround(draw) === Math.fround(cut[0]!))) {
    return unmeasured('out-of-domain', 'all resamples say the same: nothing tells how far chance reaches');
  }
  return {
    // + 0 makes 0 of −0, which JSON does not know.
    estimate: Math.min(high, Math.max(low, estimate)) + 0,
    unit: options.unit ?? '1',
    ...(options.n !== undefined && { n: options.n }),
    uncertainty: { kind: 'empirical', draws: encodeDraws(cut) },
    basis: options.basis,
    ...(options.rows !== undefined && { rows: options.rows }),
  };
}
