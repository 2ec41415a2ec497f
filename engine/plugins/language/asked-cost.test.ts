import { expect, it } from 'vitest';
import type { LanguageModel } from '../../subject/language/language-model.js';
import { memoryLanguageModel } from '../memory-language.js';
import type { MemoryLanguageModel } from '../memory-language.js';
import { countedSubject, moneyOf } from './asked-cost.js';

const subjectOf = (model: LanguageModel, judge?: MemoryLanguageModel) =>
  countedSubject({
    languageModel: async (role = 'model') => (role === 'judge' ? judge && memoryLanguageModel(judge) : model),
    questions: async () => undefined,
  });

it('counts tokens as the server tells them, of the model and of the judge apart', async () => {
  const price = { currency: 'EUR', prompt: 2, answer: 10 };
  let turn = 0;
  const model = memoryLanguageModel({
    price,
    answer: () => ({ text: 'yes', ...(turn++ > 0 && { tokens: { prompt: 1e5, answer: 2e4 } }) }),
    logProbability: () => ({ sum: -1, tokens: 1 }),
  });
  const { subject, costs } = subjectOf(model, { answer: () => 'no' });
  expect(costs()).toEqual({});
  for (let time = 0; time < 3; time++) await (await subject.languageModel())!.ask({ text: 'Is it?' });
  await (await subject.languageModel())!.logProbability({ text: 'It' }, ' is');
  const before = costs();
  await (await subject.languageModel('judge'))!.ask({ text: 'Was it?' });
  const counted = { answers: 3, told: 2, promptTokens: 2e5, answerTokens: 4e4, probabilities: 1, price };
  expect(costs()).toEqual({
    model: counted,
    judge: { answers: 1, told: 0, promptTokens: 0, answerTokens: 0, probabilities: 0 },
  });
  expect(before).toEqual({ model: counted });
  expect(await subjectOf(model).subject.languageModel('judge')).toBeUndefined();
});

it('reckons money by a million tokens', () => {
  expect(moneyOf({ prompt: 2e5, answer: 4e4 }, { currency: 'EUR', prompt: 2, answer: 10 })).toBeCloseTo(0.8, 12);
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
  const model = (await subjectOf(asked).subject.languageModel())!;
  expect(model.backend).toBe('unknown');
  await model.ask({ text: 'Is it?' });
  expect(model.backend).toBe('tiny-2026');
});
