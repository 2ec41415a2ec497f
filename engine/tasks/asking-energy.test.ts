import { describe, expect, it } from 'vitest';
import { intervalOf } from '../judge/support.js';
import type { AskingEnergy, Measurement } from '../measure/measurement.js';
import { generationEnergy } from '../methods/energy/generation-energy.js';
import type { Output } from '../plugins/figure.js';
import { withAskingEnergy } from './asking-energy.js';

const measurement = (plugin: string, more: Partial<Measurement>): Measurement => ({
  key: plugin,
  plugin,
  version: '1.0.0',
  with: { questions: 'tasks' },
  about: 'model',
  outputs: {},
  details: [],
  seed: 1,
  deterministic: true,
  startedAt: '2026-11-26T00:00:00.000Z',
  seconds: 1,
  cached: false,
  ...more,
});

const pair = { asked: 2000, spared: 6000 };
const asks = measurement('evaluation/tasks', {
  asking: { questions: pair, model: { answers: pair, answerTokens: pair }, judge: { answers: pair } },
});
const metered = (energy: Output, questions = 'tasks', value = 'meter'): Measurement =>
  measurement('energy/tokens', {
    key: `energy ${questions}`,
    with: { questions },
    outputs: { energy, source: { value, basis: 'observed' } },
  });
const perThousand = (estimate: number, lower: number, upper: number): Output => ({
  estimate,
  unit: 'J/1e3 token',
  uncertainty: { kind: 'range', lower, upper },
  basis: 'estimated',
});

const energyOf = (others: readonly Measurement[], training?: object, asking = asks) => {
  const all = withAskingEnergy({
    measurements: [asking, ...others],
    training: training as Readonly<Record<string, unknown>> | undefined,
    intervalOf: (figure) => intervalOf(figure, 0.9),
  });
  expect(all.slice(1)).toEqual(others);
  return all[0]!.asking!.energy;
};

describe('the energy of what was asked and spared', () => {
  it('is that of the generated tokens, by what energy/tokens read', () => {
    expect(energyOf([metered(perThousand(13, 6, 31))])).toEqual({
      asked: { joules: 26, range: [12, 62] },
      spared: { joules: 78, range: [36, 186] },
      basis: 'estimated',
      source: 'meter',
    } satisfies AskingEnergy);
  });

  it('is read on the same questions, if it can be', () => {
    const others = [metered(perThousand(1, 1, 2), 'others'), metered(perThousand(5, 5, 6))];
    expect(energyOf(others)).toMatchObject({ asked: { joules: 10 } });
    expect(energyOf([others[0]!])).toMatchObject({ asked: { joules: 2 } });
    expect(energyOf([metered(perThousand(5, 5, 6), 'tasks', 'regression')])).toMatchObject({ source: 'regression' });
  });

  it('is else an estimate by the declared size, with its band', () => {
    const unread = metered({ unmeasured: 'failed', detail: 'the meter is gone' });
    const band = generationEnergy({ active: 8e9, total: 8e9, bits: 16 }, null);
    const near = (value: number) => expect.closeTo(value, 6) as number;
    for (const others of [[], [unread]])
      expect(energyOf(others, { compute: { parameters: 8e9 } })).toEqual({
        asked: { joules: near(2000 * band.estimate), range: [near(2000 * band.lower), near(2000 * band.upper)] },
        spared: { joules: near(6000 * band.estimate), range: [near(6000 * band.lower), near(6000 * band.upper)] },
        basis: 'declared',
        source: 'regression',
      });
  });

  it('says why it is not known', () => {
    expect(energyOf([])).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('training.compute.parameters'),
    });
    expect(energyOf([], { compute: { parameters: 1e6 } })).toMatchObject({ unmeasured: 'out-of-domain' });
    const untold = { ...asks, asking: { questions: pair, model: { answers: pair } } };
    expect(energyOf([metered(perThousand(13, 6, 31))], undefined, untold)).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('does not count'),
    });
  });
});
