import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionable, changeOf } from '../../methods/explainability/actionable.js';
import { nearestCounterfactual } from '../../methods/explainability/counterfactual.js';
import type { Edits } from '../../methods/explainability/counterfactual.js';
import { createRng } from '../../numerics/generator.js';
import { columnOf } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import { quantilesOf } from '../figure-quantiles.js';
import type { Output } from '../figure.js';
import { isFigure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { counterfactual } from './counterfactual.js';
import type { CounterfactualParameters } from './counterfactual.js';

describe('the search', () => {
  const value = fc.integer({ min: -20, max: 20 }).map((n) => n / 10);
  const problem = fc.record({
    own: fc.array(value, { minLength: 3, maxLength: 3 }),
    weights: fc.array(value, { minLength: 3, maxLength: 3 }),
    data: fc.array(fc.array(value, { minLength: 7, maxLength: 7 }), { minLength: 3, maxLength: 3 }),
    limit: fc.integer({ min: 0, max: 40 }).map((n) => n / 10 + 0.05),
    mostChanged: fc.integer({ min: 1, max: 3 }),
  });

  test('finds the nearest of all edits where the score is a sum, as trying every one does', async () => {
    let missed = 0;
    let there = 0;
    await fc.assert(
      fc.asyncProperty(problem, async ({ own, weights, data, limit, mostChanged }) => {
        const features = data.map((values) => actionable('number', values, 12));
        const scoreOf = (edits: Edits): number =>
          own.reduce((sum, one, place) => sum + weights[place]! * (edits.get(place) ?? one), 0);
        if (scoreOf(new Map()) > limit) return;
        const ask = async (edits: readonly Edits[]) =>
          edits.map((edit) => ({ flips: scoreOf(edit) > limit, score: scoreOf(edit) }));
        const plan = { mostChanged, mostAsked: 10_000, rng: createRng('search') };
        const found = await nearestCounterfactual(own, features, [], ask, plan);

        const distanceOf = (edits: Edits): number =>
          [...edits].reduce((sum, [place, to]) => sum + changeOf(features[place]!, own[place]!, to), 0);
        const choices = features.map(({ candidates }) => [undefined, ...candidates]);
        let nearest = Number.POSITIVE_INFINITY;
        for (const a of choices[0]!) {
          for (const b of choices[1]!) {
            for (const c of choices[2]!) {
              const edits = new Map(
                [a, b, c].flatMap((to, place) => (to === undefined || to === own[place] ? [] : [[place, to] as const])),
              );
              if (edits.size <= mostChanged && scoreOf(edits) > limit) nearest = Math.min(nearest, distanceOf(edits));
            }
          }
        }
        if (found !== undefined) {
          expect(scoreOf(found.edits)).toBeGreaterThan(limit);
          expect(found.edits.size).toBeLessThanOrEqual(mostChanged);
          expect(found.distance).toBeCloseTo(distanceOf(found.edits), 12);
          expect(found.distance).toBeGreaterThanOrEqual(nearest - 1e-9);
        }
        // One edit is searched in full; of a sum the best edits of the beam lead to a flip where there is one.
        expect(found === undefined).toBe(nearest === Number.POSITIVE_INFINITY);
        if (mostChanged === 1 && found !== undefined) expect(found.distance).toBeCloseTo(nearest, 9);
        if (found !== undefined) {
          there++;
          if (found.distance > nearest + 1e-9) missed++;
        }
      }),
      { numRuns: 300 },
    );
    expect(there).toBeGreaterThan(30);
    expect(missed / there).toBeLessThan(0.3);
  });

  test('without scores a donor shows the way to two edits at once', async () => {
    const features = [0, 1, 2].map(() => actionable('level', [0, 1, 0, 1], 12));
    // Both of the first two must be 1: no single edit flips, and nothing tells which is nearer.
    const isBoth = (edits: Edits): boolean => edits.get(0) === 1 && edits.get(1) === 1;
    const ask = async (edits: readonly Edits[]) => edits.map((edit) => ({ flips: isBoth(edit), score: 0 }));
    const plan = { mostChanged: 2, mostAsked: 1, rng: createRng('donor') };
    const found = await nearestCounterfactual([0, 0, 0], features, [[1, 1, 1]], ask, plan);
    expect([...found!.edits]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(found!.distance).toBe(2);
  });

  test('candidates are values of the data, scaled by their median absolute deviation', () => {
    const { candidates, scale } = actionable('number', [1, 2, 3, 4, Number.NaN, 100, Number.POSITIVE_INFINITY], 3);
    expect([...candidates]).toEqual([1, 3, 100]);
    expect(scale).toBe(1);
    expect(actionable('number', [5, 5, 5], 3)).toMatchObject({ scale: 1, candidates: Float64Array.of(5) });
    // The median deviation is 0: the mean one, of a fifth of 10.
    expect(actionable('number', [0, 0, 0, 0, 10], 3).scale).toBe(2);
    expect([...actionable('level', [2, -1, 2, 0, 1, 1], 2).candidates]).toEqual([1, 2]);
  });
});

const defaults: CounterfactualParameters = {
  wanted: 'yes',
  immutable: [],
  changeSensitive: false,
  mostChanged: 2,
  candidates: 12,
  donors: 3,
  mostAsked: 500,
  trainingRows: 500,
  maxRows: 40,
  draws: 300,
};
const measure = async (subject: MemorySubject, params: Partial<CounterfactualParameters> = {}) => {
  const result = await counterfactual.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
  expect(validateResult(counterfactual, result)).toEqual([]);
  return result;
};
const ends = (output: Output | undefined): readonly number[] => {
  if (output === undefined || !isFigure(output)) return [];
  const quantiles = quantilesOf(output, 1000)!;
  return [quantiles[0]!, quantiles.at(-1)!];
};

/** Yes needs an income above 1 and a steady job; age says nothing but is asked. */
function credit(rows: number, roles: MemoryColumn['roles'] = ['feature']): MemorySubject {
  const part = (seed: string) => {
    const rng = createRng(seed);
    const texts = Array.from({ length: rows }, () => ['steady', 'none', 'casual'][rng.integer(3)]!);
    const draw = () => Float64Array.from({ length: rows }, () => rng.normal());
    return { table: memoryTable({ income: { numbers: draw() }, job: { texts, roles }, age: { numbers: draw() } }) };
  };
  const codes = new Int32Array(rows);
  const target = { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes } as const;
  const decide = (table: Table): Int32Array => {
    const [income, job] = [columnOf(table, 'income'), columnOf(table, 'job')];
    return Int32Array.from({ length: table.rowCount }, (_, row) => {
      const steady = job?.type === 'categorical' && job.levels[job.codes[row]!] === 'steady';
      return Number(steady && income?.type === 'numeric' && income.values[row]! > 1);
    });
  };
  return {
    task: 'binary-classification',
    train: { ...part('train'), target },
    test: { ...part('test'), target },
    model: { classes: ['no', 'yes'], predict: (table) => ({ kind: 'classes', labels: decide(table) }) },
  };
}

describe('credit by income and job, decisions alone', () => {
  test('every refusal has a change of one or two features, and no other is named', async () => {
    const { outputs, details } = await measure(credit(200));
    expect(outputs).toMatchObject({
      counterfactualShare: { estimate: 1, n: 40 },
      actionableFeatures: { estimate: 3 },
      searchedRows: { estimate: 40 },
    });
    // At least: 40 of 40; of the upper end nothing is known, nor of the lower end of what was found.
    expect(ends(outputs['counterfactualShare'])[0]).toBeGreaterThan(0.8);
    expect(ends(outputs['counterfactualShare'])[1]).toBe(1);
    expect(ends(outputs['featuresChanged'])[0]).toBe(1);
    expect(ends(outputs['distance'])[0]).toBe(0);
    const changes = details?.find(({ id }) => id === 'changes');
    const named = changes?.type === 'table' ? changes.rows.map(([, names]) => names) : [];
    expect(named.every((names) => ['income', 'job', 'income, job'].includes(String(names)))).toBe(true);
  });

  test('what nobody can change stays: without the job some have none', async () => {
    const { outputs } = await measure(credit(200), { immutable: ['job'] });
    const share = outputs['counterfactualShare'];
    expect(share !== undefined && isFigure(share) && share.estimate).toBeGreaterThan(0.1);
    expect(share !== undefined && isFigure(share) && share.estimate).toBeLessThan(0.6);
    expect(outputs['featuresChanged']).toMatchObject({ estimate: 1 });
    // What was not found may be there: no demand for "at most" can pass.
    expect(ends(share)[1]).toBe(1);
  });

  test('nor does a sensitive feature change, unless it may', async () => {
    const subject = credit(100, ['feature', 'sensitive']);
    const { outputs } = await measure(subject);
    expect(outputs['actionableFeatures']).toMatchObject({ estimate: 2 });
    const free = await measure(subject, { changeSensitive: true });
    expect(free.outputs['actionableFeatures']).toMatchObject({ estimate: 3 });
  });

  test.each<[string, Partial<CounterfactualParameters>, string]>([
    ['a decision that no class is', { wanted: 'perhaps' }, 'unsupported'],
    ['an immutable column that is none', { immutable: ['wealth'] }, 'unsupported'],
    ['nothing that may change', { immutable: ['income', 'job', 'age'] }, 'unsupported'],
  ])('%s is a cause', async (_, params, cause) => {
    const { outputs } = await measure(credit(50), params);
    expect(new Set(Object.values(outputs).map((output) => 'unmeasured' in output && output.unmeasured))).toEqual(
      new Set([cause]),
    );
  });
});
