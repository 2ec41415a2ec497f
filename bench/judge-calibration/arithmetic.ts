/** Arithmetic over several uncertain figures in one comparison. */
import type { Rng } from '../../engine/numerics/random.js';
import { encodeDraws, type Figure } from '../../engine/plugins/figure.js';
import type { NumberExpression } from '../../engine/rules/ast.js';
import { arithmetic, compare, literal, output, ruleOf } from './rules.js';
import {
  band,
  binomialAt,
  empirical,
  hoeffding,
  proportion,
  proportionFigure,
  studentT,
  transformedT,
  withRows,
  type Sampler,
} from './samples.js';
import type { Scenario } from './scenario.js';

type Outputs = Readonly<Record<string, Figure>>;

interface Joint {
  readonly name: string;
  readonly expression: NumberExpression;
  readonly truth: number;
  /** About the standard error of the expression. */
  readonly error: number;
  readonly draw: (rng: Rng) => Outputs;
}

const scenarioOf = ({ name, expression, truth, error, draw }: Joint): Scenario => ({
  section: 'Arithmetic',
  name,
  confidence: 0.95,
  canBeFalse: true,
  canBeTrue: true,
  weight: 0.25,
  make: (rng, shift) => ({
    rule: ruleOf(compare(expression, '>=', literal(truth - shift * error)), 0.95),
    source: { measurements: { m: draw(rng) }, facts: {} },
  }),
});

const A = output('a');
const B = output('b');
const C = output('c');

/** Independent figures a, b, c: each on rows of its own. */
const independent =
  (...samplers: readonly Sampler[]) =>
  (rng: Rng): Outputs =>
    Object.fromEntries(samplers.map((sampler, i) => ['abc'[i]!, withRows(sampler.draw(rng), `rows-${i}`)]));

type Formula = readonly [name: string, expression: NumberExpression, value: (a: number, b: number) => number];
const DIFFERENCE: Formula = ['a - b', arithmetic('-', A, B), (a, b) => a - b];
const SUM: Formula = ['a + b', arithmetic('+', A, B), (a, b) => a + b];
const RATIO: Formula = ['a / b', arithmetic('/', A, B), (a, b) => a / b];
const PRODUCT: Formula = ['a * b', arithmetic('*', A, B), (a, b) => a * b];
const WEIGHTED: Formula = ['2 * a - b', arithmetic('-', arithmetic('*', literal(2), A), B), (a, b) => 2 * a - b];
const LARGEST: Formula = ['max(a, b)', arithmetic('max', A, B), Math.max];
const SMALLEST: Formula = ['min(a, b)', arithmetic('min', A, B), Math.min];
const SHARE: Formula = ['a / (a + b)', arithmetic('/', A, arithmetic('+', A, B)), (a, b) => a / (a + b)];
const MIXED: Formula = ['a * b + a', arithmetic('+', arithmetic('*', A, B), A), (a, b) => a * b + a];

function pair([form, expression, value]: Formula, a: Sampler, b: Sampler): Joint {
  const truth = value(a.truth, b.truth);
  const slope = (da: number, db: number): number => value(a.truth + da, b.truth + db) - truth;
  return {
    name: `${form}: ${a.name}; ${b.name}; independent`,
    expression,
    truth,
    // `min` and `max` have no slope to one side where both are equal: then both move.
    error: Math.max(Math.hypot(slope(a.error, 0), slope(0, b.error)), Math.abs(slope(-a.error, -b.error))),
    draw: independent(a, b),
  };
}

/** Two rates of the same rows: with probability `shared` both trials of a row are one and the same. */
function sameRows([form, expression, value]: Formula, n: number, rate: number, shared: number): Joint {
  return {
    name: `${form}: proportions of the same ${n} rows, rate ${rate}, ${shared === 1 ? 'comonotone' : shared === -1 ? 'antithetic' : `${shared} shared`}`,
    expression,
    truth: value(rate, rate),
    error: Math.SQRT2 * Math.sqrt((rate * (1 - rate)) / n),
    draw: (rng) => {
      const [u, v] = [rng.next(), rng.next()];
      const common = binomialAt(rng.next(), Math.round(n * Math.max(0, shared)), rate);
      const rest = n - Math.round(n * Math.max(0, shared));
      const ka = common + binomialAt(u, rest, rate);
      const kb = common + binomialAt(shared < 0 ? 1 - u : v, rest, rate);
      return { a: withRows(proportionFigure(ka, n), 'rows'), b: withRows(proportionFigure(kb, n), 'rows') };
    },
  };
}

/** Two means of the same rows with correlation, bootstrapped with the same indices. */
function paired([form, expression, value]: Formula, n: number, correlation: number): Joint {
  const centre = 3;
  const [da, db] = [
    value(centre + 1, centre) - value(centre, centre),
    value(centre, centre + 1) - value(centre, centre),
  ];
  return {
    name: `${form}: paired bootstrap means of the same ${n} rows, correlation ${correlation}`,
    expression,
    truth: value(centre, centre),
    error: Math.sqrt((da ** 2 + db ** 2 + 2 * correlation * da * db) / n),
    draw: (rng) => {
      const x = Float64Array.from({ length: n }, () => rng.normal());
      const y = x.map((v) => correlation * v + Math.sqrt(1 - correlation ** 2) * rng.normal());
      const count = 999;
      const means = [new Float64Array(count), new Float64Array(count)] as const;
      for (let draw = 0; draw < count; draw += 1) {
        for (let i = 0; i < n; i += 1) {
          const row = rng.integer(n);
          means[0][draw]! += (centre + x[row]!) / n;
          means[1][draw]! += (centre + y[row]!) / n;
        }
      }
      const of = (values: Float64Array, draws: Float64Array): Figure => ({
        estimate: centre + values.reduce((sum, v) => sum + v, 0) / n,
        unit: '1',
        n,
        rows: 'rows',
        basis: 'observed',
        uncertainty: { kind: 'empirical', draws: encodeDraws(draws) },
      });
      return { a: of(x, means[0]), b: of(y, means[1]) };
    },
  };
}

/** One uncertain figure in arithmetic that is not monotone. */
const parabola: Joint = {
  name: 'a * (1 - a): proportion, n 200, rate 0.3, not monotone',
  expression: arithmetic('*', A, arithmetic('-', literal(1), A)),
  truth: 0.21,
  error: 0.4 * Math.sqrt(0.21 / 200),
  draw: independent(proportion(200, 0.3)),
};

const three: Joint = {
  name: 'a + b + c: student-t of 3, 6 and 12 values; independent',
  expression: arithmetic('+', A, B, C),
  truth: 6,
  error: Math.sqrt(1 / 3 + 4 / 6 + 9 / 12),
  draw: independent(studentT(3, 1, 1), studentT(6, 2, 2), studentT(12, 3, 3)),
};

export function arithmeticScenarios(): readonly Scenario[] {
  const rates = [
    [30, 0.5],
    [100, 0.9],
    [1000, 0.95],
  ] as const;
  const joints: readonly Joint[] = [
    ...rates.map(([n, rate]) => pair(DIFFERENCE, proportion(n, rate), proportion(n * 2, rate))),
    ...rates.map(([n, rate]) => pair(RATIO, proportion(n, rate * 0.8), proportion(n, rate))),
    ...rates.map(([n, rate]) => pair(PRODUCT, proportion(n, rate), proportion(n, rate))),
    pair(PRODUCT, proportion(20, 0.1), proportion(20, 0.1)),
    pair(PRODUCT, proportion(10, 0.5), proportion(10, 0.5)),
    pair(SHARE, proportion(50, 0.3), proportion(50, 0.3)),
    pair(MIXED, proportion(50, 0.3), proportion(50, 0.3)),
    ...(
      [
        [2, 2],
        [2, 10],
        [5, 5],
        [10, 40],
      ] as const
    ).map(([n, m]) => pair(DIFFERENCE, studentT(n, 1, 1), studentT(m, 0, 3))),
    pair(WEIGHTED, studentT(5, 1, 1), studentT(5, 1, 5)),
    pair(PRODUCT, studentT(10, 8, 2), studentT(10, 8, 2)),
    pair(PRODUCT, studentT(10, 0.1, 1), studentT(10, 0.1, 1)),
    pair(RATIO, studentT(10, 8, 2), studentT(10, 8, 2)),
    pair(DIFFERENCE, transformedT(20, 1.5, 1, 'logit'), transformedT(20, 1.5, 1, 'logit')),
    pair(PRODUCT, transformedT(5, 0, 1, 'log'), transformedT(5, 0, 1, 'log')),
    pair(SUM, transformedT(5, 0, 2, 'log'), transformedT(5, 0, 2, 'log')),
    pair(DIFFERENCE, empirical(50, 'normal', 999), empirical(20, 'uniform', 999)),
    pair(LARGEST, proportion(100, 0.8), proportion(100, 0.8)),
    pair(SMALLEST, studentT(10, 1, 1), studentT(10, 1, 1)),
    pair(SUM, hoeffding(100, 0.8, 0.96), proportion(100, 0.8)),
    pair(SUM, band(0.1), proportion(100, 0.8)),
    three,
    parabola,
    ...([0.8, 1, -1] as const).flatMap((shared) => [
      sameRows(DIFFERENCE, 200, 0.8, shared),
      sameRows(SUM, 200, 0.8, shared),
    ]),
    ...([20, 200] as const).flatMap((n) => [paired(DIFFERENCE, n, 0.8), paired(RATIO, n, 0.8), paired(SUM, n, -0.8)]),
  ];
  return joints.map(scenarioOf);
}
