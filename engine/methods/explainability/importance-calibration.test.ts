import { describe, expect, test } from 'vitest';
import { calibrate, missed } from '../../../bench/calibrate-importance.js';
import type { ImportanceCase } from '../../../bench/calibrate-importance.js';

// A smaller docs/calibration-importance.md: the same code, other samples of it.
const cases: readonly ImportanceCase[] = [
  { name: 'all tied', metric: 'mse', weights: [1, 1, 1, 1], n: 50, samples: 150 },
  { name: 'one hardly used', metric: 'accuracy', weights: [1, 1, 1, 0.04], n: 50, samples: 150 },
  { name: 'all tied, all pairs', metric: 'mse', weights: [1, 1, 1, 1], n: 50, samples: 100, allPairs: true },
  {
    name: 'one hardly used, all pairs',
    metric: 'accuracy',
    weights: [1, 1, 1, 0.04],
    n: 50,
    samples: 100,
    allPairs: true,
  },
  { name: 'apart', metric: 'mse', weights: [2, 1.2, 0.7, 0.3], n: 200, samples: 100 },
  {
    name: 'four tied of ten',
    metric: 'accuracy',
    weights: [1, 1, 1, 1, 0.4, 0.4, 0.3, 0.3, 0.2, 0.2],
    n: 200,
    samples: 60,
  },
];

describe('verdicts at the exact truth err no more often than their confidence allows', () => {
  test.each(cases)('$name, $metric, $n rows', async (one) => {
    const verdicts = await calibrate(one);
    expect(verdicts.filter((verdict) => missed(verdict, one.samples))).toEqual([]);
    expect(verdicts.every(({ measured }) => measured === one.samples)).toBe(true);
  });
});

test('a share far above its limit passes, and far below it fails', async () => {
  const one: ImportanceCase = { name: 'power', metric: 'mse', weights: [3, 1, 0.6, 0.3], n: 200, samples: 20 };
  const top = (await calibrate(one)).find(({ output }) => output === 'maxShare');
  expect(top).toMatchObject({ measured: 20, lowPower: 20, highPower: 20 });
});
