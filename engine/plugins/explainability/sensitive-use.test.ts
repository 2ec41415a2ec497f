import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import type { Role, Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { decodeDraws } from '../figure.js';
import { isFigure } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { sensitiveUse } from './sensitive-use.js';
import type { SensitiveUseParameters } from './sensitive-use.js';

const defaults: SensitiveUseParameters = {
  attribution: 'shap',
  method: 'auto',
  scale: 'auto',
  class: 'auto',
  rows: [],
  maxRows: 100,
  background: 30,
  together: [],
  tolerance: 0.02,
  mostEvaluations: 2000,
  discretise: true,
  samples: 300,
  kernelWidth: null,
  mostFeatures: 10,
  proxySkill: 0.1,
  bins: 10,
  draws: 400,
};
const measure = (subject: MemorySubject, params: Partial<SensitiveUseParameters> = {}) =>
  sensitiveUse.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
const estimate = (output: Output | undefined): number =>
  output !== undefined && isFigure(output) ? output.estimate : Number.NaN;

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

/** Sex, a district that goes by it with `link`, an income that does not; the answer is `district` + `income`. */
function lending(link: number, sex: readonly Role[], roles: readonly Role[] = ['feature']): MemorySubject {
  const data = (part: string): MemoryData => {
    const rng = createRng(part);
    const codes = Array.from({ length: 300 }, () => rng.integer(2));
    const table = memoryTable({
      sex: { texts: codes.map((code) => 'fm'[code]!), roles: sex },
      district: { numbers: codes.map((code) => link * (2 * code - 1) + rng.normal()), roles },
      income: { numbers: codes.map(() => rng.normal()) },
    });
    return { table, target: { kind: 'numbers', values: answers(table) } };
  };
  const answers = (table: Table): Float64Array => {
    const income = numbers(table, 'income');
    return numbers(table, 'district').map((value, row) => value + income[row]!);
  };
  return {
    task: 'regression',
    train: data('train'),
    test: data('test'),
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: answers(table) }) },
  };
}

describe('a district that goes by sex', () => {
  test('is a proxy with half of the attribution, though sex is not seen', async () => {
    const result = await measure(lending(1.5, ['sensitive']));
    expect(validateResult(sensitiveUse, result)).toEqual([]);
    const { outputs, details } = result;
    expect(outputs['sensitiveShare']).toMatchObject({ estimate: 0, uncertainty: { kind: 'exact' } });
    expect(estimate(outputs['proxyShare'])).toBeGreaterThan(0.5);
    expect(outputs['proxyShare']).toMatchObject({ n: 100, uncertainty: { kind: 'empirical' } });
    expect(estimate(outputs['sensitiveAndProxyShare'])).toBe(estimate(outputs['proxyShare']));
    // A normal number whose mean differs by 3 deviations tells the sex of 93 %.
    expect(estimate(outputs['maxProxySkill'])).toBeGreaterThan(0.6);
    expect(details?.[0]).toMatchObject({
      id: 'use',
      rows: [
        ['district', expect.anything(), 'proxy', 'sex', expect.anything()],
        ['income', expect.anything(), '', 'sex', expect.anything()],
      ],
    });
  });

  test('with the link gone there is no proxy, and the bound of its skill is low', async () => {
    const { outputs } = await measure(lending(0, ['sensitive']));
    expect(estimate(outputs['proxyShare'])).toBe(0);
    const skill = outputs['maxProxySkill']!;
    if (!isFigure(skill) || skill.uncertainty.kind !== 'empirical') throw new Error('the skill is drawn');
    const draws = decodeDraws(skill.uncertainty.draws);
    expect(draws.filter((draw) => draw < 0.1).length).toBeGreaterThan(0.95 * draws.length);
  });

  test('a threshold above its skill takes it out', async () => {
    const { outputs } = await measure(lending(1.5, ['sensitive']), { proxySkill: 0.95 });
    expect(estimate(outputs['proxyShare'])).toBe(0);
  });

  test('a sensitive feature has its own share, and is no proxy of itself', async () => {
    const { outputs } = await measure(lending(0, ['sensitive'], ['feature', 'sensitive']));
    expect(estimate(outputs['sensitiveShare'])).toBeGreaterThan(0.4);
    expect(estimate(outputs['proxyShare'])).toBe(0);
  });

  test('nothing sensitive is a missing input', async () => {
    const { outputs } = await measure(lending(1, []));
    expect(outputs['maxProxySkill']).toMatchObject({ unmeasured: 'missing-input' });
  });

  test.each(['lime', 'occlusion'] as const)('by %s too', async (attribution) => {
    const { outputs } = await measure(lending(1.5, ['sensitive']), { attribution, maxRows: 20 });
    expect(estimate(outputs['proxyShare'])).toBeGreaterThan(0.35);
  });
});
