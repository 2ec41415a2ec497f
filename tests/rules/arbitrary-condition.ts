/** Random rules of the dialect over the tests' scope, mostly well-typed, and random definite values for what they read. */
import fc from 'fast-check';
import type { RefereeInputs } from '../../engine/rules/referee-data.js';

const v = (name: string): unknown => ({ var: name });
const named = (...names: string[]): fc.Arbitrary<unknown> => fc.constantFrom(...names).map(v);
const node = (operator: fc.Arbitrary<string>, ...parts: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> =>
  fc.tuple(operator, fc.tuple(...parts)).map(([name, values]) => ({ [name]: values }));

const ordering = fc.constantFrom('<', '<=', '>', '>=');
const equality = fc.constantFrom('==', '===', '!=', '!==');

interface Names {
  readonly ratio: fc.Arbitrary<unknown>;
  readonly energy: fc.Arbitrary<unknown>;
  readonly count: fc.Arbitrary<unknown>;
  readonly truth: fc.Arbitrary<unknown>;
  readonly texts: fc.Arbitrary<unknown>;
}

const OUTSIDE: Names = {
  ratio: named(
    'cv.f1Macro',
    'cv.accuracy',
    'cv.gain',
    'cv.share',
    'parameters.minF1',
    'parameters.percent',
    'subject.users',
  ),
  energy: named('run.energy', 'run.idle', 'parameters.maxEnergy'),
  count: named('cv.k', 'subject.stars', 'parameters.minRows'),
  truth: named('cv.stable', 'subject.open', 'subject.automated'),
  texts: fc.oneof(
    node(equality, named('cv.grade'), fc.constantFrom('gold', 'silver')),
    node(equality, named('subject.riskClass'), named('parameters.mode')),
    node(fc.constant('in'), named('cv.grade'), fc.constant(['gold', 'silver'])),
    node(fc.constant('in'), named('subject.domain'), named('parameters.regions')),
    node(fc.constant('in'), fc.constantFrom('EU', 'US'), named('subject.jurisdictions')),
    node(fc.constant('in'), named('subject.riskClass'), fc.constant(['low', v('parameters.mode')])),
  ),
};

const INSIDE: Names = {
  ratio: named('recall', 'parameters.minF1', 'parameters.percent', 'subject.users'),
  energy: node(fc.constant('*'), named('subject.power'), named('time', 'parameters.maxTime')),
  count: named('subject.stars', 'parameters.minRows'),
  truth: named('fair', 'subject.open'),
  texts: node(equality, named('name'), fc.constantFrom('a', 'b')),
};

function conditionOver(names: Names, lists: boolean): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => {
    const [condition, ratio, energy, count] = [tie('condition'), tie('ratio'), tie('energy'), tie('count')];
    const literal = fc.integer({ min: -20, max: 120 }).map((percent) => percent / 100);
    return {
      ratio: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        { weight: 6, arbitrary: names.ratio },
        { weight: 3, arbitrary: literal },
        node(fc.constantFrom('+', '-', '*', '/', '%', 'min', 'max'), ratio, ratio),
        node(fc.constantFrom('+', '*', 'min', 'max'), ratio, ratio, ratio),
        node(fc.constant('-'), ratio),
        node(fc.constant('/'), energy, energy),
      ),
      energy: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        { weight: 5, arbitrary: names.energy },
        node(fc.constantFrom('+', '-', 'min', 'max'), energy, energy),
        node(fc.constant('*'), ratio, energy),
        node(fc.constant('/'), energy, ratio),
      ),
      count: fc.oneof(
        { depthSize: 'small', maxDepth: 3 },
        { weight: 5, arbitrary: names.count },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 6 }) },
        node(fc.constantFrom('+', '-', '*', '%', 'min', 'max'), count, count),
      ),
      condition: fc.oneof(
        { depthSize: 'small', maxDepth: 6 },
        { weight: 5, arbitrary: node(ordering, ratio, ratio) },
        { weight: 3, arbitrary: node(ordering, energy, energy) },
        { weight: 2, arbitrary: node(fc.oneof(equality, ordering), count, count) },
        { weight: 1, arbitrary: node(fc.constantFrom('<', '<='), ratio, ratio, ratio) },
        { weight: 2, arbitrary: names.truth },
        { weight: 2, arbitrary: names.texts },
        { weight: 1, arbitrary: node(equality, names.truth, fc.oneof(names.truth, fc.boolean())) },
        { weight: 1, arbitrary: node(ordering, ratio, node(fc.constant('if'), condition, ratio, ratio)) },
        { weight: 4, arbitrary: node(fc.constantFrom('and', 'or'), condition, condition) },
        { weight: 1, arbitrary: node(fc.constantFrom('and', 'or'), condition, condition, condition) },
        { weight: 2, arbitrary: node(fc.constantFrom('!', '!!'), condition) },
        {
          weight: 1,
          arbitrary: node(fc.constantFrom('if', '?:'), condition, condition, fc.oneof(condition, fc.boolean())),
        },
        { weight: 1, arbitrary: node(fc.constant('if'), condition, condition, condition, condition, condition) },
        ...(lists
          ? [
              {
                weight: 2,
                arbitrary: node(
                  fc.constantFrom('all', 'some', 'none'),
                  named('cv.groups'),
                  conditionOver(INSIDE, false),
                ),
              },
            ]
          : []),
      ),
    };
  }).condition as fc.Arbitrary<unknown>;
}

export const arbitraryCondition = conditionOver(OUTSIDE, true);

const unit = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

export const arbitraryInputs: fc.Arbitrary<RefereeInputs> = fc
  .record({
    cv: fc.record({
      f1Macro: unit,
      accuracy: unit,
      gain: fc.double({ min: -1, max: 1, noNaN: true }),
      share: fc.integer({ min: 0, max: 100 }),
      k: fc.integer({ min: 1, max: 6 }),
      stable: fc.boolean(),
      grade: fc.constantFrom('gold', 'silver', 'none'),
      groups: fc.array(
        fc.record({
          recall: unit,
          time: fc.double({ min: 0, max: 1, noNaN: true }),
          fair: fc.boolean(),
          name: fc.constantFrom('a', 'b'),
        }),
        { maxLength: 4 },
      ),
    }),
    run: fc.record({
      energy: fc.double({ min: 0, max: 4, noNaN: true }),
      idle: fc.integer({ min: 0, max: 4000 }),
    }),
    facts: fc.record({
      riskClass: fc.constantFrom('low', 'high'),
      domain: fc.constantFrom('EU', 'CN', 'finance'),
      jurisdictions: fc.subarray(['EU', 'CN', 'US']),
      automated: fc.boolean(),
      open: fc.boolean(),
      users: unit,
      power: fc.double({ min: 0, max: 1, noNaN: true }),
      stars: fc.constantFrom(1, 2, 3),
    }),
  })
  .map(({ cv, run, facts }) => ({ measurements: { cv, run }, facts }));
