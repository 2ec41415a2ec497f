/** What closures are certain of, the judged tree says too. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ruleOf } from '../../bench/judge-calibration/rules.js';
import { FAULTS, outputsOf } from '../../tests/judging/faults.js';
import { conditionArb, worldArb } from '../../tests/judging/random-conditions.js';
import type { Condition } from '../rules/ast.js';
import { compileCertainty } from './certainty.js';
import { decide } from './decide.js';
import { judgeCondition } from './judge-condition.js';
import { errorOf } from './judge-rule.js';

it('10,000 random conditions, half of them on evidence with faults', () => {
  const given = fc.record({
    world: worldArb,
    fault: fc.constantFrom(undefined, ...FAULTS),
    name: fc.constantFrom('n0', 'n1', 'b0', 't0', 'list', 'items.0.n0'),
    condition: conditionArb,
    confidence: fc.constantFrom(0.95, 0.6, 'point' as const),
  });
  const count = { certain: 0, all: 0 };
  fc.assert(
    fc.property(given, ({ world, fault, name, condition, confidence }) => {
      const rule = { ...ruleOf(condition, 0.95), confidence };
      const outputs = outputsOf(world, fault === undefined || count.all % 2 === 0 ? {} : { [name]: fault });
      const source = { measurements: { m: outputs }, facts: {} };
      const certain = compileCertainty(condition, rule.basis)(source);
      const scope = { source, accepted: rule.basis, point: confidence === 'point' };
      const judged = decide(judgeCondition(condition, scope, 'point'), errorOf(confidence));
      count.all += 1;
      if (certain === undefined) return;
      count.certain += 1;
      expect(certain ? 'pass' : 'fail').toBe(judged);
    }),
    { numRuns: 10_000, seed: 3 },
  );
  expect(count.certain / count.all).toBeGreaterThan(0.2);
});

it('names that every object has are read as own ones only', () => {
  const holds: Condition = {
    kind: 'holds',
    reference: { root: 'measurement', name: 'm.valueOf', alias: 'm', output: 'valueOf', unit: '1' },
    pointer: [],
  };
  const certain = compileCertainty(holds, undefined);
  expect(certain({ measurements: { m: {} }, facts: {} })).toBeUndefined();
  expect(certain({ measurements: { m: { valueOf: { value: true, basis: 'observed' as const } } }, facts: {} })).toBe(
    true,
  );
  expect(certain({ measurements: {}, facts: {} })).toBeUndefined();
});
