/** The comparison of random policies of `node dist/bench/compare-random.js`, on fewer pairs: the same code. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agreementOver } from '../../bench/policy-pairs/agreement.js';
import { openZ3, type OpenSolver } from './z3.js';

let z3: OpenSolver;
beforeAll(async () => {
  z3 = await openZ3();
});
afterAll(() => z3.close());

it('proof agrees with judging much evidence', { timeout: 120_000 }, async () => {
  const found = await agreementOver(15, 50, 'short', z3, () => 0);
  expect([found.wronglyProved, found.wronglyRefuted]).toEqual([[], []]);
  // Neither answer is rare, and few are left open.
  expect(found.proved).toBeGreaterThan(10);
  expect(found.refuted).toBeGreaterThan(10);
  expect(found.undecided / found.rules).toBeLessThan(0.1);
});
