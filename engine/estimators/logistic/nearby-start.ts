import type { EncodedSource } from '../design-matrix.js';

/** A fold's model, as another fold may begin from it. */
export interface FittedFold {
  /** Of each column. */
  readonly sources: readonly EncodedSource[];
  /** Codes of the classes, ascending. */
  readonly classes: Int32Array;
  /** Scores × (columns + 1), the intercept last. */
  readonly coefficients: Float64Array;
}

/**
 * Coefficients for a fold of these columns and classes from another's, by feature and level; 0 where the other has no
 * such column. `undefined` where its classes are others.
 */
export function nearbyStart(
  other: FittedFold,
  sources: readonly EncodedSource[],
  classes: Int32Array,
): Float64Array | undefined {
  if (other.classes.length !== classes.length || !classes.every((code, at) => code === other.classes[at]))
    return undefined;
  const places = new Map(other.sources.map((source, column) => [nameOf(source), column]));
  const [width, from] = [sources.length + 1, other.sources.length + 1];
  const start = new Float64Array((other.coefficients.length / from) * width);
  for (let at = 0, old = 0; at < start.length; at += width, old += from) {
    sources.forEach((source, column) => {
      const place = places.get(nameOf(source));
      if (place !== undefined) start[at + column] = other.coefficients[old + place]!;
    });
    start[at + sources.length] = other.coefficients[old + other.sources.length]!;
  }
  return start;
}

const nameOf = ({ feature, level }: EncodedSource): string => JSON.stringify([feature, level ?? null]);
