import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import jsonLogic from 'json-logic-js';
import { describe, expect, it } from 'vitest';
import { evaluateLogic } from '../../../engine/rules/evaluate-logic.js';
import { arbitraryData, arbitraryRule } from './arbitrary-rule.js';

type Case = readonly [rule: unknown, data: unknown, expected: unknown];

const cases = (JSON.parse(readFileSync(new URL('tests.json', import.meta.url), 'utf8')) as (Case | string)[]).filter(
  (entry): entry is Case => typeof entry !== 'string',
);

describe('the specification', () => {
  it('has 278 cases', () => expect(cases).toHaveLength(278));

  it.each(cases.map((entry, index) => [index, ...entry] as const))('case %i: %j', (_, rule, data, expected) => {
    expect(evaluateLogic(rule, data)).toStrictEqual(expected);
  });
});

/** What an evaluator makes of a rule: its value, or that it throws. */
function outcome(evaluate: (rule: never, data: unknown) => unknown, rule: unknown, data: unknown): object {
  try {
    return { value: evaluate(rule as never, data) };
  } catch (error) {
    return { thrown: error instanceof Error ? error.constructor.name : String(error) };
  }
}

describe('json-logic-js', () => {
  it('agrees on 100,000 random rules and data', () => {
    let operators = 0;
    let thrown = 0;
    fc.assert(
      fc.property(arbitraryRule, arbitraryData, (rule, data) => {
        const theirs = outcome(jsonLogic.apply, rule, data);
        const ours = outcome(evaluateLogic, rule, data);
        if (typeof rule === 'object' && rule !== null && !Array.isArray(rule)) operators++;
        if ('thrown' in theirs) thrown++;
        return isDeepStrictEqual(ours, theirs);
      }),
      { numRuns: 100_000, seed: 20_261_124 },
    );
    // The property says something only if most rules do something, and most of them get through.
    expect(operators).toBeGreaterThan(80_000);
    expect(thrown).toBeLessThan(20_000);
  });
});

describe('own properties only, unlike json-logic-js', () => {
  const rows: readonly Case[] = [
    [{ var: 'constructor' }, {}, null],
    [{ var: '__proto__' }, {}, null],
    [{ var: 'a.__proto__.b' }, { a: {} }, null],
    [{ var: 'a.toString' }, { a: 'text' }, null],
    [{ var: 'a.map' }, { a: [1] }, null],
    [{ var: ['constructor', 'absent'] }, {}, 'absent'],
    [{ missing: ['constructor', 'a'] }, { a: 1 }, ['constructor']],
    [{ missing_some: [1, ['constructor', 'valueOf']] }, {}, ['constructor', 'valueOf']],
    [{ var: 'constructor' }, { constructor: 1 }, 1],
    [{ var: 'a.length' }, { a: [1, 2] }, 2],
  ];
  it.each(rows)('%j of %j is %j', (rule, data, expected) => {
    expect(evaluateLogic(rule, data)).toStrictEqual(expected);
  });

  it.each(['constructor', 'hasOwnProperty', '__proto__', 'toString'])('%s is no operator', (operator) => {
    expect(() => evaluateLogic(JSON.parse(`{"${operator}": [1]}`), {})).toThrow('Unrecognized operation');
  });
});

it('log gives its argument back', () => expect(evaluateLogic({ log: 'apple' }, null)).toBe('apple'));
