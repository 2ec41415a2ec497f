import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { estimatorOf } from '../../estimators/registry.js';
import { intervalOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { outOfBag } from './out-of-bag.js';

const measure = async (subject: MemorySubject) => {
  const result = await outOfBag.measure(memoryContext(memorySubject(subject), { draws: 400 }));
  expect(validateResult(outOfBag, result)).toEqual([]);
  return result.outputs;
};
const forest = (given: object = {}) => ({ type: 'random-forest', with: { ...given } });
const task = 'binary-classification' as const;
const whole = breastCancer();

test('breast cancer: scikit-learn’s out-of-bag score lies in the interval', async () => {
  const reference = JSON.parse(
    readFileSync(new URL('../../../tests/reference/forests.json', import.meta.url), 'utf8'),
  ) as { outOfBag: { breast_cancer: number } };
  const outputs = await measure({ task, whole, estimator: forest() });
  const accuracy = outputs['accuracy']!;
  if (!isFigure(accuracy)) throw new Error('accuracy is measured');
  const [low, high] = intervalOf(accuracy, 0.9)!;
  expect(low).toBeLessThan(reference.outOfBag.breast_cancer);
  expect(high).toBeGreaterThan(reference.outOfBag.breast_cancer);
  expect(Math.abs(accuracy.estimate - reference.outOfBag.breast_cancer)).toBeLessThan(0.01);
  expect(outputs['rows']).toMatchObject({ estimate: 569 });
  expect(outputs['r2']).toMatchObject({ unmeasured: 'unsupported' });
});

test('numbers; a single tree leaves a third of the rows out of its bag', async () => {
  const rng = createRng('line');
  const x = Float64Array.from({ length: 600 }, () => rng.normal());
  const data: MemoryData = {
    table: memoryTable({ x: { numbers: x } }),
    target: { kind: 'numbers', values: x.map((value) => 2 * value + rng.normal()) },
  };
  const outputs = await measure({ task: 'regression', whole: data, estimator: forest({ trees: 1, minLeaf: 20 }) });
  // R² of the truth is 0.8.
  expect(outputs['r2']).toMatchObject({ estimate: expect.closeTo(0.78, 1) as number });
  const rows = outputs['rows']!;
  expect(isFigure(rows) && Math.abs(rows.estimate / 600 - 1 / Math.E)).toBeLessThan(0.06);
});

test.each<[string, MemorySubject, string]>([
  ['no estimator', { task, whole }, 'missing-input'],
  ['an estimator without bags', { task, whole, estimator: { type: 'logistic-regression', with: {} } }, 'unsupported'],
  ['a forest without bootstrap', { task, whole, estimator: forest({ bootstrap: false }) }, 'unsupported'],
  ['groups', { task, whole: { ...whole, groups: new Int32Array(569) }, estimator: forest() }, 'unsupported'],
])('%s', async (_, subject, cause) => {
  const { accuracy } = await measure(subject);
  expect(accuracy && isUnmeasured(accuracy) && accuracy.unmeasured).toBe(cause);
});

/** Two overlapping clouds: what a forest of so many rows is worth on average is had from many new rows. */
test('a limit at the truth passes falsely at most as often as it may', async () => {
  const [populations, rows, fresh] = [60, 100, 1000];
  const settings = { trees: 25, minLeaf: 3 };
  const draw = (count: number, seed: string) => {
    const rng = createRng(seed);
    const codes = Int32Array.from({ length: count }, () => rng.integer(2));
    const column = () => Float64Array.from(codes, (code) => 0.9 * code + rng.normal());
    return { codes, columns: { a: { numbers: column() }, b: { numbers: column() } } };
  };
  const lower: number[] = [];
  let truth = 0;
  for (let population = 0; population < populations; population++) {
    const { codes, columns } = draw(rows, `rows ${population}`);
    const target = { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes } as const;
    const data = { table: memoryTable(columns), target };
    const { accuracy } = await measure({ task, whole: data, estimator: forest(settings) });
    if (accuracy === undefined || !isFigure(accuracy)) throw new Error('accuracy is measured');
    lower.push(intervalOf(accuracy, 0.9)![0]);

    const all = draw(rows + fresh, `new ${population}`);
    const estimator = await estimatorOf(forest(settings), 'classes');
    const every = Int32Array.from({ length: rows + fresh }, (_, row) => row);
    const [answers] = await estimator.answers(
      {
        features: memoryTable(all.columns).columns,
        target: { kind: 'classes', classes: ['no', 'yes'], codes: all.codes },
      },
      [{ train: every.slice(0, rows), test: every.slice(rows) }],
      { rng: createRng, pause: async () => {}, workers: 1 },
    );
    const right = all.codes.subarray(rows).filter((code, row) => answers![2 * row + code]! > 0.5).length;
    truth += right / fresh / populations;
  }
  const falsely = lower.filter((bound) => bound >= truth).length;
  // α = 0.05, and three standard errors of so few populations.
  expect(falsely / populations).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / populations));
  expect(lower.filter((bound) => bound >= truth - 0.15).length / populations).toBeGreaterThan(0.5);
});
