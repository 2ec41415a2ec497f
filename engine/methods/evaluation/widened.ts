import { encodeDraws, decodeDraws } from '../../numerics/draws.js';
import type { Figure } from '../../plugins/figure.js';

/**
 * The figure with all its distances from the estimate `factor` ≥ 1 times as long: a proportion as of 1/factor² of its
 * trials (the effective sample size of Korn & Graubard, Survey Methodology 24, 1998), draws moved away from the
 * estimate (and no further than `range`), a scale multiplied.
 */
export function widened(figure: Figure, factor: number, [lowest, highest]: readonly [number, number]): Figure {
  const { uncertainty, estimate } = figure;
  switch (uncertainty.kind) {
    case 'proportion': {
      const design = factor * factor;
      return { ...figure, uncertainty: { ...uncertainty, k: uncertainty.k / design, n: uncertainty.n / design } };
    }
    case 'student-t':
      return { ...figure, uncertainty: { ...uncertainty, scale: factor * uncertainty.scale } };
    case 'empirical': {
      const draws = Float64Array.from(decodeDraws(uncertainty.draws), (draw) =>
        Math.min(highest, Math.max(lowest, estimate + factor * (draw - estimate))),
      );
      return { ...figure, uncertainty: { kind: 'empirical', draws: encodeDraws(draws) } };
    }
    case 'exact':
    case 'bounds':
    case 'range':
      throw new RangeError(`a figure of held-out rows has no ${uncertainty.kind}`);
  }
}
