/** `and`, `or`, `!`, `if`, `all`, `some`, `none` over parts at their limits, dependent and independent. */
import type { Rng } from '../../engine/numerics/random.js';
import type { Figure } from '../../engine/plugins/figure.js';
import type { Condition } from '../../engine/rules/ast.js';
import { choice, compare, itemOutput, joined, literal, not, output, over, ruleOf } from './rules.js';
import { binomialAt, normals, proportionFigure, studentFigure, withRows } from './samples.js';
import type { Scenario } from './scenario.js';

/** Where a part's truth lies: at its limit, or so far off that nobody can err. */
type Place = 'limit' | 'above' | 'below';
type Dependence = 'independent' | 'same rows' | 'comonotone' | 'antithetic';

interface Combination {
  readonly name: string;
  readonly list: boolean;
  readonly condition: (parts: readonly Condition[]) => Condition;
  readonly holds: (parts: readonly boolean[]) => boolean;
  /** Where the parts besides the first stand when only the first matters. */
  readonly neutral: (index: number) => Place;
  /** 1 where parts above their limits make it hold, −1 where parts below do. */
  readonly side: 1 | -1;
}

const chain = (parts: readonly Condition[]): Condition => {
  const [test, then, ...rest] = parts;
  const otherwise = rest.length > 0 ? chain(rest) : ({ kind: 'constant', value: false, pointer: [] } as const);
  return then === undefined ? test! : choice(test!, then, otherwise);
};
const chainHolds = ([test, then, ...rest]: readonly boolean[]): boolean =>
  then === undefined ? (test ?? false) : test ? then : chainHolds(rest);

const every = (parts: readonly boolean[]): boolean => parts.every(Boolean);
const any = (parts: readonly boolean[]): boolean => parts.some(Boolean);
const ITEM = compare(itemOutput('v'), '>=', literal(0));
const COMBINATIONS: readonly Combination[] = [
  { name: 'and', list: false, condition: (p) => joined('and', p), holds: every, neutral: () => 'above', side: 1 },
  { name: 'or', list: false, condition: (p) => joined('or', p), holds: any, neutral: () => 'below', side: 1 },
  {
    name: '!and',
    list: false,
    condition: (p) => not(joined('and', p)),
    holds: (p) => !every(p),
    neutral: () => 'above',
    side: -1,
  },
  {
    name: '!or',
    list: false,
    condition: (p) => not(joined('or', p)),
    holds: (p) => !any(p),
    neutral: () => 'below',
    side: -1,
  },
  {
    name: 'if',
    list: false,
    condition: chain,
    holds: chainHolds,
    neutral: (i) => (i % 2 === 1 ? 'above' : 'below'),
    side: 1,
  },
  { name: 'all', list: true, condition: () => over('all', ITEM), holds: every, neutral: () => 'above', side: 1 },
  { name: 'some', list: true, condition: () => over('some', ITEM), holds: any, neutral: () => 'below', side: 1 },
  {
    name: 'none',
    list: true,
    condition: () => over('none', ITEM),
    holds: (p) => !any(p),
    neutral: () => 'below',
    side: -1,
  },
];

/** Standard errors from the limit at which no verdict can be wrong. */
const FAR = 40;

/** Figures about the limit 0 by real Student-t samples of ten. */
function studentParts(places: readonly Place[], dependence: Dependence, shift: number, rng: Rng): readonly Figure[] {
  const n = 10;
  const common = normals(n, 0, 1, rng);
  return places.map((place, index) => {
    const own = dependence === 'independent' || dependence === 'same rows' ? normals(n, 0, 1, rng) : common;
    const centre = (place === 'limit' ? shift : place === 'above' ? FAR : -FAR) / Math.sqrt(n);
    const sign = dependence === 'antithetic' && index % 2 === 1 ? -1 : 1;
    const values = own.map((value, i) => {
      const noise = dependence === 'same rows' ? Math.sqrt(0.8) * common[i]! + Math.sqrt(0.2) * value : sign * value;
      return centre + noise;
    });
    return withRows(studentFigure(values), dependence === 'independent' ? `rows-${index}` : 'rows');
  });
}

/** The same from binomials of 200 trials about the limit 0.8 (moved to 0 by the condition). */
const RATE = 0.8;
const TRIALS = 200;
function proportionParts(places: readonly Place[], dependence: Dependence, shift: number, rng: Rng): readonly Figure[] {
  const common = rng.next();
  return places.map((place, index) => {
    const own = rng.next();
    const u = dependence === 'independent' ? own : dependence === 'antithetic' && index % 2 === 1 ? 1 - common : common;
    const moved = RATE + shift * Math.sqrt((RATE * (1 - RATE)) / TRIALS);
    const rate = place === 'limit' ? Math.min(0.995, Math.max(0.005, moved)) : place === 'above' ? 1 : 0.3;
    return withRows(
      proportionFigure(binomialAt(u, TRIALS, rate), TRIALS),
      dependence === 'independent' ? `rows-${index}` : 'rows',
    );
  });
}

function scenarioOf(
  combination: Combination,
  places: readonly Place[],
  dependence: Dependence,
  kind: 'student-t' | 'proportion',
): Scenario {
  const limit = kind === 'student-t' ? 0 : RATE;
  const k = places.length;
  const names = places.map((_, index) => `p${index}`);
  const parts = names.map((name) => compare(output(name), '>=', literal(limit)));
  const condition = combination.condition(parts);
  const rule = ruleOf(kind === 'proportion' && combination.list ? relimited(condition, limit) : condition, 0.95);
  const outcomes = assignments(places).map(combination.holds);
  const pattern = places.filter((place) => place === 'limit').length === k ? 'all at the limit' : 'one at the limit';
  return {
    section: 'Combinations',
    name: `${combination.name} of ${k}, ${kind}, ${pattern}, ${dependence}`,
    confidence: 0.95,
    canBeFalse: outcomes.includes(false),
    canBeTrue: outcomes.includes(true),
    make: (rng, shift) => {
      const draw = kind === 'student-t' ? studentParts : proportionParts;
      const figures = draw(places, dependence, shift * combination.side, rng);
      const outputs = combination.list
        ? { items: { items: figures.map((v) => ({ v })) } }
        : Object.fromEntries(figures.map((figure, index) => [names[index]!, figure]));
      return { rule, source: { measurements: { m: outputs }, facts: {} } };
    },
  };
}

const relimited = (condition: Condition, limit: number): Condition =>
  condition.kind === 'all' || condition.kind === 'some' || condition.kind === 'none'
    ? { ...condition, body: compare(itemOutput('v'), '>=', literal(limit)) }
    : condition;

/** All truths that parts at their limits may as well have. */
function assignments(places: readonly Place[]): readonly (readonly boolean[])[] {
  return places.reduce<readonly (readonly boolean[])[]>(
    (lists, place) => {
      const values = place === 'limit' ? [true, false] : [place === 'above'];
      return lists.flatMap((list) => values.map((value) => [...list, value]));
    },
    [[]],
  );
}

export function combinations(): readonly Scenario[] {
  const dependences: readonly Dependence[] = ['independent', 'same rows', 'comonotone', 'antithetic'];
  return COMBINATIONS.flatMap((combination) =>
    [2, 4, 8].flatMap((k) => {
      const every: readonly Place[] = Array.from({ length: k }, () => 'limit' as const);
      // In a chain of `if`, the first test is far above so that the first value decides.
      const one: readonly Place[] =
        combination.name === 'if'
          ? every.map((_, i) => (i === 1 ? 'limit' : i === 0 ? 'above' : combination.neutral(i)))
          : every.map((_, i) => (i === 0 ? 'limit' : combination.neutral(i)));
      return [
        ...dependences.flatMap((dependence) => [scenarioOf(combination, every, dependence, 'student-t')]),
        scenarioOf(combination, one, 'independent', 'student-t'),
        scenarioOf(combination, every, 'independent', 'proportion'),
        scenarioOf(combination, every, 'antithetic', 'proportion'),
      ];
    }),
  );
}
