import { expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { detectedRange } from './detected-range.js';

const quality = (precision: readonly [number, number], recall: readonly [number, number]) => ({
  precision: { k: precision[0], n: precision[1] },
  recall: { k: recall[0], n: recall[1] },
});

test.each([
  ['nothing found by a sure detector', 0, quality([600, 600], [600, 600]), { lower: 0, upper: 0 }],
  ['nothing found by one that misses four of ten', 0, quality([200, 200], [180, 300]), { lower: 0, upper: 4 }],
  ['ten found, all of them true', 10, quality([600, 600], [600, 600]), { lower: 9, upper: 11 }],
  ['one found by a detector of no known recall', 1, quality([0, 0], [0, 0]), { lower: 0, upper: 50 }],
  ['never more than there are cells', 49, quality([200, 200], [100, 300]), { lower: 46, upper: 50 }],
])('%s', (_, found, detector, range) => expect(detectedRange(found, 50, detector, 0.95)).toEqual(range));

test('holds the true count at its level, the detector being measured on 300 first', () => {
  const rng = createRng('detected range');
  const binomial = (n: number, p: number): number => {
    let k = 0;
    for (let trial = 0; trial < n; trial++) if (rng.next() < p) k++;
    return k;
  };
  for (const [there, others, recall, falsely] of [
    [0, 200, 0.6, 0],
    [3, 200, 0.6, 0.01],
    [40, 200, 0.9, 0.02],
    [200, 50, 0.7, 0.1],
  ] as const) {
    let outside = 0;
    const runs = 600;
    for (let run = 0; run < runs; run++) {
      const [hits, alarms] = [binomial(there, recall), binomial(others, falsely)];
      // Precision as a corpus of the same make-up has it.
      const share =
        there * recall + others * falsely === 0 ? 1 : (there * recall) / (there * recall + others * falsely);
      const measured = quality([binomial(300, share), 300], [binomial(300, recall), 300]);
      const { lower, upper } = detectedRange(hits + alarms, there + others, measured, 0.95);
      if (there < lower || there > upper) outside++;
    }
    // 0.05, and three standard errors of 600 runs.
    expect(outside / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  }
});
