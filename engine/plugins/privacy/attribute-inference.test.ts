import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemoryModel, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { attributeInference } from './attribute-inference.js';

/** `illness` goes with `age`, and the outcome with `age` alone, or with nothing. */
function population(rows: number, seed: string, learnable: boolean): MemoryData & { readonly table: Table } {
  const rng = createRng(seed);
  const age = Float64Array.from({ length: rows }, () => rng.normal());
  const illness = Array.from(age, (value) => (value + rng.normal() > 0 ? 'yes' : 'no'));
  const codes = Int32Array.from(age, (value) => Number((learnable ? value : 0) + rng.normal() > 0));
  return {
    table: memoryTable({
      age: { numbers: age },
      size: { numbers: Float64Array.from(age, () => rng.normal()) },
      illness: { texts: illness, roles: ['feature', 'sensitive'] },
    }),
    target: { kind: 'classes', classes: ['poor', 'good'], codes },
  };
}

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array();
};
const illnessOf = (table: Table): string[] => {
  const column = columnOf(table, 'illness');
  return column?.type === 'categorical' ? Array.from(column.codes, (code) => column.levels[code]!) : [];
};
const answers = (good: Float64Array, probabilities = true) => ({
  kind: 'classes' as const,
  labels: good.map((p) => Number(p > 0.5)) as unknown as Int32Array,
  ...(probabilities && { probabilities: Float64Array.from([...good].flatMap((p) => [1 - p, p])) }),
});

/** Knows its training rows by heart, illness included; of other rows it says nothing. */
function memoriser({ table, target }: MemoryData, probabilities = true): MemoryModel {
  const key = (of: Table, row: number, ill: readonly string[]): string => `${numbers(of, 'size')[row]} ${ill[row]}`;
  const own = illnessOf(table);
  const known = new Map(
    Array.from({ length: table.rowCount }, (_, row) => [
      key(table, row, own),
      target?.kind === 'classes' ? target.codes[row]! : 0,
    ]),
  );
  return {
    classes: ['poor', 'good'],
    predict: (of) => {
      const ill = illnessOf(of);
      return answers(
        Float64Array.from({ length: of.rowCount }, (_, row) => {
          const code = known.get(key(of, row, ill));
          return code === undefined ? 0.5 : 0.05 + 0.9 * code;
        }),
        probabilities,
      );
    },
  };
}

/** Has learnt that the outcome goes with the age. */
const honest: MemoryModel = {
  classes: ['poor', 'good'],
  predict: (table) => answers(numbers(table, 'age').map((age) => 1 / (1 + Math.exp(-1.6 * age)))),
};

async function measure(subject: Partial<MemorySubject>, column: string | null = null) {
  const whole = { task: 'binary-classification', ...subject } as const;
  const context = memoryContext(memorySubject(whole), { column, rows: 5000, draws: 400 });
  const result = await attributeInference.measure(context);
  expect(validateResult(attributeInference, result)).toEqual([]);
  return result.outputs;
}
const passes = (output: Output | undefined, operator: '>=' | '<=', limit: number): boolean => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return supportOf(spreadOf(output)!, operator, limit)[0] >= 0.95;
};

const train = population(800, 'train', true);
const held = population(1600, 'test', true);

describe('a sensitive attribute', () => {
  test('of rows learnt by heart is told, of others not', async () => {
    const random = population(800, 'random', false);
    const outputs = await measure({ train: random, test: population(1600, 'others', false), model: memoriser(random) });
    expect(passes(outputs['attackAccuracy'], '>=', 0.8)).toBe(true);
    expect(passes(outputs['controlAccuracy'], '<=', 0.8)).toBe(true);
    expect(passes(outputs['advantage'], '>=', 0.05)).toBe(true);
    expect(passes(outputs['gainOverImputation'], '>=', 0.05)).toBe(true);
  });

  test('that goes with other columns is guessed of anybody: no advantage, nothing over imputation', async () => {
    const outputs = await measure({ train, test: held, model: honest });
    expect(passes(outputs['attackAccuracy'], '>=', 0.65)).toBe(true);
    expect(passes(outputs['imputationAccuracy'], '>=', 0.65)).toBe(true);
    for (const name of ['advantage', 'gainOverImputation']) {
      expect(passes(outputs[name], '<=', 0.08)).toBe(true);
      expect(passes(outputs[name], '>=', 0.001)).toBe(false);
    }
  });

  test('by labels alone, and in quarters of a number', async () => {
    const byLabel = await measure({ train, test: held, model: memoriser(train, false) });
    expect(passes(byLabel['controlAccuracy'], '>=', 0.6)).toBe(true);
    const age = await measure({ train, test: held, model: honest }, 'age');
    // The outcome halves what is not known of a quarter; chance would be 0.25.
    expect(passes(age['attackAccuracy'], '>=', 0.3)).toBe(true);
    expect(passes(age['advantage'], '<=', 0.1)).toBe(true);
  });

  test('of a regression', async () => {
    const numbersOf = (data: MemoryData): MemoryData => ({
      ...data,
      target: {
        kind: 'numbers',
        values: numbers(data.table, 'age').map((age, i) => 2 * age + 0.5 * numbers(data.table, 'size')[i]!),
      },
    });
    const outputs = await measure({
      task: 'regression',
      train: numbersOf(train),
      test: numbersOf(held),
      model: {
        classes: [],
        predict: (table) => ({ kind: 'numbers', values: numbers(table, 'age').map((age) => 2 * age) }),
      },
    });
    expect(passes(outputs['advantage'], '<=', 0.08)).toBe(true);
  });
});

test.each<[string, Partial<MemorySubject>, string | null, string]>([
  ['no training data', { test: held, model: honest }, null, 'missing-input'],
  ['no such column', { train, test: held, model: honest }, 'height', 'unsupported'],
  ['few rows', { train, test: population(12, 'few', true), model: honest }, null, 'out-of-domain'],
  ['recorded answers', { train, test: held, model: { ...honest, answersNewRows: false } }, null, 'unsupported'],
])('%s', async (_, subject, column, cause) => {
  const { advantage } = await measure(subject, column);
  expect(advantage && isUnmeasured(advantage) && advantage.unmeasured).toBe(cause);
});
