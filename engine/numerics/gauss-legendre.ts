/**
 * Nodes and weights of Gauss–Legendre quadrature on [0, 1], ascending: exact for polynomials up to degree 2n − 1.
 * Newton's iteration on the Legendre polynomial from Chebyshev's guess (Abramowitz & Stegun, 25.4.29).
 */
export function gaussLegendre(n: number): { readonly points: Float64Array; readonly weights: Float64Array } {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 100; step++) {
      let previous = 1;
      let value = x;
      for (let k = 2; k <= n; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      slope = (n * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    points[n - 1 - i] = (1 + x) / 2;
    weights[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}
