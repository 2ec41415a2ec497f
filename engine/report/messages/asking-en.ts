/** What was asked of language models, and what stopping early spared, in English. */

export const asking = {
  asking: {
    title: 'Asked and spared',
    columns: { quantity: 'quantity', asked: 'asked', spared: 'spared', unit: 'unit' },
    quantities: {
      questions: 'questions',
      answers: 'answers',
      probabilities: 'probabilities of given texts',
      promptTokens: 'tokens of prompts',
      answerTokens: 'tokens of answers',
      money: 'money',
      energy: 'energy of the answers',
    },
    ofJudge: (quantity: string) => `${quantity}, of the judge`,
    atLeast: (quantity: string) => `${quantity}, at least`,
    atMost: (quantity: string) => `${quantity}, at most`,
    energyTitle: 'What the energy is known by',
    energyBy: {
      meter: 'joules per token that energy/tokens read from a meter',
      regression: 'published regressions on the declared size of the model',
    },
    energyOf: (source: string, basis: string) => `The tokens of the answers, by ${source} (${basis}).`,
    energyOfJudge: 'What the judge used is not among it: nobody says how large it is.',
    energyUnknown: (reason: string) => `Not known: ${reason}.`,
    ofRule: (asked: string, all: string) => `${asked} of ${all} questions were asked.`,
    ofCheck: (asked: string, all: string) => `${asked} of ${all} questions to language models were asked.`,
    spared: (questions: string, what: string) => `Not asking the other ${questions} spared about ${what}.`,
    energy: (joules: string, basis: string, lower?: string, upper?: string) =>
      `${joules} (${lower === undefined ? '' : `${lower} to ${upper}; `}${basis})`,
    promptTokens: (tokens: string) => `${tokens} prompt tokens`,
    answerTokens: (tokens: string) => `${tokens} answer tokens`,
    judged: (what: string) => `${what} of the judge`,
    and: ' and ',
  },
};
