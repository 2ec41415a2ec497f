/**
 * Training compute in FLOP, as the European Commission's guidelines on general-purpose AI models (print of July 2025)
 * estimate it; paragraphs as in that print. All operations count alike, whatever their precision (125).
 */
import { productOf, exactly } from './band.js';
import type { Band } from './band.js';

/** "accurate within an overall error margin of 30% of the reported estimate" (123). */
export const ERROR_MARGIN = 0.3;

export interface ComputeHardware {
  /** N: units. */
  readonly count: number;
  /** L. */
  readonly hours: number;
  /** H: peak theoretical performance of one, FLOP/s. */
  readonly peak: number;
  /** U: average share of the peak, 0 to 1. */
  readonly utilisation: number;
}

/** C = N · L · H · U (126, 127), added over kinds of hardware: with mean H and U by weight it is the same. */
export const hardwareCompute = (hardware: readonly ComputeHardware[]): number =>
  hardware.reduce((sum, { count, hours, peak, utilisation }) => sum + count * hours * 3600 * peak * utilisation, 0);

/** C ≈ 6 · P · D of dense transformers (132): P parameters in all, D tokens of training in all. */
export const transformerCompute = (parameters: number, tokens: number): number => 6 * parameters * tokens;

/** A reported estimate with its margin. */
export const withMargin = (flops: number, margin: number): Band =>
  productOf(exactly(flops), { estimate: 1, lower: 1 - margin, upper: 1 + margin });

/** The larger of two estimates over the smaller. */
export const disagreement = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b);

/**
 * Of training by gradients on rows: a forward pass, and a backward one that takes twice as much (Kaplan et al., Scaling
 * Laws for Neural Language Models, 2020, §2.1, whose 6 · P · D is the same with 2 · P a token).
 */
export const rowTrainingCompute = (flopsPerRow: number, rows: number, epochs: number): number =>
  3 * flopsPerRow * rows * epochs;
