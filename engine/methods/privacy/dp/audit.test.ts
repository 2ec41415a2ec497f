import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../../tests/seed.js';
import { createRng } from '../../../numerics/generator.js';
import type { Rng } from '../../../numerics/random.js';
import { auditOfManyRuns } from './audit-many-runs.js';
import { auditOfOneRun, guessesOf, pOfGuesses } from './audit-one-run.js';
import type { Guesses } from './audit-one-run.js';
import { epsilonOfErrors, mostTruePositives } from './error-bounds.js';

interface Reference extends Guesses {
  readonly delta: number;
  readonly level: number;
  readonly epsilon: number;
  readonly pAtOne: number;
}

const file = new URL('../../../../tests/reference/privacy-audit.json', import.meta.url);
const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { figures: Reference[] };

test.each(figures)('$right of $made right, $canaries canaries, δ $delta: as SciPy has it', (given) => {
  expect(auditOfOneRun(given, given.delta, given.level)).toBeCloseTo(given.epsilon, 9);
  expect(pOfGuesses(given, 1, given.delta)).toBeCloseTo(given.pAtOne, 12);
});

/** A mechanism that is ε-differentially private and no better: it tells of a bit, and lies with probability 1/(1 + e^ε). */
const told = (included: boolean, epsilon: number, rng: Rng): number =>
  Number(rng.next() < 1 / (1 + Math.exp(epsilon)) ? !included : included);

const REPEATS = 400;
/** Three standard errors above 5 % of the repeats. */
const MOST_WRONG = 0.05 * REPEATS + 3 * Math.sqrt(0.05 * 0.95 * REPEATS);

describe.each([0, 0.5, 2])('of a mechanism of epsilon %d, the bound at 95 %', (epsilon) => {
  const repeated = (audit: (rng: Rng) => number): Float64Array =>
    Float64Array.from({ length: REPEATS }, (_, repeat) => audit(createRng(`audit ${epsilon} ${repeat}`)));
  const wrong = (bounds: Float64Array): number => bounds.filter((bound) => bound > epsilon).length;
  const mean = (bounds: Float64Array): number => bounds.reduce((sum, bound) => sum + bound / REPEATS, 0);

  test.each([200, 80])('of one run with 200 canaries and %d guesses', (made) => {
    const bounds = repeated((rng) => {
      const included = Array.from({ length: 200 }, () => rng.next() < 0.5);
      const scores = included.map((one) => told(one, epsilon, rng) + 0.1 * rng.next());
      return auditOfOneRun(guessesOf(scores, included, made), 0, 0.95);
    });
    expect(wrong(bounds)).toBeLessThanOrEqual(MOST_WRONG);
    expect(mean(bounds)).toBeGreaterThanOrEqual(epsilon / 4);
  });

  test('of 120 runs with one canary each', () => {
    const bounds = repeated((rng) => {
      const runs = Array.from({ length: 120 }, () => {
        const included = rng.next() < 0.5;
        return { included, score: told(included, epsilon, rng) + 0.1 * rng.next() };
      });
      return auditOfManyRuns(runs, 0, 0.95).epsilon;
    });
    expect(wrong(bounds)).toBeLessThanOrEqual(MOST_WRONG);
    if (epsilon === 2) expect(mean(bounds)).toBeGreaterThan(0.3);
  });
});

test.each<[string, readonly boolean[], number, number]>([
  ['no runs', [], 0, 0],
  ['one run', [true], 0, 0],
  ['all in', Array.from({ length: 20 }, () => true), 0, 0],
  ['apart', Array.from({ length: 40 }, (_, run) => run % 2 === 0), 0.8, 10],
])('many runs, %s', (_, included, least, truePositives) => {
  const audit = auditOfManyRuns(
    included.map((one) => ({ included: one, score: Number(one) })),
    1e-5,
    0.95,
  );
  expect(audit.epsilon).toBeGreaterThanOrEqual(least);
  if (least === 0) expect(audit.epsilon).toBe(0);
  expect(audit.truePositives).toBe(truePositives);
});

test('guesses: the most suspicious are in, the least are out, the rest abstained from', () => {
  const included = [true, false, true, false];
  expect(guessesOf([9, 1, 5, 5], included, 2)).toEqual({ canaries: 4, made: 2, right: 2 });
  expect(guessesOf([9, 1, 4, 5], included, 4)).toEqual({ canaries: 4, made: 4, right: 2 });
  expect(guessesOf([9, 1, 4, 5], included, 3)).toEqual({ canaries: 4, made: 2, right: 2 });
  expect(guessesOf([], [], 10)).toEqual({ canaries: 0, made: 0, right: 0 });
  expect(auditOfOneRun({ canaries: 0, made: 0, right: 0 }, 0, 0.95)).toBe(0);
});

test('errors that an epsilon allows, and the epsilon that errors need, are inverse', () => {
  const epsilons = fc.double({ min: 0, max: 8, noNaN: true });
  const rates = fc.double({ min: 1e-4, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(epsilons, rates, (epsilon, rate) => {
      const most = mostTruePositives(rate, epsilon, 1e-6);
      expect(most).toBeLessThanOrEqual(1);
      expect(epsilonOfErrors(Math.min(most, 1 - 1e-12), rate, 1e-6)).toBeLessThanOrEqual(epsilon + 1e-3);
      if (most < 0.999) expect(epsilonOfErrors(most, rate, 1e-6)).toBeCloseTo(epsilon, 6);
    }),
  );
  expect(epsilonOfErrors(0, 0.5, 0)).toBe(0);
});
