import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData } from '../memory-subject.js';
import { crossValidation } from './cross-validation.js';

const [ROWS, COLUMNS, LEVELS] = [1200, 30, 500];

/** Text columns of which half of the rows see some 350 levels each: more than 10,000 columns of 0 and 1. */
const rng = createRng('levels');
const texts = Array.from({ length: COLUMNS }, () => Array.from({ length: ROWS }, () => `level ${rng.integer(LEVELS)}`));
const table = memoryTable(Object.fromEntries(texts.map((column, index) => [`x${index}`, { texts: column }])));
const codes = Int32Array.from(texts[0]!, (level) => Number(level.endsWith('7') || rng.next() < 0.3));
const classes: MemoryData = { table, target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes } };
const numbers: MemoryData = { table, target: { kind: 'numbers', values: Float64Array.from(codes) } };

const split = { type: 'k-fold', folds: 2, repeats: 1, shuffle: false, testSize: 0.25, column: null } as const;

test.each([
  ['mlp', { hidden: [20], epochs: 3 }, classes, 'accuracy', 'measured'],
  ['decision-tree', { maxDepth: 5 }, classes, 'accuracy', 'measured'],
  ['random-forest', { trees: 10 }, classes, 'accuracy', 'measured'],
  ['extra-trees', { trees: 10, maxFeatures: 'sqrt' }, numbers, 'r2', 'measured'],
  ['logistic-regression', {}, classes, 'accuracy', 'unsupported'],
  ['linear-regression', {}, numbers, 'r2', 'unsupported'],
  ['ridge', {}, numbers, 'r2', 'unsupported'],
] as const)('10,000 one-hot columns: %s stays within time and memory', async (type, given, whole, metric, wanted) => {
  const task = whole === classes ? 'binary-classification' : 'regression';
  const subject = memorySubject({ task, whole, estimator: { type, with: given } });
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const { outputs } = await crossValidation.measure(memoryContext(subject, { split, draws: 200, bins: 10 }));
  // Quiet machines need a second or two; the matrix of a fold takes 50 MB.
  expect((performance.now() - start) / 1000).toBeLessThan(60);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(1500);
  const output = outputs[metric]!;
  expect(isFigure(output) ? 'measured' : isUnmeasured(output) && output.unmeasured).toBe(wanted);
  if (isUnmeasured(output)) expect(output.detail).toMatch(/^1[01]\d{3} (coefficients|columns): /);
});
