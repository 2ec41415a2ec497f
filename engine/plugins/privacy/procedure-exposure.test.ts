import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../judge/support.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { noisyLabels } from './membership-inference.subjects.js';
import { procedureExposure } from './procedure-exposure.js';
import type { ProcedureExposureParameters } from './procedure-exposure.js';

const PARAMETERS: ProcedureExposureParameters = {
  attack: 'lira',
  online: true,
  variance: 'fixed',
  shadows: 16,
  gamma: 1,
  offlineA: 0.33,
  population: 2500,
  rows: 1200,
  targets: 8,
  draws: 400,
};
const whole = noisyLabels(1500, 8);
const of = (type: string, settings = {}): MemorySubject => ({
  task: 'binary-classification',
  whole,
  estimator: { type, with: settings },
});

async function measure(subject: MemorySubject, parameters: Partial<ProcedureExposureParameters> = {}) {
  const context = memoryContext(memorySubject(subject), { ...PARAMETERS, ...parameters });
  const result = await procedureExposure.measure(context);
  expect(validateResult(procedureExposure, result)).toEqual([]);
  return result;
}

const passes = (output: Output | undefined, operator: '>=' | '<=', limit: number): boolean => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return supportOf(spreadOf(output)!, operator, limit)[0] >= 0.95;
};

describe('models of a procedure', () => {
  const tree = { minLeaf: 1 };
  test.each(['lira', 'rmia', 'loss-threshold'] as const)(
    'trees that learn rows by heart are exposed by %s',
    async (attack) => {
      const { outputs } = await measure(of('random-forest', { ...tree, trees: 5 }), { attack });
      expect(passes(outputs['rocAuc'], '>=', 0.65)).toBe(true);
      expect(passes(outputs['balancedAccuracy'], '>=', 0.6)).toBe(true);
      expect(outputs['targets']).toMatchObject({ estimate: 8 });
    },
  );

  test('a logistic regression of many rows is not', async () => {
    const { outputs, details } = await measure(of('logistic-regression'));
    expect(passes(outputs['rocAuc'], '<=', 0.6)).toBe(true);
    expect(passes(outputs['tprAtOnePercentFpr'], '<=', 0.05)).toBe(true);
    expect(outputs['tprAtOnePerMilleFpr']).toMatchObject({ unmeasured: 'out-of-domain' });
    expect(details?.find(({ id }) => id === 'targets')).toMatchObject({ rows: { length: 8 } });
  });

  test.each<[string, MemorySubject, string]>([
    [
      'a regression',
      {
        ...of('linear-regression'),
        task: 'regression',
        whole: { ...whole, target: { kind: 'numbers', values: new Float64Array(1500) } },
      },
      'unsupported',
    ],
    ['an unknown estimator', of('oracle'), 'unsupported'],
    ['few rows', { ...of('logistic-regression'), whole: noisyLabels(8, 2) }, 'out-of-domain'],
  ])('%s', async (_, subject, cause) => {
    const { rocAuc } = (await measure(subject)).outputs;
    expect(rocAuc && isUnmeasured(rocAuc) && rocAuc.unmeasured).toBe(cause);
  });
});
