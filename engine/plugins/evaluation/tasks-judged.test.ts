/** Rates that are seen through a judge. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import type { Comparison } from '../contract.js';
import { isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { tasks } from './tasks.js';
import type { TasksParameters } from './tasks.js';

const PARAMETERS: TasksParameters = {
  questions: 'tasks',
  sampling: 'fixed',
  sample: null,
  about: 'population',
  samplesPerQuestion: 1,
  scorer: null,
};

/** Answers by the question's first word: right or wrong, plainly or so that the judge takes it for the other. */
const KINDS = ['right', 'obscure', 'wrong', 'plausible'] as const;
const model: MemoryLanguageModel = { answer: (prompt) => `a ${promptText(prompt).split(' ')[0]!} answer` };
const judge: MemoryLanguageModel = {
  price: { prompt: 2, answer: 8, currency: 'EUR' },
  answer: (prompt) => ({
    text: /a (right|plausible) answer/.test(promptText(prompt)) ? 'yes' : 'no',
    tokens: { prompt: 50, answer: 1 },
  }),
};

const bankOf = (counts: readonly number[], more: Partial<MemoryQuestion> = {}): MemoryQuestion[] =>
  counts.flatMap((count, kind) =>
    Array.from({ length: count }, (_, at) => ({ id: `${kind} ${at}`, text: `${KINDS[kind]!} ${at}`, ...more })),
  );

const labelled = (counts: readonly number[]): MemoryQuestion[] =>
  counts.flatMap((count, kind) =>
    Array.from({ length: count }, (_, at) => ({
      text: `labelled ${at}`,
      fields: { answerText: `a ${KINDS[kind]!} answer`, label: kind < 2 ? 'yes' : 'no' },
    })),
  );

async function measured(
  bank: readonly MemoryQuestion[],
  labels: readonly MemoryQuestion[] | undefined,
  parameters: Partial<TasksParameters> = {},
  comparisons: readonly Comparison[] = [],
) {
  const subject = memorySubject({
    task: 'text-generation',
    languageModel: model,
    judge,
    questions: [
      memoryQuestions('tasks', bank, { scorer: { type: 'judge' } }),
      ...(labels === undefined ? [] : [memoryQuestions('judged', labels)]),
    ],
  });
  const result = await tasks.measure(memoryContext(subject, { ...PARAMETERS, ...parameters }, { comparisons }));
  expect(validateResult(tasks, result)).toEqual([]);
  return result;
}

const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const boundsOf = (output: Output | undefined): readonly [number, number] => {
  const { uncertainty } = figure(output);
  if (uncertainty.kind !== 'bounds') throw new Error(uncertainty.kind);
  return [uncertainty.lower, uncertainty.upper];
};

const NOTHING = { kind: 'range', lower: 0, upper: 1 };
const atLeast = (limit: number): Comparison[] => [
  { output: 'score', confidence: 0.95, against: { operator: '>=', limit } },
];

describe('a rate that a judge sees', () => {
  // Sensitivity 0.9, specificity 0.8.
  const known = labelled([180, 20, 160, 40]);

  it('is corrected to the true one, of every task too', async () => {
    const bank = [
      ...bankOf([270, 30, 80, 20], { task: 'a', group: 'g' }),
      ...bankOf([90, 10, 240, 60], { task: 'b', group: 'g' }).map((one) => ({ ...one, id: `b ${one.id!}` })),
    ];
    const { outputs, details } = await measured(bank, known);
    expect(figure(outputs['scoreSeen'])).toMatchObject({
      basis: 'estimated',
      uncertainty: { kind: 'proportion', k: 440, n: 800 },
    });
    expect(figure(outputs['scoreMicro'])).toMatchObject({
      estimate: expect.closeTo(0.5, 12) as number,
      basis: 'estimated',
      uncertainty: { kind: 'empirical' },
    });
    for (const [output, truth] of Object.entries({ score: 0.5, worstTask: 0.25, worstGroup: 0.5 })) {
      expect(figure(outputs[output])).toMatchObject({
        estimate: expect.closeTo(truth, 12) as number,
        basis: 'estimated',
      });
      const [lower, upper] = boundsOf(outputs[output]);
      expect([lower < truth, upper > truth, upper - lower < 0.6]).toEqual([true, true, true]);
    }
    expect(details?.find(({ id }) => id === 'judge')).toMatchObject({
      rows: [
        ['score', expect.closeTo(0.55, 12), null],
        ['scoreMicro', expect.closeTo(0.55, 12), null],
        ['sensitivity', 0.9, 200],
        ['specificity', 0.8, 200],
      ],
    });
  });

  it('is never known exactly, though the whole bank was asked', async () => {
    for (const sampling of ['fixed', 'sequential'] as const) {
      const { outputs } = await measured(bankOf([90, 10, 80, 20]), known, { about: 'bank', sampling });
      const [lower, upper] = boundsOf(outputs['score']);
      expect([lower < 0.45, upper > 0.55]).toEqual([true, true]);
    }
  });

  it('settles rules as far as its judge is known', async () => {
    const bank = bankOf([1710, 190, 80, 20]);
    const { outputs, asking } = await measured(bank, known, { sampling: 'sequential' }, atLeast(0.7));
    const asked = figure(outputs['asked']).estimate;
    expect(asked).toBeLessThan(1000);
    // The judge also says what it thinks of 400 labelled answers, however many questions follow.
    const { answers } = asking!.model;
    const spared = expect.closeTo(2000 - asked, 8) as number;
    expect(asking).toMatchObject({
      model: { answers: { spared } },
      judge: {
        answers: { asked: 400 + answers.asked, spared },
        promptTokens: { asked: 50 * (400 + answers.asked), spared: expect.closeTo(50 * (2000 - asked), 6) },
        money: { spared: expect.closeTo((108 * (2000 - asked)) / 1e6, 9), currency: 'EUR' },
      },
    });
    expect(asking!.model.promptTokens).toBeUndefined();
    expect(boundsOf(outputs['score'])[0]).toBeGreaterThanOrEqual(0.7);
    // As it is seen, 0.865 would be too little.
    const perfect = await measured(bank, labelled([200, 0, 200, 0]), { sampling: 'sequential' }, atLeast(0.9));
    expect(boundsOf(perfect.outputs['score'])[0]).toBeLessThan(0.9);
  });

  it('covers the truth of a sequence that is stopped', async () => {
    const rng = createRng('judged');
    let missed = 0;
    for (let run = 0; run < 20; run++) {
      const kindOf = (rate: number): number =>
        rng.next() < rate ? (rng.next() < 0.9 ? 0 : 1) : rng.next() < 0.8 ? 2 : 3;
      const drawn = (count: number, rate: number): number[] => {
        const counts = [0, 0, 0, 0];
        for (let at = 0; at < count; at++) counts[kindOf(rate)]! += 1;
        return counts;
      };
      const bank = bankOf(drawn(300, 0.7));
      const { outputs } = await measured(bank, labelled(drawn(200, 0.5)), { sampling: 'sequential' }, atLeast(0.5));
      const [lower, upper] = boundsOf(outputs['score']);
      if (lower > 0.7 || upper < 0.7) missed += 1;
    }
    // Binomial(20, 0.05) exceeds 4 with probability 0.003.
    expect(missed).toBeLessThanOrEqual(4);
  });

  it.each([
    ['no answers are labelled', undefined],
    ['the judge is no better than chance', labelled([10, 10, 10, 10])],
    ['too few are labelled', labelled([1, 0, 1, 0])],
  ])('says nothing where %s, and is not asked for until something is settled', async (_, labels) => {
    const bank = bankOf([80, 0, 20, 0]);
    const { outputs } = await measured(bank, labels);
    for (const output of ['score', 'scoreMicro', 'worstTask'])
      expect(figure(outputs[output])).toMatchObject({ estimate: 0.8, basis: 'estimated', uncertainty: NOTHING });
    expect(figure(outputs['scoreSeen']).uncertainty).toMatchObject({ k: 80, n: 100 });
    const endless = await measured(bank, labels, { sampling: 'sequential' }, atLeast(0.5));
    expect(endless.outputs['score']).toMatchObject({
      unmeasured: 'missing-input',
      detail: expect.stringContaining('`judged`'),
    });
  });

  it('says nothing where the judge is not what it was on labelled answers: talked into yes, say', async () => {
    for (const sampling of ['fixed', 'sequential'] as const) {
      const { outputs } = await measured(bankOf([0, 0, 0, 400]), known, { sampling });
      expect(figure(outputs['score'])).toMatchObject({ estimate: 1, uncertainty: NOTHING });
    }
  });
});
