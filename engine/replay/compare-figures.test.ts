import { describe, expect, test } from 'vitest';
import { createRng } from '../numerics/generator.js';
import type { MeasurementRecord } from '../report/report.js';
import { compareFigures } from './compare-figures.js';

type Outputs = MeasurementRecord['outputs'];

const record = (outputs: Outputs, more: Partial<MeasurementRecord> = {}): MeasurementRecord => ({
  key: `sha256:${'0'.repeat(64)}`,
  plugin: 'evaluation/holdout',
  version: '1.0.0',
  with: {},
  about: 'model',
  outputs,
  details: [],
  seed: 1,
  deterministic: true,
  startedAt: '2026-11-24T00:00:00Z',
  seconds: 1,
  cached: false,
  ...more,
});

const normal = (estimate: number, scale = 0.01): Outputs[string] => ({
  estimate,
  unit: '1',
  basis: 'observed',
  uncertainty: { kind: 'student-t', scale, df: 1e6 },
});
const exact = (estimate: number, unit = '1'): Outputs[string] => ({
  estimate,
  unit,
  basis: 'observed',
  uncertainty: { kind: 'exact' },
});
const band = (estimate: number, lower: number, upper: number): Outputs[string] => ({
  estimate,
  unit: '1',
  basis: 'estimated',
  uncertainty: { kind: 'range', lower, upper },
});
const unmeasured = (cause: 'failed' | 'timed-out'): Outputs[string] => ({ unmeasured: cause, detail: '' });

const agreement = (before: Outputs[string], after: Outputs[string], deterministic = true): string =>
  compareFigures([record({ x: before }, { deterministic })], [record({ x: after })])[0]!.agreement;

describe('two runs', () => {
  // Half widths at 99 %: 2.576 scales; of two figures, in quadrature, 0.0364.
  test.each([
    ['equal', normal(0.7), normal(0.7), 'same'],
    ['equal but for rounding', exact(0.7), exact(0.7 * (1 + 1e-8)), 'same'],
    ['exact and not equal', exact(186), exact(187), 'differs'],
    ['within both uncertainties', normal(0.7), normal(0.735), 'agrees'],
    ['beyond them', normal(0.7), normal(0.738), 'differs'],
    ['the lower one second', normal(0.738), normal(0.7), 'differs'],
    ['bands that meet', band(1, 0.5, 2), band(3, 1.5, 4), 'agrees'],
    ['bands that do not', band(1, 0.5, 1.4), band(3, 1.5, 4), 'differs'],
    ['of another unit', exact(1, 'B'), exact(1, 'kWh'), 'differs'],
    ['both unmeasured alike', unmeasured('failed'), unmeasured('failed'), 'same'],
    ['unmeasured for another cause', unmeasured('failed'), unmeasured('timed-out'), 'differs'],
    ['one unmeasured', normal(0.7), unmeasured('failed'), 'differs'],
    ['facts', { value: true, basis: 'observed' }, { value: true, basis: 'observed' }, 'same'],
    ['facts that differ', { value: true, basis: 'observed' }, { value: false, basis: 'observed' }, 'differs'],
  ] as const)('%s', (_, before, after, expected) => {
    expect(agreement(before, after)).toBe(expected);
  });

  test('a reading of the machine is told from a contradiction', () => {
    expect(agreement(normal(0.7), normal(0.9), false)).toBe('reading');
    expect(agreement(normal(0.7), normal(0.71), false)).toBe('agrees');
  });

  test('lists by their places, what only one of them has, and what was measured otherwise', () => {
    const before = record({ groups: { items: [{ rate: exact(1) as never }, { rate: exact(2) as never }] } });
    const after = record({ groups: { items: [{ rate: exact(1) as never }] }, more: exact(1) });
    const seen = (figures: ReturnType<typeof compareFigures>) =>
      figures.map(({ output, agreement: found }) => [output, found]);
    expect(seen(compareFigures([before], [after]))).toEqual([
      ['groups[0].rate', 'same'],
      ['groups[1].rate', 'differs'],
      ['more', 'differs'],
    ]);
    const other = record({ groups: { items: [] } }, { with: { bins: 10 } });
    expect(seen(compareFigures([before], [other])).every(([, found]) => found === 'differs')).toBe(true);
  });

  test('of one truth differ by chance at most one time in a hundred', () => {
    const rng = createRng('replay');
    const draw = (): number => rng.normal();
    const runs = 6000;
    let differing = 0;
    for (let run = 0; run < runs; run += 1) {
      if (agreement(normal(0.5 + 0.01 * draw()), normal(0.5 + 0.03 * draw(), 0.03)) === 'differs') differing += 1;
    }
    // Three standard errors above 1 %.
    expect(differing / runs).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / runs));
    expect(differing / runs).toBeGreaterThan(0.005);
  });
});
