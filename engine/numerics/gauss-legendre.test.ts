import { expect, test } from 'vitest';
import { gaussLegendre } from './gauss-legendre.js';

test('five nodes as Abramowitz & Stegun, table 25.4, gives them on [−1, 1]', () => {
  const { points, weights } = gaussLegendre(5);
  [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664].forEach((x, index) =>
    expect(points[index]).toBeCloseTo((1 + x) / 2, 14),
  );
  [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189].forEach(
    (weight, index) => expect(weights[index]).toBeCloseTo(weight / 2, 14),
  );
});

test.each([1, 2, 7, 20, 64])('%i nodes integrate every power below 2n exactly', (n) => {
  const { points, weights } = gaussLegendre(n);
  for (let power = 0; power < 2 * n; power++) {
    const integral = points.reduce((sum, x, index) => sum + weights[index]! * x ** power, 0);
    expect(integral).toBeCloseTo(1 / (power + 1), 13);
  }
});
