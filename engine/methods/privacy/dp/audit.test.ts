import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../../tests/seed.js';
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
