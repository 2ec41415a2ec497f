import { describe, expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { joinBox } from '../../evaluation/bayesian-bootstrap.js';
import { meanBoxes } from '../../evaluation/mean-boxes.js';
import { unitsOf } from '../../evaluation/units.js';
import { withRuns } from './run-draws.js';

/** Rows × runs of numbers in [0, 1] about `truth`, off by effects of the row, of the run, and of both together. */
function sample(seed: string, truth: number, rows: number, runs: number, ofRun: number): readonly Float64Array[] {
  const rng = createRng(seed);
  const uniform = (reach: number): number => (2 * rng.next() - 1) * reach;
  const rowEffects = Array.from({ length: rows }, () => uniform(0.08));
  return Array.from({ length: runs }, () => {
    const effect = uniform(ofRun);
    return Float64Array.from({ length: rows }, (_, row) => truth + rowEffects[row]! + effect + uniform(0.05));
  });
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** How often a limit at the truth itself is passed, and refuted, at a confidence of 95 %. */
function verdicts(
  { samples, ofRun }: { readonly samples: number; readonly ofRun: number },
  knowsRuns: boolean,
): { readonly passed: number; readonly refuted: number } {
  const [rows, runs] = [60, 3];
  let passed = 0;
  let refuted = 0;
  for (let at = 0; at < samples; at++) {
    const found = sample(`${at} ${ofRun}`, 0.8, rows, runs, ofRun);
    const values = Float64Array.from({ length: rows }, (_, row) => mean(found.map((run) => run[row]!)));
    const options = { rng: createRng(`draws ${at}`), draws: 300, extras: 2 };
    const [box] = meanBoxes([{ values, lowest: 0, highest: 1 }], unitsOf(rows, undefined, undefined), options);
    const ofRows = joinBox(box!);
    const means = found.map(mean);
    const draws = knowsRuns ? withRuns(ofRows, means, { overlap: 0, rng: createRng(`runs ${at}`) }) : ofRows;
    const above = draws.filter((draw) => draw >= 0.8).length / draws.length;
    if (above >= 0.95) passed++;
    if (above <= 0.05) refuted++;
  }
  return { passed, refuted };
}

describe('a limit at the truth', () => {
  // 5 % of 150 are 7.5; more than 15 come of chance once in 200 times.
  test.each([0, 0.02, 0.1])('is passed and refuted at most as often as said, runs off by up to %d', (ofRun) => {
    const { passed, refuted } = verdicts({ samples: 150, ofRun }, true);
    expect(passed).toBeLessThanOrEqual(15);
    expect(refuted).toBeLessThanOrEqual(15);
  });

  test('is refuted far too often where the spread of the runs is left out', () => {
    expect(verdicts({ samples: 150, ofRun: 0.1 }, false).refuted).toBeGreaterThan(30);
  });
});

test('equal runs add nothing, one run is refused, and shared data widen', () => {
  const draws = Float64Array.from({ length: 1000 }, (_, at) => at / 1000);
  const rng = () => createRng('t');
  expect(withRuns(draws, [0.5, 0.5], { overlap: 0, rng: rng() })).toEqual(draws);
  expect(() => withRuns(draws, [0.5], { overlap: 0, rng: rng() })).toThrow(RangeError);
  const spread = (overlap: number): number => {
    const sorted = withRuns(new Float64Array(1000), [0.4, 0.5, 0.6], { overlap, rng: rng() }).sort();
    return sorted[900]! - sorted[100]!;
  };
  expect(spread(1)).toBeCloseTo(2 * spread(0), 6);
});
