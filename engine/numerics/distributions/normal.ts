const INVERSE_SQRT_TWO_PI = 0.398942280401432677939946059934;

export const normalDensity = (x: number): number => INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * x * x);

/** Φ(x). Relative error below 1e-14 in both tails, to where the tail underflows (x ≈ −38). */
export function normalCdf(x: number): number {
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** 1 − Φ(x), without cancellation. */
export function normalSurvival(x: number): number {
  return normalCdf(-x);
}

/** ln Φ(x), finite where the tail itself underflows. */
export const logNormalCdf = (x: number): number =>
  x < -1.5 ? Math.log(INVERSE_SQRT_TWO_PI) - 0.5 * x * x - Math.log(tailFraction(-x)) : Math.log(normalCdf(x));

/** P(Z > x) for x ≥ 0: the series DLMF 7.6.2 below 1.5, Laplace's continued fraction DLMF 7.9.3 above. */
function upperTail(x: number): number {
  if (x > 38.6) return 0;
  if (x < 1.5) {
    let term = x;
    let sum = x;
    for (let k = 3; term > 1e-18 * sum; k += 2) sum += term *= (x * x) / k;
    return 0.5 - normalDensity(x) * sum;
  }
  return normalDensity(x) / tailFraction(x);
}

/** Density over tail at x ≥ 1.5. */
function tailFraction(x: number): number {
  let fraction = x;
  for (let k = Math.ceil(20 + 250 / (x * x)); k >= 1; k--) fraction = x + k / fraction;
  return fraction;
}

/**
 * The x with Φ(x) = p; ±Infinity at 1 and 0, `NaN` outside [0, 1]. Wichura, "Algorithm AS 241", Applied Statistics
 * 37 (1988), PPND16: relative error about 1e-16.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, CENTRAL);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const magnitude = r <= 5 ? ratio(r - 1.6, MIDDLE) : ratio(r - 5, FAR);
  return q < 0 ? -magnitude : magnitude;
}

interface Rational {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
}

const ratio = (r: number, { top, bottom }: Rational): number => polynomial(r, top) / polynomial(r, bottom);
const polynomial = (r: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * r + coefficient, 0);

const CENTRAL: Rational = {
  top: [
    3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
  ],
  bottom: [
    1, 4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
    3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
  ],
};
const MIDDLE: Rational = {
  top: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
  ],
  bottom: [
    1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
    1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const FAR: Rational = {
  top: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1,
    2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  bottom: [
    1, 5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};
