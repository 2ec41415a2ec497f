import { describe, expect, test } from 'vitest';
import { GPUS, measure } from '../../../tests/fixtures/trainings.js';
import type { TrainingEvidence } from './training-evidence.js';

describe('energy/training-compute', () => {
  test('each way of the guidelines, and how far they are apart', async () => {
    expect(await measure('energy/training-compute', { hardware: [GPUS] })).toMatchObject({
      flops: {
        estimate: 1.08e23,
        unit: 'FLOP',
        uncertainty: {
          kind: 'range',
          lower: expect.closeTo(7.56e22, -18) as number,
          upper: expect.closeTo(1.404e23, -18) as number,
        },
        basis: 'declared',
      },
      methodsRatio: { unmeasured: 'missing-input' },
      modificationShare: { unmeasured: 'missing-input' },
    });
    const compute = { parameters: 3.8e9, tokens: 3.3e12 };
    expect(await measure('energy/training-compute', { hardware: [GPUS], compute })).toMatchObject({
      flops: { estimate: 1.08e23 },
      methodsRatio: { estimate: expect.closeTo(1.08e23 / 7.524e22, 9) as number },
    });
  });
  test('a modifier’s share of the original, both with their margin', async () => {
    expect(
      (await measure('energy/training-compute', { compute: { flops: 1e24, originalFlops: 5e24 } }))[
        'modificationShare'
      ],
    ).toMatchObject({
      estimate: expect.closeTo(0.2, 12) as number,
      uncertainty: {
        kind: 'range',
        lower: expect.closeTo((0.2 * 0.7) / 1.3, 9) as number,
        upper: expect.closeTo((0.2 * 1.3) / 0.7, 9) as number,
      },
    });
  });
  test.each<[string, TrainingEvidence, string]>([
    ['nothing', {}, 'missing-input'],
    ['no utilisation', { hardware: [{ name: 'x', hours: 1, peak: { value: 1, unit: 'TFLOP/s' } }] }, 'missing-input'],
    ['a peak in watts', { hardware: [{ ...GPUS, peak: { value: 1, unit: 'W' } }] }, 'unsupported'],
    ['no computation', { hardware: [{ ...GPUS, hours: 0 }] }, 'out-of-domain'],
    ['more than can be', { compute: { parameters: 1e200, tokens: 1e200 } }, 'out-of-domain'],
  ])('%s', async (_, training, cause) => {
    expect((await measure('energy/training-compute', training))['flops']).toMatchObject({ unmeasured: cause });
  });
});
