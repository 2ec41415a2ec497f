import { describe, expect, it } from 'vitest';
import type { Asking } from './ask-in-order.js';
import { NO_COST } from './asked-cost.js';
import { reckonedCost } from './reckoned-cost.js';

const price = { prompt: 1, answer: 3, currency: 'USD' };
/** Twenty questions of a hundred, two replies each; four more replies were under way. */
const asking: Asking = { ending: 'settled', came: 44, counted: 40, unanswered: 0 };
const run = { asking, before: {}, questions: 20, size: 100 };

describe('what stopping early spares', () => {
  it('is reckoned at the mean of what was asked', () => {
    const model = { ...NO_COST, answers: 44, told: 44, promptTokens: 4400, answerTokens: 880, price };
    const { questions, ...of } = reckonedCost({ ...run, after: { model } });
    expect(questions).toEqual({ asked: 20, spared: 80 });
    expect(of).toEqual({
      model: {
        answers: { asked: 44, spared: expect.closeTo(160, 10) },
        promptTokens: { asked: 4400, spared: expect.closeTo(16_000, 8) },
        answerTokens: { asked: 880, spared: expect.closeTo(3200, 8) },
        money: { asked: (4400 + 2640) / 1e6, spared: expect.closeTo(25_600 / 1e6, 12), currency: 'USD' },
      },
    });
  });

  it('takes the mean of those answers of which the server tells the tokens', () => {
    const model = { ...NO_COST, answers: 44, told: 22, promptTokens: 2200, answerTokens: 440 };
    const { promptTokens } = reckonedCost({ ...run, after: { model } }).model;
    expect(promptTokens).toEqual({ asked: 2200, spared: expect.closeTo(16_000, 8) });
    const untold = reckonedCost({ ...run, after: { model: { ...NO_COST, answers: 44, price } } });
    expect(untold.model).toEqual({ answers: { asked: 44, spared: expect.closeTo(160, 10) } });
  });

  it('has no share in what a judge said before the first question', () => {
    const before = { judge: { ...NO_COST, answers: 300, told: 300, promptTokens: 6000, answerTokens: 300 } };
    const judge = { ...NO_COST, answers: 344, told: 344, promptTokens: 6440, answerTokens: 344 };
    const cost = reckonedCost({ ...run, before, after: { judge } });
    expect(cost.judge).toMatchObject({
      answers: { asked: 344, spared: expect.closeTo(160, 10) },
      promptTokens: { asked: 6440, spared: expect.closeTo(1600, 8) },
    });
    const unused = reckonedCost({ ...run, before, after: before });
    expect(unused.judge).toMatchObject({
      answers: { asked: 300, spared: 0 },
      promptTokens: { asked: 6000, spared: 0 },
    });
  });

  it('counts probabilities apart, and is nothing where nothing was asked', () => {
    const after = { model: { ...NO_COST, probabilities: 176, price } };
    expect(reckonedCost({ ...run, after }).model).toEqual({
      answers: { asked: 0, spared: 0 },
      probabilities: { asked: 176, spared: expect.closeTo(640, 8) },
    });
    const none = reckonedCost({ ...run, asking: { ...asking, came: 0, counted: 0 }, questions: 0, after: {} });
    expect(none).toEqual({ questions: { asked: 0, spared: 100 }, model: { answers: { asked: 0, spared: 0 } } });
  });
});
