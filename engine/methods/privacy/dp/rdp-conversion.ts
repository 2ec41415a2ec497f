/** A guarantee of Rényi differential privacy: at most `values[i]` at order `orders[i]` > 1. */
export interface RenyiCurve {
  readonly orders: readonly number[];
  readonly values: readonly number[];
}

export interface RenyiEpsilon {
  readonly epsilon: number;
  /** Where it is least; at an end of the grid a finer or longer grid may do better. */
  readonly order: number;
}

/**
 * The least epsilon at `delta` in (0, 1) that a Rényi curve proves, by Proposition 12 of Canonne, Kamath & Steinke,
 * "The discrete Gaussian for differential privacy", 2020 (also Balle et al., "Hypothesis testing interpretations and
 * Rényi differential privacy", 2020, theorem 21): ε = R(α) + ln(1 − 1/α) − ln(δα)/(α − 1). It is 0 where the
 * divergence alone bounds delta, δ ≥ √(1 − e^(−R)) (Bretagnolle & Huber). Infinity where no order is finite.
 */
export function epsilonOfRenyi({ orders, values }: RenyiCurve, delta: number): RenyiEpsilon {
  let best: RenyiEpsilon = { epsilon: Infinity, order: orders[0] ?? Number.NaN };
  orders.forEach((order, index) => {
    const value = values[index]!;
    const epsilon = Math.max(
      0,
      delta * delta + Math.expm1(-value) > 0
        ? 0
        : value + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1),
    );
    if (epsilon < best.epsilon) best = { epsilon, order };
  });
  return best;
}
