import { describe, expect, test } from 'vitest';
import { intervalOf, spreadOf, supportOf } from '../../judge/support.js';
import { normalCdf } from '../../numerics/distributions/normal.js';
import { createRng } from '../../numerics/generator.js';
import type { Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { Predictions } from '../../subject/view.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { robustness } from './robustness.js';
import type { RobustnessParameters } from './robustness.js';

const defaults: RobustnessParameters = {
  metric: 'default',
  class: null,
  noise: 0.5,
  missing: 0.2,
  swap: 0.2,
  scaling: 0.1,
  shift: 0.5,
  repeats: 5,
  epsilon: 0.5,
  searchSteps: 20,
  maxColumns: 200,
  maxRows: 5000,
  draws: 400,
};
const measure = async (subject: MemorySubject, params: Partial<RobustnessParameters> = {}) => {
  const result = await robustness.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
  expect(validateResult(robustness, result)).toEqual([]);
  return result.outputs;
};
const said = (output: Output | undefined): number | string =>
  output !== undefined && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : '?';

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};
/** Right exactly where x + y is above 0: what a perturbation does to it is known. */
const sign = (table: Table): Predictions => {
  const [x, y] = [numbers(table, 'x'), numbers(table, 'y')];
  return { kind: 'classes', labels: Int32Array.from(x, (value, row) => Number((value || 0) + (y[row]! || 0) > 0)) };
};

/** x standard normal, y as well or constant; the truth is the sign of their sum, so the model is right everywhere. */
function subjectOf(n: number, predict: (table: Table) => Predictions = sign, constantY = true): MemorySubject {
  const rng = createRng(`robustness ${n}`);
  const x = Float64Array.from({ length: n }, () => rng.normal());
  const y = Float64Array.from({ length: n }, () => (constantY ? 0 : rng.normal()));
  const codes = Int32Array.from(x, (value, row) => Number(value + y[row]! > 0));
  return {
    task: 'binary-classification',
    test: {
      table: memoryTable({ x: { numbers: x }, y: { numbers: y } }),
      target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes },
    },
    model: { classes: ['no', 'yes'], predict },
  };
}

describe('a threshold on a standard normal', () => {
  test('loses what theory says under noise, shift, missing values and in the box', async () => {
    const outputs = await measure(subjectOf(2500));
    expect(said(outputs['clean'])).toBe(1);
    // The sign of x and of x + σz differ with chance arctan(σ)/π.
    expect(said(outputs['flipRateUnderNoise'])).toBeCloseTo(Math.atan(0.5) / Math.PI, 1.8);
    expect(said(outputs['underNoise'])).toBeCloseTo(1 - Math.atan(0.5) / Math.PI, 1.8);
    expect(said(outputs['dropUnderNoise'])).toBeCloseTo(Math.atan(0.5) / Math.PI, 1.8);
    // A shift by s loses the rows between −s and 0, or those between 0 and s.
    const between = normalCdf(0.5) - 0.5;
    expect(said(outputs['underShift'])).toBeCloseTo(1 - between, 1.5);
    expect(said(outputs['minRecallUnderShift'])).toBeCloseTo(1 - 2 * between, 1.3);
    // The box loses both: the search cannot miss it in one column.
    expect(said(outputs['underSearch'])).toBeCloseTo(1 - 2 * between, 1.5);
    expect(said(outputs['flipRateInBox'])).toBeCloseTo(2 * between, 1.5);
    // Half of the rows whose x is missing are "yes", and are said to be "no".
    expect(said(outputs['underMissing'])).toBeCloseTo(0.9, 1.5);
    expect(said(outputs['dropUnderScaling'])).toBe(0);
    expect(said(outputs['underSwap'])).toBe('missing-input');
    expect(said(outputs['worst'])).toBe(said(outputs['underShift']));
  });

  test('scaling flips nothing, and that is no certainty', async () => {
    const outputs = await measure(subjectOf(100));
    expect(said(outputs['flipRateUnderScaling'])).toBe(0);
    expect(intervalOf(outputs['flipRateUnderScaling'] as Figure, 0.9)![1]).toBeGreaterThan(0.01);
    expect(said(outputs['underScaling'])).toBe(1);
  });

  test('the search finds corners of several columns', async () => {
    const outputs = await measure(subjectOf(1500, sign, false), { searchSteps: 40 });
    const reach = 1 / Math.SQRT2;
    expect(said(outputs['underSearch'])).toBeCloseTo(1 - (normalCdf(reach) - normalCdf(-reach)), 1.3);
  });

  test('the worst case in the box can be refuted, and never shown', async () => {
    const spread = spreadOf((await measure(subjectOf(2000)))['worstInBox'] as Figure)!;
    expect(supportOf(spread, '>=', 0.9)).toEqual([0, 0]);
    expect(supportOf(spread, '>=', 0.1)).toEqual([0, 1]);
  });

  test('differences from the clean rows are paired', async () => {
    const figure = (await measure(subjectOf(400), { noise: 0.01 }))['dropUnderNoise'] as Figure;
    const [low, high] = intervalOf(figure, 0.9)!;
    expect(high - low).toBeLessThan(0.05);
  });
});

test('categories are swapped for others, and strength 0 leaves a perturbation out', async () => {
  const texts = Array.from({ length: 600 }, (_, row) => `level ${row % 3}`);
  const outputs = await measure(
    {
      task: 'binary-classification',
      test: {
        table: memoryTable({ kind: { texts } }),
        target: {
          kind: 'classes',
          classes: ['no', 'yes'],
          positive: 1,
          codes: Int32Array.from(texts, (text) => Number(text === 'level 0')),
        },
      },
      model: {
        classes: ['no', 'yes'],
        predict: (table) => {
          const kind = table.columns[0]!;
          const codes = kind.type === 'categorical' ? kind.codes : new Int32Array(table.rowCount);
          return { kind: 'classes', labels: codes.map((code) => Number(code === 0)) };
        },
      },
    },
    { missing: 0, swap: 0.3 },
  );
  expect(said(outputs['minRecallUnderSwap'])).toBeCloseTo(0.7, 1);
  expect(said(outputs['underSwap'])).toBeCloseTo(1 - 0.1 - 0.1, 1);
  expect(said(outputs['underMissing'])).toBe('missing-input');
  expect(said(outputs['underSearch'])).toBe('missing-input');
  expect(said(outputs['worst'])).toBe(said(outputs['underSwap']));
});

test('a model that cannot take missing values costs those figures and the worst, no others', async () => {
  const strict = (table: Table): Predictions => {
    if (numbers(table, 'x').some(Number.isNaN)) throw new ModelFault('out-of-domain', 'no value');
    return sign(table);
  };
  const outputs = await measure(subjectOf(200, strict));
  expect(said(outputs['underMissing'])).toBe('out-of-domain');
  expect(said(outputs['worst'])).toBe('out-of-domain');
  expect(typeof said(outputs['underNoise'])).toBe('number');
});

test('errors of numbers grow, and have no worst value', async () => {
  const rng = createRng('numbers');
  const x = Float64Array.from({ length: 300 }, () => rng.normal());
  const outputs = await measure({
    task: 'regression',
    test: { table: memoryTable({ x: { numbers: x } }), target: { kind: 'numbers', values: x.map((v) => v + 1) } },
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: numbers(table, 'x').map((v) => v || 0) }) },
  });
  expect(said(outputs['dropUnderShift'])).toBeCloseTo(0.5, 1);
  expect(said(outputs['dropUnderSearch'])).toBeCloseTo(0.5, 1);
  expect(said(outputs['worstInBox'])).toBe('unsupported');
  expect(said(outputs['flipRateUnderNoise'])).toBe('unsupported');
});

test.each<[string, MemorySubject, Partial<RobustnessParameters>, string, string]>([
  [
    'a predictions file',
    { ...subjectOf(100), model: { ...subjectOf(100).model!, answersNewRows: false } },
    {},
    'clean',
    'unsupported',
  ],
  ['few rows', subjectOf(8), {}, 'clean', 'out-of-domain'],
  ['many columns', subjectOf(100, sign, false), { maxColumns: 1 }, 'underShift', 'budget'],
  ['no search', subjectOf(100), { searchSteps: 0 }, 'worstInBox', 'missing-input'],
])('%s', async (_, subject, params, output, cause) => {
  expect(said((await measure(subject, params))[output])).toBe(cause);
});
