import { describe, expect, it } from 'vitest';
import { createBettingSequence } from '../../methods/evaluation/sequential/betting-sequence.js';
import { createRng } from '../../numerics/generator.js';
import { ModelFault } from '../../subject/view.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { checkPlugin } from '../check-plugin.js';
import type { Comparison } from '../contract.js';
import { isFigure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { answerAttribution } from './answer-attribution.js';
import type { AnswerAttributionParameters } from './answer-attribution-parameters.js';

const parametersOf = (given: object): AnswerAttributionParameters => {
  const { value, faults } = fillParameters(CATALOGUE['explainability/answer-attribution']!, { draws: 300, ...given });
  expect(faults).toEqual([]);
  return value as never;
};

/** Three sentences: one that says the answer, one beside the point, one that asks. */
const riddles = (count: number): readonly MemoryQuestion[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    text: `The key is ${at}. It rains outside. What is the key?`,
    references: [String(at)],
    fields: { evidence: `The key is ${at}.` },
  }));

/** Says the key that it is told, where it is told one. */
const reader: MemoryLanguageModel = {
  answer: (prompt) => promptText(prompt).match(/key\s+is\s+(\d+)/i)?.[1] ?? 'unknown',
};

/** ln P adds up over what is there: 2 for the key, 1 for the question, 0 for the weather, and 3 for key and question. */
const additive: MemoryLanguageModel = {
  ...reader,
  logProbability(prompt) {
    const text = promptText(prompt);
    const [key, question] = [/key\s+is/i.test(text) ? 1 : 0, /What\s+is/i.test(text) ? 1 : 0];
    return { sum: -8 + 2 * key + question + 3 * key * question, tokens: 1 };
  },
};

async function measured(
  model: MemoryLanguageModel,
  questions: readonly MemoryQuestion[],
  given: object = {},
  set = 'tasks',
  { comparisons = [], ...options }: { readonly comparisons?: readonly Comparison[]; readonly sealed?: true } = {},
) {
  const subject = memorySubject({
    task: 'text-generation',
    languageModel: model,
    questions: [memoryQuestions(set, questions, options)],
  });
  return answerAttribution.measure(memoryContext(subject, parametersOf(given), { comparisons }));
}
type Result = Awaited<ReturnType<typeof measured>>;

const estimate = (result: Result, name: string): unknown => {
  const output = result.outputs[name]!;
  return isFigure(output)
    ? output.estimate
    : 'unmeasured' in output
      ? output.unmeasured
      : 'value' in output
        ? output.value
        : output;
};
const partsOf = (result: Result): readonly (readonly unknown[])[] => {
  const table = result.details!.find(({ id }) => id === 'parts');
  return table?.type === 'table' ? table.rows : [];
};

describe('explainability/answer-attribution', () => {
  it('keeps the contract', async () => {
    for (const given of [{}, { evaluations: 4, changes: ['case'], texts: true }, { sampling: 'sequential' }])
      expect(await checkPlugin(answerAttribution, parametersOf(given))).toEqual([]);
  }, 60_000);

  it('gives the Shapley values of log probabilities, which add up', async () => {
    const result = await measured(additive, riddles(12));
    expect(estimate(result, 'value')).toBe('log-probability');
    expect(estimate(result, 'exact')).toBe(true);
    expect(estimate(result, 'sumGap')).toBeLessThan(1e-9);
    expect(partsOf(result)[0]!.slice(0, 4)).toEqual(['r0', 1, 0, 14]);
    const values = partsOf(result)
      .slice(0, 3)
      .map((row) => row.at(-2) as number);
    [3.5, 0, 2.5].forEach((value, at) => expect(values[at]).toBeCloseTo(value, 12));
    expect(estimate(result, 'maxShare')).toBeCloseTo(3.5 / 6, 12);
    expect(estimate(result, 'moved')).toBe(1);
    expect(estimate(result, 'questions')).toBe(12);
  });

  it('finds the part that the answer hangs on by agreement alone', async () => {
    // Of every other riddle the weather tells a second key, so that shares vary.
    const questions = riddles(12).map((one, at) =>
      at % 2 === 0 ? one : { ...one, text: one.text.replace('It rains outside.', `The key is ${at}!`) },
    );
    const result = await measured(reader, questions);
    expect(estimate(result, 'value')).toBe('token-f1');
    expect(estimate(result, 'evidenceShare')).toBeCloseTo(0.75, 12);
    expect(estimate(result, 'maxShare')).toBeCloseTo(0.75, 12);
    expect(estimate(result, 'sumGap')).toBeLessThan(1e-9);
    const { uncertainty } = result.outputs['evidenceShare'] as { uncertainty: { kind: string } };
    expect(uncertainty.kind).toBe('empirical');
  });

  it('samples where all coalitions are too many, and says how far chance reaches', async () => {
    const words = Array.from({ length: 12 }, (_, at) => ({
      text: `one two three four five six seven eight nine ten ${at}`,
    }));
    const model: MemoryLanguageModel = {
      answer: () => 'x',
      logProbability: (prompt) => ({
        sum: Math.sqrt(promptText(prompt).split(/\s+/).filter(Boolean).length),
        tokens: 1,
      }),
    };
    const sampled = await measured(model, words, { spans: 11, evaluations: 400, changes: [] });
    const all = await measured(model, words, { spans: 11, evaluations: 2048, changes: [] });
    expect([estimate(sampled, 'exact'), estimate(all, 'exact')]).toEqual([false, true]);
    expect(estimate(sampled, 'sumGap')).toBeLessThan(1e-9);
    expect(estimate(sampled, 'samplingError')).toBeGreaterThan(0);
    expect(estimate(sampled, 'stability')).toBe('missing-input');
    partsOf(all).forEach((row, at) => {
      const [value, error] = partsOf(sampled)[at]!.slice(-2) as [number, number];
      expect(Math.abs(value - (row.at(-2) as number))).toBeLessThan(5 * error + 1e-9);
    });
  });

  it('tells how alike it explains a question that is set otherwise', async () => {
    const values = (text: string): readonly number[] =>
      [/key\s+is/, /rains/, /What/].map((word) => (word.test(text) ? 1 : 0));
    const model: MemoryLanguageModel = {
      answer: (prompt) => promptText(prompt),
      logProbability(prompt, continuation) {
        const text = promptText(prompt);
        const [key, rains, what] = values(text) as [number, number, number];
        // Of every fourth question the weather counts most where there are two spaces for one.
        const isTurned = /is (?:3|7|11)\./.test(continuation) && text.includes('  ');
        return { sum: (isTurned ? 1 : 3) * key + 2 * what + (isTurned ? 3 : 1) * rains, tokens: 1 };
      },
    };
    const result = await measured(model, riddles(12), { changes: ['spacing'] });
    expect(estimate(result, 'stability')).toBeCloseTo((9 - 3) / 12, 12);
  });

  describe('asks until its rules are settled', () => {
    const limit = (output: string, operator: '>=' | '<=', to: number): Comparison => ({
      output,
      confidence: 0.95,
      against: { operator, limit: to },
    });
    const sequential = { sampling: 'sequential', sample: 200, changes: ['spacing'] };
    /** Of every fourth riddle the weather tells the key instead. */
    const mixed = riddles(200).map((one, at) => {
      const text = `The sky is ${at}. The key is ${at}. What is the key?`;
      return at % 4 > 0 ? one : { ...one, text, fields: { evidence: `The sky is ${at}.` } };
    });

    it.each([
      ['evidenceShare', '>=', 0.2, 10, 60],
      ['evidenceShare', '<=', 0.1, 4, 40],
      ['maxShare', '<=', 0.35, 4, 60],
      ['moved', '>=', 0.8, 10, 60],
      ['stability', '>=', 0.5, 5, 60],
      ['evidenceShare', '>=', 0.4375, 200, 200],
    ] as const)('%s %s %d', async (output, operator, to, least, most) => {
      const result = await measured(additive, mixed, sequential, 'tasks', {
        comparisons: [limit(output, operator, to)],
      });
      expect(result.outputs[output]).toMatchObject({ uncertainty: { kind: 'bounds', anytime: true, level: 0.95 } });
      expect(estimate(result, 'asked')).toBeGreaterThanOrEqual(least);
      expect(estimate(result, 'asked')).toBeLessThanOrEqual(most);
      expect([estimate(result, 'questions'), estimate(result, 'spared')]).toEqual([
        estimate(result, 'asked'),
        200 - Number(estimate(result, 'asked')),
      ]);
    });

    it.each([
      [0.3, 10, 14],
      [0.45, 27, 49],
      [0.5, 58, 108],
    ])('shares of mean 0.6 settle that it is at least %d as the page says', (least, half, most) => {
      const asked = Array.from({ length: 200 }, (_, run) => {
        const rng = createRng(`s${run}`);
        const share = createBettingSequence({ candidates: [least] });
        while (share.bounds(0.05).outer[0] < least) share.observe(Math.min(1, Math.max(0, 0.6 + 0.25 * rng.normal())));
        return share.count;
      }).sort((a, b) => a - b);
      expect([asked[100], asked[180]]).toEqual([half, most]);
    });

    it('and their bounds hold the means, of questions without an answer too', async () => {
      const silent: MemoryLanguageModel = {
        ...additive,
        answer(prompt, asking) {
          if (/is \d*[37]\./.test(promptText(prompt))) throw new ModelFault('failed', 'filtered');
          return reader.answer(prompt, asking);
        },
      };
      const all = await measured(additive, mixed, { ...sequential, sampling: 'fixed' });
      const truths = ['evidenceShare', 'maxShare', 'topShare', 'moved', 'stability'];
      for (const model of [additive, silent]) {
        const result = await measured(model, mixed, sequential, 'tasks', {
          comparisons: [limit('maxShare', '>=', 0.2)],
        });
        for (const output of truths) {
          const { uncertainty } = result.outputs[output] as { uncertainty: { lower: number; upper: number } };
          expect(uncertainty.lower).toBeLessThanOrEqual(estimate(all, output) as number);
          expect(uncertainty.upper).toBeGreaterThanOrEqual(estimate(all, output) as number);
        }
      }
    });
  });

  it('prefers its own set, and shows words only where it may', async () => {
    const result = await measured(additive, riddles(10), { texts: true, shown: 1 }, 'attribution');
    expect(partsOf(result).map((row) => row[4])).toEqual(['The key is 0. ', 'It rains outside. ', 'What is the key?']);
    expect(JSON.stringify(await measured(additive, riddles(10)))).not.toContain('rains');
    const sealed = await measured(additive, riddles(10), { texts: true }, 'attribution', { sealed: true });
    expect(JSON.stringify(sealed)).not.toContain('rains');
  });

  it.each<[string, MemoryLanguageModel, readonly MemoryQuestion[], object, string]>([
    ['no parts', reader, [{ text: 'Why?' }], {}, 'out-of-domain'],
    ['no log probabilities, which are asked for', reader, riddles(3), { value: 'log-probability' }, 'unsupported'],
    ['empty answers', { answer: () => ' ' }, riddles(3), {}, 'failed'],
    [
      'a spent budget',
      {
        answer: () => {
          throw new ModelFault('budget', 'spent');
        },
      },
      riddles(3),
      {},
      'budget',
    ],
  ])('says why nothing can be told of %s', async (_, model, questions, given, cause) => {
    expect(estimate(await measured(model, questions, given), 'moved')).toBe(cause);
  });
});
