/** Points and intervals give the same numbers, and so the same support. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateColumns, evaluatePoints, exactly, inSpareRoom, isExact, type Column } from './columns.js';
import { pairedDifference, pairedPointDifference } from './difference.js';
import type { Term } from './term.js';

const leaf = fc.oneof(
  fc.constantFrom(-2, 0, 0.5, 3).map((value): Term => ({ kind: 'fixed', interval: [value, value] })),
  fc
    .tuple(fc.constantFrom(0, 1), fc.constantFrom(1, 0.01, 3600))
    .map(([input, factor]): Term => ({ kind: 'chance', input, factor })),
);
const termArb = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(
        fc.constantFrom('+', '-', '*', '/', '%', 'min', 'max'),
        fc.array(tie('term'), { minLength: 1, maxLength: 3 }),
      )
      .map(([operator, parts]): Term => ({ kind: 'arithmetic', operator, parts })),
  ),
})).term;
const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  fc.constantFrom(0, 1, 1e300),
);
const columns = fc.tuple(...[0, 1].map(() => fc.array(value, { minLength: 8, maxLength: 8 })));

/** The same draws in two arrays, which are taken for intervals. */
const asEnds = ({ lower }: Column): Column => ({ lower, upper: lower.slice() });
const plain = (values: Float64Array): number[] => [...values].map((one) => (one === 0 ? 0 : one));

it('5,000 random terms', () => {
  fc.assert(
    fc.property(termArb, columns, (term, given) => {
      const inputs = given.map((values) => exactly(Float64Array.from(values)));
      const points = evaluateColumns(term, inputs, 8);
      const ends = evaluateColumns(term, inputs.map(asEnds), 8);
      expect([plain(points.lower), plain(points.upper)]).toEqual([plain(ends.lower), plain(ends.upper)]);
    }),
    { numRuns: 5000, seed: 5 },
  );
});

it('2,000 random differences, many of them ties', () => {
  const near = fc.array(fc.constantFrom(0, 0.5, 0.5 + 2 ** -25, 1, -1), { minLength: 8, maxLength: 8 });
  const side = fc.oneof(near, fc.constantFrom(0, 0.5, 1));
  fc.assert(
    fc.property(near, side, fc.boolean(), (draws, other, turned) => {
      const number = typeof other === 'number';
      const [a, b] = [Float64Array.from(draws), Float64Array.from(number ? draws.map(() => other) : other)];
      const [first, second] = turned ? [b, a] : [a, b];
      const differences = first.map((one, at) => one - second[at]!);
      const size = (values: Float64Array): number => Math.max(...values.map(Math.abs));
      const one = pairedDifference(exactly(differences), 100, size(a) + size(b));
      const short = number ? other : b;
      const two = pairedPointDifference(turned ? short : a, turned ? a : short, 100, () => differences.slice());
      for (const operator of ['<', '<=', '>', '>='] as const)
        expect(two.support(operator)).toEqual(one.support(operator));
      for (const end of ['low', 'high'] as const) expect(two.bound(0.3, end)).toBe(one.bound(0.3, end));
    }),
    { numRuns: 2000, seed: 5 },
  );
});

it('spare room is used again, and never by two at once', () => {
  const term: Term = {
    kind: 'arithmetic',
    operator: '+',
    parts: [
      { kind: 'chance', input: 0, factor: 1 },
      { kind: 'chance', input: 0, factor: 1 },
    ],
  };
  const inputs = [exactly(Float64Array.of(1, 2))];
  const [first, second] = inSpareRoom((room) => [
    evaluatePoints(term, inputs, room) as Float64Array,
    evaluatePoints(term, inputs, room) as Float64Array,
  ]);
  expect(first).not.toBe(second);
  const again = inSpareRoom((room) => evaluatePoints(term, inputs, room));
  expect([first, second]).toContain(again);
  expect(isExact(inputs[0]!)).toBe(true);
});
