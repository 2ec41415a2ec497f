/** The short form of bench/calibrate-sequential.ts: the same code, fewer streams. */
import { expect, it } from 'vitest';
import { allowed } from '../../bench/measure-calibration/case.js';
import { CASES, missesOf } from '../../bench/sequential-calibration/coverage.js';
import { questionsToVerdict } from '../../bench/sequential-calibration/questions.js';

const STREAMS = 60;

it.each(CASES.map((one) => ({ name: `${one.method}: ${one.name}`, one })))('$name', ({ one }) => {
  expect(missesOf(one, STREAMS)).toBeLessThanOrEqual(allowed(STREAMS));
});

it('settles a clear rule with fewer questions than the fixed test of the same error', () => {
  const { fixed, half, wrong } = questionsToVerdict({ rate: 0.8, limit: 0.95, bank: Infinity }, 60);
  expect(half).toBeLessThan(fixed[1]);
  expect(wrong).toBeLessThanOrEqual(allowed(60));
});
