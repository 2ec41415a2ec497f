import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { ModelFault } from '../../subject/view.js';
import { checkPlugin } from '../check-plugin.js';
import type { Comparison } from '../contract.js';
import { isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { consistency } from './consistency.js';
import type { ConsistencyParameters } from './consistency.js';

const PARAMETERS: ConsistencyParameters = {
  questions: 'tasks',
  kinds: ['paraphrase', 'typo', 'order', 'sampling'],
  variants: 3,
  typoRate: 0.05,
  temperature: 0.7,
  sample: null,
  about: 'bank',
};

async function measured(
  questions: readonly MemoryQuestion[],
  answer: MemoryLanguageModel['answer'],
  parameters: Partial<ConsistencyParameters> = {},
  comparisons: readonly Comparison[] = [],
) {
  const set = memoryQuestions('tasks', questions);
  const subject = memorySubject({ task: 'text-generation', languageModel: { answer }, questions: [set] });
  return consistency.measure(memoryContext(subject, { ...PARAMETERS, ...parameters }, { comparisons }));
}

const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const estimates = async (...given: Parameters<typeof measured>) => {
  const { outputs } = await measured(...given);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      isFigure(output) ? output.estimate : 'unmeasured' in output ? output.unmeasured : output,
    ]),
  );
};

const plain = Array.from({ length: 30 }, (_, at): MemoryQuestion => ({
  text: `say something about number ${at}`,
  references: ['yes'],
}));

describe('evaluation/consistency', () => {
  it('keeps the contract', async () => {
    for (const parameters of [{}, { about: 'population', sample: 5 }] as const)
      expect(await checkPlugin(consistency, { ...PARAMETERS, ...parameters })).toEqual([]);
  });

  it('of a model that always says the same is 1, and what does not apply is no figure', async () => {
    expect(await estimates(plain, () => 'Yes.')).toMatchObject({
      agreement: 1,
      worstAgreement: 1,
      agreementTypo: 1,
      agreementSampling: 1,
      agreementParaphrase: 'out-of-domain',
      agreementOrder: 'out-of-domain',
      same: 1,
      scoreChange: 0,
      asked: 30,
      spared: 0,
    });
    expect(await estimates(plain, () => 'yes', { kinds: ['typo'] })).toMatchObject({
      agreementSampling: 'missing-input',
    });
  });

  it('compares what is said, not how: case, punctuation and articles do not count, letters stand for choices', async () => {
    let turn = 0;
    const ways = ['Yes', 'yes!', 'the yes', ' YES '];
    expect(await estimates(plain, () => ways[turn++ % 4]!)).toMatchObject({ agreement: 1, same: 1 });
    const choices = plain.map((one) => ({ ...one, choices: ['red', 'green', 'blue'], answer: 1 }));
    const green = (prompt: Parameters<MemoryLanguageModel['answer']>[0]): string =>
      /([A-C])\. green/.exec(promptText(prompt))![1]!;
    expect(await estimates(choices, green, { kinds: ['order'] })).toMatchObject({ agreementOrder: 1 });
    // One that always takes the first choice agrees as far as the first choices do.
    const biased = await estimates(choices, () => 'A', { kinds: ['order'], variants: 5 });
    // All six orders: each choice is first in two of them, 3 of 15 pairs agree.
    expect(biased['agreementOrder']).toBeCloseTo(3 / 15, 12);
    expect(biased['same']).toBe(0);
  });

  it('finds what typos and repeated asking change, at the rate that is planted', async () => {
    const known = new Set(plain.map(({ text }) => text));
    const brittle = (prompt: Parameters<MemoryLanguageModel['answer']>[0]): string =>
      known.has(promptText(prompt)) ? 'yes' : 'no';
    // The question itself and three forms with typos: 3 of 6 pairs.
    const typo = await estimates(plain, brittle, { kinds: ['typo'] });
    expect(typo).toMatchObject({ agreementTypo: 0.5, same: 0, scoreChange: 0.5 });
    const seen: (number | undefined)[] = [];
    const moody: MemoryLanguageModel['answer'] = (_, { sample = 0, temperature }) => {
      seen.push(temperature);
      return temperature !== undefined && sample === 3 ? 'no' : 'yes';
    };
    const again = await estimates(plain, moody, { kinds: ['sampling'], temperature: 0.9 });
    expect(again).toMatchObject({ agreementSampling: 0.5, same: 0 });
    expect(new Set(seen)).toEqual(new Set([undefined, 0.9]));
  });

  it('takes the questions of one cluster as paraphrases and as one observation', async () => {
    const pairs = Array.from({ length: 40 }, (_, at): MemoryQuestion => ({
      text: `${at % 2 === 0 ? 'What is' : 'Tell me'} ${Math.floor(at / 2)}`,
      references: ['same'],
      cluster: `c${Math.floor(at / 2)}`,
    }));
    const half: MemoryLanguageModel['answer'] = (prompt) =>
      Number(/\d+/.exec(promptText(prompt))![0]) % 4 === 0 && promptText(prompt).startsWith('Tell') ? 'other' : 'same';
    const { outputs } = await measured(pairs, half, { kinds: ['paraphrase'] });
    expect(figure(outputs['agreementParaphrase'])).toMatchObject({ estimate: 0.75, n: 20 });
    expect(figure(outputs['asked']).estimate).toBe(40);
  });

  it('asks nothing of which no kind of change tells anything', async () => {
    const choices = plain
      .slice(0, 12)
      .map((one, at) => ({ ...one, text: `choose ${at}`, choices: ['red', 'green'], answer: 0 }));
    const said = new Set<string>();
    const answer: MemoryLanguageModel['answer'] = (prompt) => {
      said.add(promptText(prompt));
      return 'A';
    };
    expect(await estimates([...plain, ...choices], answer, { kinds: ['order'] })).toMatchObject({
      asked: 12,
      spared: 0,
    });
    expect([...said].filter((text) => !text.startsWith('choose'))).toEqual([]);
  });

  it('covers the true rate of a population, and asks no more than a rule needs', async () => {
    const many = Array.from({ length: 2000 }, (_, at): MemoryQuestion => ({
      text: `question ${at}`,
      references: ['yes'],
    }));
    const rng = createRng('answers');
    const parameters = { kinds: ['sampling'], variants: 1, about: 'population' } as const;
    const { outputs } = await measured(many, () => (rng.next() < 0.95 ? 'yes' : 'no'), parameters, [
      { output: 'agreementSampling', confidence: 0.95, against: { operator: '>=', limit: 0.8 } },
    ]);
    const { uncertainty } = figure(outputs['agreementSampling']);
    if (uncertainty.kind !== 'bounds') throw new Error(uncertainty.kind);
    const truth = 0.95 ** 2 + 0.05 ** 2;
    expect(uncertainty.lower).toBeGreaterThanOrEqual(0.8);
    expect(uncertainty.lower).toBeLessThanOrEqual(truth);
    expect(uncertainty.upper).toBeGreaterThanOrEqual(truth);
    expect(figure(outputs['asked']).estimate).toBeLessThan(500);
  });

  it('takes an answer that failed as the same and as another', async () => {
    let count = 0;
    const flaky: MemoryLanguageModel['answer'] = () => {
      if (count++ === 7) throw new ModelFault('timed-out', 'no answer');
      return 'yes';
    };
    const { outputs } = await measured(plain, flaky, { kinds: ['sampling'] });
    const { uncertainty, estimate } = figure(outputs['agreementSampling']);
    expect(estimate).toBe(1);
    expect(uncertainty).toMatchObject({ kind: 'bounds', upper: 1 });
    expect(uncertainty.kind === 'bounds' && uncertainty.lower).toBeCloseTo(1 - 3 / 6 / 30, 12);
    expect(figure(outputs['unanswered']).estimate).toBe(1);
  });

  it('compares the likeliest choices where probabilities are asked for, whatever their letters', async () => {
    // Texts that are letters of other choices.
    const choices = plain.map((one) => ({ ...one, choices: ['C', 'A', 'B'], answer: 1 }));
    const set = memoryQuestions('tasks', choices, { scorer: { type: 'choice', by: 'log-probability' } });
    const agreement = async (sum: (prompt: string, continuation: string) => number): Promise<unknown> => {
      const languageModel: MemoryLanguageModel = {
        answer: () => '',
        logProbability: (prompt, continuation) => ({ sum: sum(promptText(prompt), continuation.trim()), tokens: 1 }),
      };
      const subject = memorySubject({ task: 'text-generation', languageModel, questions: [set] });
      const parameters = { ...PARAMETERS, kinds: ['order'] as const, variants: 5 };
      return figure((await consistency.measure(memoryContext(subject, parameters))).outputs['agreementOrder']).estimate;
    };
    expect(await agreement((_, continuation) => (continuation === 'B' ? -1 : -2))).toBe(1);
    const first = (prompt: string): string => /A\. (.)/.exec(prompt)![1]!;
    expect(await agreement((prompt, continuation) => (continuation === first(prompt) ? -1 : -2))).toBeCloseTo(
      3 / 15,
      12,
    );
  });

  it('of answers that a judge scores asks no judge, and tells no change of score', async () => {
    const set = memoryQuestions('tasks', plain, { scorer: { type: 'judge' } });
    const asked: string[] = [];
    const judge: MemoryLanguageModel = { answer: (prompt) => `${asked.push(promptText(prompt))}` };
    const languageModel: MemoryLanguageModel = { answer: () => 'yes' };
    const subject = memorySubject({ task: 'text-generation', languageModel, judge, questions: [set] });
    const comparisons: Comparison[] = [
      { output: 'agreement', confidence: 0.95, against: { operator: '>=', limit: 0.5 } },
      { output: 'scoreChange', confidence: 0.95, against: { operator: '<=', limit: 0.1 } },
    ];
    const { outputs } = await consistency.measure(
      memoryContext(subject, { ...PARAMETERS, about: 'population' }, { comparisons }),
    );
    expect(figure(outputs['agreement']).estimate).toBe(1);
    expect(figure(outputs['asked']).estimate).toBeLessThan(30);
    expect(outputs['scoreChange']).toMatchObject({ unmeasured: 'unsupported' });
    expect(asked).toEqual([]);
  });
});
