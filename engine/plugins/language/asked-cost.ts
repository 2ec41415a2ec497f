/** What answers cost: tokens as the server counts them, and money where the subject declares a price. */
import type { Answer, LanguageModel, LanguageRole, Price } from '../../subject/language/language-model.js';
import type { SubjectView } from '../../subject/view.js';

export interface Cost {
  readonly price?: Price;
  readonly answers: number;
  /** Of answers of which the server told the tokens. */
  readonly told: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** Given texts whose probability was asked for: nobody counts their tokens. */
  readonly probabilities: number;
}

export const NO_COST: Cost = { answers: 0, told: 0, promptTokens: 0, answerTokens: 0, probabilities: 0 };

/** In the price's currency. */
export const moneyOf = (tokens: { readonly prompt: number; readonly answer: number }, price: Price): number =>
  (tokens.prompt * price.prompt + tokens.answer * price.answer) / 1e6;

/** A subject as far as language models are asked. */
export type AskedSubject = Pick<SubjectView, 'languageModel' | 'questions'>;

export interface CountedSubject {
  /** Its models count what they answer: known answers too, as when they were given. */
  readonly subject: AskedSubject;
  /** So far, of the models that were opened. */
  costs(): Costs;
}

export type Costs = Readonly<Partial<Record<LanguageRole, Cost>>>;

export function countedSubject(subject: AskedSubject): CountedSubject {
  const opened = new Map<LanguageRole, CountedModel>();
  return {
    subject: {
      async languageModel(role = 'model') {
        const model = await subject.languageModel(role);
        if (model === undefined) return undefined;
        const known = opened.get(role) ?? countedModel(model);
        opened.set(role, known);
        return known.model;
      },
      questions: (name) => subject.questions(name),
    },
    costs: () => Object.fromEntries([...opened].map(([role, { cost }]) => [role, cost()])),
  };
}

export interface CountedModel {
  readonly model: LanguageModel;
  /** So far. */
  cost(): Cost;
}

export function countedModel(model: LanguageModel): CountedModel {
  let cost: Cost = { ...NO_COST, ...(model.price !== undefined && { price: model.price }) };
  const count = (answer: Answer): Answer => {
    const { tokens } = answer;
    cost = {
      ...cost,
      answers: cost.answers + 1,
      told: cost.told + (tokens === undefined ? 0 : 1),
      promptTokens: cost.promptTokens + (tokens?.prompt ?? 0),
      answerTokens: cost.answerTokens + (tokens?.answer ?? 0),
    };
    return answer;
  };
  const { name, basis, concurrency, price, runsHere } = model;
  return {
    cost: () => cost,
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
      async logProbability(prompt, continuation, signal) {
        const given = await model.logProbability(prompt, continuation, signal);
        cost = { ...cost, probabilities: cost.probabilities + 1 };
        return given;
      },
      embed: (texts, signal) => model.embed(texts, signal),
      keptReading: (of, take) => model.keptReading(of, take),
      get spent() {
        return model.spent;
      },
      close: () => model.close(),
    },
  };
}
