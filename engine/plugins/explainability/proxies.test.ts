import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { decodeDraws, isFigure } from '../figure.js';
import { memoryTable } from '../memory-subject.js';
import type { Table } from '../../subject/table.js';
import { greatestSkill, proxiesOf } from './proxies.js';
import type { Proxy } from './proxies.js';

/** A sensitive column, and features that follow it by some share of their variance. */
function tableOf(rows: number, links: readonly number[], seed: string, ofNumbers: boolean): Table {
  const rng = createRng(seed);
  const hidden = Array.from({ length: rows }, () => rng.normal());
  const features = links.map((link) => hidden.map((value) => link * value + Math.sqrt(1 - link * link) * rng.normal()));
  return memoryTable({
    secret: ofNumbers ? { numbers: hidden } : { texts: hidden.map((value) => (value > 0 ? 'yes' : 'no')) },
    ...Object.fromEntries(features.map((numbers, at) => [`x${at}`, { numbers }])),
  });
}

const found = (train: Table, test: Table, features: readonly string[]): readonly Proxy[] =>
  proxiesOf(features, ['secret'], { train, test, groups: undefined, weights: undefined }, 5);

describe('a limit at the true skill of the forecasts that were learned', () => {
  // 5 % of 100 are 5; more than 12 come of chance less than once in 500 times.
  test.each([
    ['a class, one feature', [0.7], false],
    ['a class, three features alike', [0.6, 0.6, 0.6], false],
    ['a number, one feature', [0.7], true],
    ['a number, three features', [0.6, 0.5, 0.1], true],
  ] as const)('of %s is passed falsely at most as often as said', (_, links, ofNumbers) => {
    let [atLeast, atMost] = [0, 0];
    const names = links.map((__, at) => `x${at}`);
    for (let sample = 0; sample < 100; sample++) {
      const train = tableOf(150, links, `train ${sample}`, ofNumbers);
      const truth = Math.max(
        ...found(train, tableOf(2000, links, `all ${sample}`, ofNumbers), names).map(({ skill }) => skill),
      );
      const figure = greatestSkill(found(train, tableOf(80, links, `test ${sample}`, ofNumbers), names), {
        rng: (stream) => createRng(`${sample} ${stream}`),
        draws: 199,
        rows: 'rows',
      });
      if (!isFigure(figure) || figure.uncertainty.kind !== 'empirical') throw new Error('the skill is drawn');
      const draws = decodeDraws(figure.uncertainty.draws);
      const above = draws.filter((draw) => draw >= truth).length / draws.length;
      if (above >= 0.95) atLeast++;
      if (above <= 0.05) atMost++;
    }
    expect(atLeast).toBeLessThanOrEqual(12);
    expect(atMost).toBeLessThanOrEqual(12);
  });
});

describe('columns that foretell nothing', () => {
  test.each([
    ['constant', Array.from({ length: 60 }, () => 'a')],
    ['missing', Array.from({ length: 60 }, () => null)],
  ] as const)('a sensitive column that is %s has no proxies', (_, texts) => {
    const rng = createRng('x');
    const table = memoryTable({ secret: { texts }, x: { numbers: Array.from({ length: 60 }, () => rng.normal()) } });
    const proxies = found(table, table, ['x']);
    expect(proxies).toEqual([]);
    expect(greatestSkill(proxies, { rng: () => rng, draws: 200, rows: 'r' })).toMatchObject({
      unmeasured: 'out-of-domain',
    });
  });

  test('a feature of nothing but missing values has no skill', () => {
    const table = memoryTable({
      secret: { texts: Array.from({ length: 60 }, (_, at) => 'ab'[at % 2]!) },
      x: { numbers: new Float64Array(60).fill(Number.NaN) },
    });
    expect(Math.abs(found(table, table, ['x'])[0]!.skill)).toBeLessThan(1e-9);
  });

  test('a copy of the column, by text or by number, tells all of it', () => {
    const texts = Array.from({ length: 60 }, (_, at) => 'abc'[at % 3]!);
    const table = memoryTable({
      secret: { texts },
      x: { texts },
      y: { numbers: texts.map((text) => 'abc'.indexOf(text)) },
    });
    for (const { skill } of found(table, table, ['x', 'y'])) expect(skill).toBeGreaterThan(0.99);
  });
});
