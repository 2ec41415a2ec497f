/** Answers where the value of one feature (or of a pair) is row i's and all others are row l's: rows × rows, by i. */
export type Crossed = Float64Array;

/** Sums over the rows, weighted: what the pair adds beyond its features, and all that the pair moves. */
export interface InteractionSums {
  readonly beyond: number;
  readonly whole: number;
  /** The most that one row has of the latter. */
  readonly most: number;
}

/**
 * Numerator and denominator of Friedman's H² of a pair (Friedman & Popescu, "Predictive learning via rule ensembles",
 * Annals of Applied Statistics 2008, eq. 44): Σ(PDⱼₖ − PDⱼ − PDₖ)² and ΣPDⱼₖ² over the rows, every partial dependence centred,
 * with weights in all means. Cost 3 · rows².
 */
export function interactionSums(
  pair: Crossed,
  first: Crossed,
  second: Crossed,
  weights: ArrayLike<number>,
  rows: number,
): InteractionSums {
  const [joint, one, two] = [pair, first, second].map((crossed) => centredMeans(crossed, weights, rows));
  let beyond = 0;
  let whole = 0;
  let most = 0;
  for (let row = 0; row < rows; row++) {
    const square = joint![row]! ** 2;
    beyond += weights[row]! * (joint![row]! - one![row]! - two![row]!) ** 2;
    whole += weights[row]! * square;
    most = Math.max(most, square);
  }
  return { beyond, whole, most };
}

function centredMeans(crossed: Crossed, weights: ArrayLike<number>, rows: number): Float64Array {
  const means = new Float64Array(rows);
  let total = 0;
  let centre = 0;
  for (let row = 0; row < rows; row++) total += weights[row]!;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let other = 0; other < rows; other++) sum += weights[other]! * crossed[row * rows + other]!;
    means[row] = sum / total;
    centre += (weights[row]! * means[row]!) / total;
  }
  return means.map((mean) => mean - centre);
}

/** H of the sums, with a row of weight `extra` that was not seen: all of what it moves is interaction, or none. */
export function strengthOf({ beyond, whole, most }: InteractionSums, extra = 0, isInteraction = false): number {
  const total = whole + extra * most;
  if (!(total > 0)) return 0;
  return Math.sqrt(Math.min(1, Math.max(0, (beyond + (isInteraction ? extra * most : 0)) / total)));
}
