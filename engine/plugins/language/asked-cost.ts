/** What answers cost: tokens as the server counts them, and money where the subject declares a price. */
import type { Answer, LanguageModel } from '../../subject/language/language-model.js';

export interface Cost {
  answers: number;
  /** Of answers of which the server told the tokens. */
  told: number;
  promptTokens: number;
  answerTokens: number;
}

/** The model, with the cost of the answers that it gives through it: of known ones too, as when they were given. */
export function withCost(model: LanguageModel): { readonly model: LanguageModel; readonly cost: Readonly<Cost> } {
  const cost: Cost = { answers: 0, told: 0, promptTokens: 0, answerTokens: 0 };
  const count = (answer: Answer): Answer => {
    cost.answers += 1;
    if (answer.tokens !== undefined) {
      cost.told += 1;
      cost.promptTokens += answer.tokens.prompt;
      cost.answerTokens += answer.tokens.answer;
    }
    return answer;
  };
  const { name, basis, concurrency, price, runsHere } = model;
  return {
    cost,
    model: {
      name,
      basis,
      // Only answers tell which model the server has.
      get backend() {
        return model.backend;
      },
      concurrency,
      ...(price !== undefined && { price }),
      ...(runsHere && { runsHere }),
      ask: async (prompt, asking) => count(await model.ask(prompt, asking)),
      logProbability: (prompt, continuation, signal) => model.logProbability(prompt, continuation, signal),
      embed: (texts, signal) => model.embed(texts, signal),
      keptReading: (of, take) => model.keptReading(of, take),
      get spent() {
        return model.spent;
      },
      close: () => model.close(),
    },
  };
}

/** In the price's currency; `undefined` where no price is declared or no tokens were told. */
export function moneyOf({ told, promptTokens, answerTokens }: Cost, price: LanguageModel['price']): number | undefined {
  if (price === undefined || told === 0) return undefined;
  return (promptTokens * price.prompt + answerTokens * price.answer) / 1e6;
}
