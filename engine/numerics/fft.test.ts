import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fourier, inverseFourier } from './fft.js';
import type { Complex } from './fft.js';

const part = (length: number) =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
const sequences = fc
  .integer({ min: 0, max: 6 })
  .chain((log) => fc.tuple(part(2 ** log), part(2 ** log)))
  .map(([re, im]): Complex => ({ re: Float64Array.from(re), im: Float64Array.from(im) }));
const copy = ({ re, im }: Complex): Complex => ({ re: re.slice(), im: im.slice() });

function plain({ re, im }: Complex): Complex {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      out.re[k]! += re[j]! * Math.cos(angle) - im[j]! * Math.sin(angle);
      out.im[k]! += re[j]! * Math.sin(angle) + im[j]! * Math.cos(angle);
    }
  }
  return out;
}

const expectClose = (a: Complex, b: Complex, tolerance: number): void => {
  for (const name of ['re', 'im'] as const) {
    const furthest = a[name].reduce((most, value, k) => Math.max(most, Math.abs(value - b[name][k]!)), 0);
    expect(furthest).toBeLessThanOrEqual(tolerance);
  }
};

test('equals the sum that defines it', () => {
  fc.assert(
    fc.property(sequences, (given) => {
      const fast = copy(given);
      fourier(fast);
      expectClose(fast, plain(given), 1e-13);
    }),
  );
});

test('is undone by its inverse, at a hundred thousand numbers too', () => {
  fc.assert(
    fc.property(sequences, (given) => {
      const there = copy(given);
      fourier(there);
      inverseFourier(there);
      expectClose(there, given, 1e-15);
    }),
  );
  const long = { re: Float64Array.from({ length: 2 ** 17 }, (_, j) => Math.sin(j * j)), im: new Float64Array(2 ** 17) };
  const back = copy(long);
  fourier(back);
  inverseFourier(back);
  expectClose(back, long, 1e-14);
});

test.each([0, 3, 12])('%d numbers are refused', (length) => {
  expect(() => fourier({ re: new Float64Array(length), im: new Float64Array(length) })).toThrow(RangeError);
});
