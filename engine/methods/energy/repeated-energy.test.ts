import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { relativeWidth, repeatedEnergy, standardError } from './repeated-energy.js';

describe('repeated readings', () => {
  test('of a counter: Student’s t', () => {
    const values = [4, 5, 6, 5];
    expect(repeatedEnergy(values.map((value) => ({ value })))).toEqual({
      kind: 'student-t',
      mean: 5,
      // The sample's deviation is √(2/3), the mean's error half of that.
      scale: expect.closeTo(Math.sqrt(2 / 3) / 2, 12),
      df: 3,
    });
    expect(standardError(values)).toBeCloseTo(Math.sqrt(2 / 3) / 2, 12);
    // t of 3 degrees of freedom at 0.975 is 3.182446.
    expect(relativeWidth(values)).toBeCloseTo((3.182446 * Math.sqrt(2 / 3)) / 2 / 5, 6);
  });

  test('of a model: its band, widened by the noise', () => {
    const banded = [4, 5, 6, 5].map((value) => ({ value, range: [value / 2, 2 * value] as const }));
    const found = repeatedEnergy(banded)!;
    expect(found.kind).toBe('range');
    if (found.kind !== 'range') return;
    // t of 3 degrees of freedom at 0.995 is 5.840909.
    const noise = (5.840909 * Math.sqrt(2 / 3)) / 2;
    expect(found.lower).toBeCloseTo(2.5 - noise / 2, 5);
    expect(found.upper).toBeCloseTo(10 + 2 * noise, 5);
  });

  test.each<[string, { value: number; range?: readonly [number, number] }[]]>([
    ['nothing', []],
    ['one reading', [{ value: 1 }]],
    ['no spread', [{ value: 1 }, { value: 1 }]],
  ])('%s is no certainty', (_, repeats) => {
    expect(repeatedEnergy(repeats)).toBeUndefined();
  });

  test('a figure at its limit passes falsely at most as often as its level allows', () => {
    const rng = createRng('repeats');
    let passed = 0;
    const samples = 4000;
    for (let sample = 0; sample < samples; sample++) {
      const found = repeatedEnergy(Array.from({ length: 5 }, () => ({ value: 10 + rng.normal() })))!;
      // One-sided at 95 % with 4 degrees of freedom: the mean lies 2.131847 errors below 10.
      if (found.kind === 'student-t' && found.mean + 2.131847 * found.scale < 10) passed++;
    }
    expect(passed / samples).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / samples));
    expect(passed / samples).toBeGreaterThan(0.03);
  });
});
