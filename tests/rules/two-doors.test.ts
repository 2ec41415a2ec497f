/** Both doors lead to one answer: what the static check admits means to json-logic-js what it means to the judge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Pointer } from '../../engine/rules/ast.js';
import { checkRule } from '../../engine/rules/check-rule.js';
import { evaluateLogic } from '../../engine/rules/evaluate-logic.js';
import { buildRefereeData, type RefereeInputs } from '../../engine/rules/referee-data.js';
import { refereeLogic } from '../../engine/rules/referee.js';
import { arbitraryRule } from '../conformance/json-logic/arbitrary-rule.js';
import { arbitraryCondition, arbitraryInputs } from './arbitrary-condition.js';
import { holds, Indefinite } from './definite.js';
import { SCOPE } from './scope.js';

function stands(pointer: Pointer, logic: unknown): boolean {
  let place = logic;
  for (const key of pointer) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return false;
    place = (place as Readonly<Record<string | number, unknown>>)[key];
  }
  return true;
}

/** `undefined` where something is divided by zero. */
function definitely(condition: Condition, inputs: RefereeInputs): boolean | undefined {
  try {
    return holds(condition, inputs);
  } catch (error) {
    if (error instanceof Indefinite) return undefined;
    throw error;
  }
}

it('10,000 random rules of the dialect on definite values', () => {
  const count = { admitted: 0, held: 0 };
  fc.assert(
    fc.property(arbitraryCondition, arbitraryInputs, (logic, inputs) => {
      const { condition } = checkRule(logic, SCOPE, 'require');
      const verdict = condition === undefined ? undefined : definitely(condition, inputs);
      if (condition === undefined || verdict === undefined) return true;
      count.admitted++;
      if (verdict) count.held++;
      const data = buildRefereeData(condition, inputs);
      return refereeLogic(logic, data) === verdict && evaluateLogic(logic, data) === verdict;
    }),
    { numRuns: 10_000, seed: 20_261_124 },
  );
  // Constants and ranges refuse some; enough must get through, and come out both ways.
  expect(count.admitted).toBeGreaterThan(3500);
  expect(count.held / count.admitted).toBeGreaterThan(0.2);
  expect(count.held / count.admitted).toBeLessThan(0.8);
});

describe('whatever a document holds', () => {
  const anything = fc.oneof(arbitraryRule, arbitraryCondition, fc.jsonValue());

  it('each fault stands where something is', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('require' as const, 'when' as const), (logic, role) => {
        const { condition, faults } = checkRule(logic, SCOPE, role);
        if ((condition === undefined) !== faults.some(({ severity }) => severity === 'error')) return false;
        return faults.every(
          ({ pointer, at }) => stands(pointer, logic) && (at === 'value' || typeof pointer.at(-1) === 'string'),
        );
      }),
      { numRuns: 5000, seed: 20_261_124 },
    );
  });
});

describe('the referee', () => {
  const bare = (entries: object): object => Object.assign(Object.create(null) as object, entries);

  it.each<[logic: unknown, data: unknown, expected: unknown]>([
    [{ var: 'a.b' }, bare({ a: bare({ b: 1 }) }), 1],
    [{ var: 'constructor' }, {}, null],
    [{ var: 'a.constructor' }, { a: 'text' }, null],
    [{ var: '__proto__.polluted' }, {}, null],
    [{ missing: ['toString', 'a'] }, { a: 1 }, ['toString']],
    [{ var: ['valueOf', 7] }, bare({}), 7],
    [{ '<=': [{ var: 'x' }, 0.2] }, {}, true],
  ])('%j of %j is %j', (logic, data, expected) => {
    expect(refereeLogic(logic, data)).toEqual(expected);
  });

  it('leaves the copy that others share as it is', async () => {
    refereeLogic(true, {});
    const { default: shared } = await import('json-logic-js');
    expect(shared.apply({ var: 'constructor.name' }, {})).toBe('Object');
  });
});

describe('buildRefereeData', () => {
  it('is in base units, and holds what the rule reads', () => {
    const logic = {
      and: [
        { '<=': [{ var: 'run.idle' }, { var: 'parameters.maxEnergy' }] },
        { all: [{ var: 'cv.groups' }, { '<=': [{ var: 'time' }, { var: 'parameters.maxTime' }] }] },
        { some: [{ var: 'cv.groups' }, { '>=': [{ var: 'recall' }, { var: 'parameters.acme-ai.minF1' }] }] },
      ],
    };
    const { condition } = checkRule(logic, SCOPE, 'require');
    const parameters = { maxEnergy: 1.8, maxTime: 0.02, 'acme-ai': { minF1: 0.8 } };
    const measurements = {
      run: { idle: 1500, energy: 3 },
      cv: { groups: [{ time: 0.01, recall: 0.9, fair: true }], stable: true },
    };
    const data = buildRefereeData(condition!, { measurements, facts: { open: true } });
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      run: { idle: 1.5 },
      cv: { groups: [{ parameters, time: 0.01, recall: 0.9 }] },
      parameters,
    });
  });

  it('leaves out what is not given', () => {
    const { condition } = checkRule({ and: [{ var: 'cv.stable' }, { var: 'subject.open' }] }, SCOPE, 'require');
    expect(Object.keys(buildRefereeData(condition!, { measurements: {}, facts: {} }))).toEqual([]);
  });
});
