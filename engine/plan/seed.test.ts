import { describe, expect, it } from 'vitest';
import { programSeed, streamSeed } from './seed.js';

describe('streams of random numbers', () => {
  it.each<[string, [number, string, string]]>([
    ['another seed', [2, 'k', 's']],
    ['another measurement', [1, 'l', 's']],
    ['another name', [1, 'k', 't']],
  ])('are apart for %s', (_, other) => {
    expect(streamSeed(...other)).not.toBe(streamSeed(1, 'k', 's'));
    expect(programSeed(other[0], other[1] + other[2])).not.toBe(programSeed(1, 'ks'));
  });

  it('of the same rows are shared by all measurements of one seed', () => {
    expect(streamSeed(1, 'k', 'rows:sha256:11')).toBe(streamSeed(1, 'l', 'rows:sha256:11'));
    expect(streamSeed(2, 'k', 'rows:sha256:11')).not.toBe(streamSeed(1, 'k', 'rows:sha256:11'));
  });
});
