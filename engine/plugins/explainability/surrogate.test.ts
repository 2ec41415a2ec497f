import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitLinearSurrogate, linearSurrogateAnswers } from '../../methods/explainability/linear-surrogate.js';
import { firstDepth } from '../../methods/explainability/first-depth.js';
import { createRng } from '../../numerics/generator.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import { quantilesOf } from '../figure-quantiles.js';
import { isFigure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { surrogate } from './surrogate.js';
import type { SurrogateParameters } from './surrogate.js';

const defaults: SurrogateParameters = {
  answers: 'auto',
  class: 'auto',
  depth: 2,
  maxDepth: 4,
  targetFidelity: 0.9,
  minLeaf: 5,
  trainingRows: 5000,
  maxRows: 5000,
  draws: 300,
};
const measure = async (subject: MemorySubject, params: Partial<SurrogateParameters> = {}) => {
  const result = await surrogate.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
  expect(validateResult(surrogate, result)).toEqual([]);
  return result;
};

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};
const isRed = (table: Table): boolean[] => {
  const column = columnOf(table, 'colour');
  return column?.type === 'categorical' ? Array.from(column.codes, (code) => column.levels[code] === 'red') : [];
};

/** Credit is refused to red rows whose `a` is above 0; `b` says nothing. Train and test number their levels apart. */
function refusals(rows: number): MemorySubject {
  const part = (seed: string) => {
    const rng = createRng(seed);
    const draw = () => Float64Array.from({ length: rows }, () => rng.normal());
    const [a, b] = [draw(), draw()];
    const texts = Array.from(a, () => ['red', 'green', 'blue'][rng.integer(3)]!);
    return { table: memoryTable({ a: { numbers: a }, b: { numbers: b }, colour: { texts } }) };
  };
  const probability = (table: Table) => {
    const red = isRed(table);
    const b = numbers(table, 'b');
    return numbers(table, 'a').map((a, row) => (a > 0 && red[row] ? 0.9 : 0.2) + 0.01 * Math.tanh(b[row]!));
  };
  const target = { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: new Int32Array(rows) } as const;
  return {
    task: 'binary-classification',
    train: { ...part('train'), target },
    test: { ...part('test'), target },
    model: {
      classes: ['no', 'yes'],
      predict: (table) => {
        const yes = probability(table);
        return {
          kind: 'classes',
          labels: Int32Array.from(yes, (p) => Number(p > 0.5)),
          probabilities: Float64Array.from({ length: 2 * yes.length }, (_, at) =>
            at % 2 === 1 ? yes[at >> 1]! : 1 - yes[at >> 1]!,
          ),
        };
      },
    },
  };
}

describe('a model that is a tree of depth 2', () => {
  test('is found, and printed as its rules', async () => {
    const { outputs, details } = await measure(refusals(400), { targetFidelity: 0.97 });
    expect(outputs).toMatchObject({
      fidelityMeasure: { value: 'agreement' },
      treeFidelity: { n: 400, uncertainty: { kind: 'proportion', n: 400 } },
      depthForFidelity: { estimate: 2, uncertainty: { kind: 'bounds', lower: 2, upper: 2, level: 0.99 } },
      treeLeaves: { estimate: 3 },
    });
    expect((outputs['treeFidelity'] as { estimate: number }).estimate).toBeGreaterThan(0.98);
    const constant = (outputs['constantFidelity'] as { estimate: number }).estimate;
    expect(Math.abs(constant - 5 / 6)).toBeLessThan(0.06);
    const rules = details?.find(({ id }) => id === 'rules');
    expect(rules?.type === 'text' && rules.text).toMatch(/if colour is red and a > -?[\d.e-]+ then yes/);
    expect(rules?.type === 'text' && String(rules.text).split('\n')).toHaveLength(3);
  });

  test('by its probability, as R²', async () => {
    const { outputs } = await measure(refusals(400), { answers: 'probability' });
    expect(outputs).toMatchObject({
      fidelityMeasure: { value: 'r2' },
      constantFidelity: { unmeasured: 'unsupported' },
      treeFidelity: { uncertainty: { kind: 'empirical' } },
    });
    expect((outputs['treeFidelity'] as { estimate: number }).estimate).toBeGreaterThan(0.9);
    // An interaction is no line: red and a are worth the same, and what is left is theirs together.
    expect((outputs['linearFidelity'] as { estimate: number }).estimate).toBeLessThan(0.75);
  });

  test('none of the depths reaches what noise alone would take', async () => {
    const { outputs } = await measure(refusals(400), { depth: 1, maxDepth: 1, targetFidelity: 0.95 });
    expect(outputs['depthForFidelity']).toMatchObject({ estimate: 2, uncertainty: { lower: 2, upper: 2 } });
  });
});

test('a line stands for a linear regression, as surely as the rows can tell', async () => {
  const part = (seed: string) => {
    const rng = createRng(seed);
    const draw = () => Float64Array.from({ length: 100 }, () => rng.normal());
    return { table: memoryTable({ a: { numbers: draw() }, b: { numbers: draw() } }) };
  };
  const answer = (table: Table) => numbers(table, 'a').map((a, row) => 2 * a - numbers(table, 'b')[row]!);
  const target = { kind: 'numbers', values: new Float64Array(100) } as const;
  const { outputs } = await measure({
    task: 'regression',
    train: { ...part('train'), target },
    test: { ...part('test'), target },
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: answer(table) }) },
  });
  const line = outputs['linearFidelity'];
  if (line === undefined || !isFigure(line)) throw new Error('the line has no fidelity');
  expect(line.estimate).toBe(1);
  const quantiles = quantilesOf(line, 1000)!;
  // A hundred rows without an error leave room for one in thirty or so.
  expect(quantiles[Math.floor(0.05 * quantiles.length)]).toBeGreaterThan(0.7);
  expect(quantiles[Math.floor(0.05 * quantiles.length)]).toBeLessThan(0.97);
  expect(quantiles.at(-1)).toBe(1);
});

test('firstDepth holds its estimate between its bounds', () => {
  const depth = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true }))
    .map(([estimate, half]) => ({ estimate, lower: estimate - half, upper: estimate + half }));
  fc.assert(
    fc.property(fc.array(depth, { minLength: 1, maxLength: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (d, t) => {
      const { estimate, lower, upper } = firstDepth(d, t);
      expect(lower).toBeLessThanOrEqual(estimate);
      expect(estimate).toBeLessThanOrEqual(upper);
      expect(upper).toBeLessThanOrEqual(d.length + 1);
    }),
  );
});

test('firstDepth says too little only as often as its level allows', () => {
  // All depths lie just below the target, each with an interval of 95 %: the first depth is one more than was tried.
  const rng = createRng('first depth');
  let wrong = 0;
  for (let repeat = 0; repeat < 2000; repeat++) {
    const depths = Array.from({ length: 6 }, () => {
      const estimate = 0.9 - 1e-9 + 0.01 * rng.normal();
      return { estimate, lower: estimate - 0.0196, upper: estimate + 0.0196 };
    });
    if (firstDepth(depths, 0.9).upper < 7) wrong++;
  }
  // 2.5 % and four standard errors.
  expect(wrong / 2000).toBeLessThan(0.025 + 4 * Math.sqrt((0.025 * 0.975) / 2000));
});

test('a linear surrogate of a linear function is the function; a constant column weighs nothing', () => {
  const rng = createRng('line');
  const rows = 50;
  const values = Float64Array.from({ length: rows * 3 }, (_, at) => (at % 3 === 2 ? 7 : rng.normal()));
  const x = { rows, columns: 3, values };
  const y = Float64Array.from({ length: rows }, (_, row) => 3 + 2 * values[3 * row]! - 5 * values[3 * row + 1]!);
  const fit = fitLinearSurrogate(x, y, 1)!;
  linearSurrogateAnswers(fit, x).forEach((answer, row) => expect(answer).toBeCloseTo(y[row]!, 4));
  expect(fit.weights[2]).toBe(0);
});
