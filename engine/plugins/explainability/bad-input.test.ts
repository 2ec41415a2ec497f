/** What the measures of a whole model say of data and models that are hard to measure: causes, in bounded time, nothing lost. */
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import type { Table } from '../../subject/table.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Plugin } from '../contract.js';
import type { Output } from '../figure.js';
import { isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryModel, MemorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { counterfactual } from './counterfactual.js';
import { effects } from './effects.js';
import { surrogate } from './surrogate.js';

const PLUGINS = { surrogate, effects, counterfactual } as unknown as Readonly<Record<string, Plugin<object>>>;
const LIGHTER: Readonly<Record<string, object>> = {
  surrogate: { draws: 200, maxDepth: 3, depth: 2 },
  effects: { draws: 200, mostFeatures: 3, pairFeatures: 2, pairRows: 10, points: 4, maxRows: 20 },
  counterfactual: { draws: 200, maxRows: 12, mostAsked: 60, mostChanged: 2 },
};

const firstOf = (table: Table): Float64Array => {
  const column = table.columns[0];
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

/** Probability of the second class (of `classes`) from the first column; the others share the rest, the nearest most. */
function model(classes: number, probability = (x: number) => 1 / (1 + Math.exp(-2 * (x || 0)))): MemoryModel {
  return {
    classes: Array.from({ length: classes }, (_, at) => `c${at}`),
    predict: (table) => {
      const x = firstOf(table);
      const place = (value: number) => Math.min(classes - 1, Math.max(0, Math.floor(probability(value) * classes)));
      const labels = Int32Array.from(x, place);
      const probabilities = new Float64Array(x.length * classes);
      x.forEach((value, row) => {
        const p = probability(value);
        for (let c = 0; c < classes; c++) {
          const own = classes === 2 ? (c === 1 ? p : 1 - p) : c === labels[row] ? 0.5 : 0.5 / (classes - 1);
          probabilities[row * classes + c] = Number.isNaN(p) ? Number.NaN : own;
        }
      });
      return { kind: 'classes', labels, probabilities };
    },
  };
}

function subject(
  rows: number,
  columns: number,
  of: (row: number, column: number, drawn: number) => number,
  given: MemoryModel,
): MemorySubject {
  const part = (seed: string) => {
    const rng = createRng(seed);
    const numbers = (column: number) => Float64Array.from({ length: rows }, (_, row) => of(row, column, rng.normal()));
    const names = Array.from({ length: columns }, (_, column) => `x${column}`);
    return { table: memoryTable(Object.fromEntries(names.map((name, at) => [name, { numbers: numbers(at) }]))) };
  };
  const { classes } = given;
  const codes = new Int32Array(rows);
  const target = { kind: 'classes', classes, codes, ...(classes.length === 2 && { positive: 1 }) } as const;
  return {
    task: classes.length > 2 ? 'multiclass-classification' : 'binary-classification',
    train: { ...part('train'), target },
    test: { ...part('test'), target },
    model: given,
  };
}

const measured = (outputs: Readonly<Record<string, Output>>): readonly string[] =>
  Object.entries(outputs).flatMap(([name, output]) => (isUnmeasured(output) ? [] : [name]));
const causes = (outputs: Readonly<Record<string, Output>>): ReadonlySet<string> =>
  new Set(Object.values(outputs).flatMap((output) => (isUnmeasured(output) ? [output.unmeasured] : [])));

async function run(name: string, given: MemorySubject, params: object = {}) {
  const plugin = PLUGINS[name]!;
  const { value, faults } = fillParameters(CATALOGUE[plugin.id]!, { ...LIGHTER[name], ...params });
  expect(faults).toEqual([]);
  const result = await plugin.measure(memoryContext(memorySubject(given), value as object));
  expect(validateResult(plugin, result)).toEqual([]);
  // Every output is there, with its figure or its cause.
  expect(Object.keys(result.outputs).sort()).toEqual(Object.keys(plugin.outputs).sort());
  return result;
}

const MAIN = { surrogate: 'treeFidelity', effects: 'features', counterfactual: 'counterfactualShare' } as const;
type Name = keyof typeof MAIN;
const names = Object.keys(MAIN) as Name[];

describe('one column and columns without variance', () => {
  const given = subject(60, 5, (_, column, drawn) => (column === 0 ? drawn : 7), model(2));
  test.each<[Name, readonly string[]]>([
    ['surrogate', ['treeFidelity', 'linearFidelity', 'depthForFidelity']],
    ['counterfactual', ['counterfactualShare', 'featuresChanged', 'distance']],
    ['effects', ['features', 'maxInteraction']],
  ])('%s measures what there is', async (name, expected) => {
    const { outputs } = await run(name, given);
    expect(measured(outputs)).toEqual(expect.arrayContaining([...expected]));
  });
});

describe('rows of which every value is missing', () => {
  // A third of the rows.
  const given = subject(60, 3, (row, _, drawn) => (row % 3 === 0 ? Number.NaN : drawn), model(2));
  test.each(names)('%s counts them among the others', async (name) => {
    const { outputs } = await run(name, given);
    expect(measured(outputs)).toContain(MAIN[name]);
  });

  const none = subject(60, 3, () => Number.NaN, model(2));
  test.each<[Name, string]>([
    ['surrogate', 'out-of-domain'],
    ['effects', 'out-of-domain'],
    ['counterfactual', 'out-of-domain'],
  ])('%s of nothing but missing values has a cause', async (name, cause) => {
    const { outputs } = await run(name, none);
    expect(causes(outputs)).toContain(cause);
  });
});

describe('5,000 columns', () => {
  const given = subject(60, 5000, (_, __, drawn) => drawn, model(2));
  test.each<[Name, object]>([
    ['surrogate', { maxDepth: 1, depth: 1 }],
    ['effects', { mostFeatures: 2 }],
    ['counterfactual', { maxRows: 10, mostChanged: 1, donors: 1 }],
  ])('%s is bounded', { timeout: 60_000 }, async (name, params) => {
    const { outputs } = await run(name, given, params);
    expect(measured(outputs)).toContain(MAIN[name]);
    if (name === 'surrogate') expect(outputs['linearFidelity']).toMatchObject({ unmeasured: 'unsupported' });
  });
});

describe('a model that answers NaN for one row', () => {
  const answers = model(2, (x) => (x === 123 ? Number.NaN : 1 / (1 + Math.exp(-2 * x))));
  const given = subject(60, 3, (row, column, drawn) => (row === 17 && column === 0 ? 123 : drawn), answers);
  test('surrogates of decisions and counterfactuals do without the probability, or name the cause', async () => {
    for (const name of ['surrogate', 'counterfactual'] as const) {
      const { outputs } = await run(name, given);
      const isWhole = measured(outputs).includes(MAIN[name]);
      expect(isWhole || causes(outputs).has('out-of-domain')).toBe(true);
    }
  });
  test.each<[Name, object]>([
    ['surrogate', { answers: 'probability' }],
    ['effects', { maxRows: 60 }],
  ])('%s of probabilities says how many rows have none', async (name, params) => {
    const { outputs } = await run(name, given, params);
    expect(outputs[MAIN[name]]).toMatchObject({ unmeasured: 'out-of-domain', detail: expect.stringContaining('1 of') });
  });
});

describe('100 classes', () => {
  const given = subject(300, 3, (_, __, drawn) => drawn, model(100));
  test.each(names)('%s is bounded', async (name) => {
    const { outputs } = await run(name, given);
    expect(measured(outputs)).toContain(MAIN[name]);
  });
});
