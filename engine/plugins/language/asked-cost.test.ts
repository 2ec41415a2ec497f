import { expect, it } from 'vitest';
import type { LanguageModel } from '../../subject/language/language-model.js';
import { memoryLanguageModel } from '../memory-language.js';
import { moneyOf, withCost } from './asked-cost.js';

it('counts tokens as the server tells them, and what they cost', async () => {
  const price = { currency: 'EUR', prompt: 2, answer: 10 } as unknown as LanguageModel['price'];
  let turn = 0;
  const { model, cost } = withCost(
    memoryLanguageModel({
      answer: () => ({ text: 'yes', ...(turn++ > 0 && { tokens: { prompt: 1e5, answer: 2e4 } }) }),
    }),
  );
  expect(moneyOf(cost, price)).toBeUndefined();
  for (let time = 0; time < 3; time++) await model.ask({ text: 'Is it?' });
  expect(cost).toEqual({ answers: 3, told: 2, promptTokens: 2e5, answerTokens: 4e4 });
  expect(moneyOf(cost, price)).toBeCloseTo(0.4 + 0.4, 12);
});

it('has the name under which the server answers, as soon as it has answered', async () => {
  let served = 'unknown';
  const asked: LanguageModel = {
    ...memoryLanguageModel({
      answer() {
        served = 'tiny-2026';
        return 'yes';
      },
    }),
    get backend() {
      return served;
    },
  };
  const { model } = withCost(asked);
  expect(model.backend).toBe('unknown');
  await model.ask({ text: 'Is it?' });
  expect(model.backend).toBe('tiny-2026');
});
