/** A sequence of complex numbers; both parts have one length, a power of two. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The discrete Fourier transform X_k = Σ x_j e^(−2πijk/n) in place, n a power of two: Cooley & Tukey's algorithm of
 * radix 2 (Mathematics of Computation 19, 1965), its roots of unity computed one by one. Error about 1e-16·log2(n) of
 * the sequence's root mean square. Throws `RangeError` for other lengths.
 */
export function fourier({ re, im }: Complex): void {
  const n = re.length;
  if (n === 0 || (n & (n - 1)) !== 0 || im.length !== n) throw new RangeError(`${n} is no power of two`);
  reverseBits(re, im);
  const cosines = new Float64Array(n >> 1);
  const sines = new Float64Array(n >> 1);
  for (let k = 0; k < n >> 1; k++) {
    cosines[k] = Math.cos((2 * Math.PI * k) / n);
    sines[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  for (let half = 1; half < n; half *= 2) {
    const stride = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half];
        const c = cosines[k * stride]!;
        const s = sines[k * stride]!;
        const real = re[b]! * c - im[b]! * s;
        const imaginary = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - real;
        im[b] = im[a]! - imaginary;
        re[a]! += real;
        im[a]! += imaginary;
      }
    }
  }
}

/** The inverse of `fourier`, in place. */
export function inverseFourier({ re, im }: Complex): void {
  // Exchanging the parts conjugates the transform.
  fourier({ re: im, im: re });
  const n = re.length;
  for (let k = 0; k < n; k++) {
    re[k]! /= n;
    im[k]! /= n;
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  let reversed = 0;
  for (let k = 1; k < n; k++) {
    let bit = n >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed |= bit;
    if (k >= reversed) continue;
    [re[k], re[reversed]] = [re[reversed]!, re[k]!];
    [im[k], im[reversed]] = [im[reversed]!, im[k]!];
  }
}
