import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gauge, type GaugeInput } from './gauge.js';

const drawn = (input: GaugeInput, width = 24, unicode = true): string =>
  gauge(input, width, unicode)
    .map(({ character }) => character)
    .join('');

describe('gauge', () => {
  test.each<[GaugeInput, string]>([
    [{ estimate: 0.723, interval: [0.687, 0.759], limit: 0.7, operator: '>=' }, ' ├───┃─────●──────────┤·'],
    [{ estimate: 0.8123, interval: [0.781, 0.8406], limit: 0.75, operator: '>=' }, ' ┃······├──────●──────┤·'],
    [{ estimate: 0.0996, interval: [0.0701, 0.1312], limit: 0.05, operator: '<=' }, '··┃   ├───────●───────┤ '],
    [{ estimate: 1, limit: 5, operator: '>=' }, '  ●                   ┃·'],
    [{ estimate: 5, limit: 5, operator: '>=' }, '            ◆···········'],
    [{ estimate: Infinity, limit: 5, operator: '>=' }, ''],
  ])('%j', (input, expected) => {
    expect(drawn(input).trimEnd()).toBe(expected.trimEnd());
  });

  test('ASCII for terminals that have nothing else', () => {
    expect(drawn({ estimate: 0.8, interval: [0.7, 0.9], limit: 0.5, operator: '>=' }, 20, false)).toMatch(
      /^[ |.o[\]-]{20}$/,
    );
  });

  const finite = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 997);
  const inputs = fc.record({
    estimate: finite,
    limit: finite,
    below: fc.double({ min: 0, max: 1e6, noNaN: true }),
    above: fc.double({ min: 0, max: 1e6, noNaN: true }),
    operator: fc.constantFrom('<', '<=', '>', '>='),
    width: fc.integer({ min: 12, max: 60 }),
  });

  test('as wide as asked; estimate, ends and limit in their order', () => {
    fc.assert(
      fc.property(inputs, ({ estimate, limit, below, above, operator, width }) => {
        const interval = [estimate - below, estimate + above] as const;
        const cells = gauge({ estimate, limit, operator, interval }, width, true);
        expect(cells).toHaveLength(width);
        const at = (character: string): number => cells.findIndex((cell) => cell.character === character);
        if (estimate === limit) {
          expect(at('◆')).toBeGreaterThanOrEqual(0);
          return;
        }
        expect(Math.sign(at('●') - at('┃'))).toBe(Math.sign(estimate - limit));
        const ends = cells.flatMap(({ kind }, index) => (kind === 'interval' ? [index] : []));
        if (interval[0] > limit) expect(Math.min(...ends, width)).toBeGreaterThan(at('┃'));
        if (interval[1] < limit) expect(Math.max(...ends, -1)).toBeLessThan(at('┃'));
      }),
    );
  });

  test('the estimate is marked allowed exactly where the comparison holds', () => {
    const holds = { '<': (a: number, b: number) => a < b, '<=': (a: number, b: number) => a <= b };
    fc.assert(
      fc.property(inputs, ({ estimate, limit, width }) => {
        for (const operator of ['<', '<='] as const) {
          const cell = gauge({ estimate, limit, operator }, width, true).find(({ kind }) => kind === 'estimate');
          expect(cell?.allowed).toBe(holds[operator](estimate, limit));
        }
      }),
    );
  });
});
