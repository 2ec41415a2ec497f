import { describe, expect, it } from 'vitest';
import { fixedToWidth } from '../../../bench/sequential-calibration/questions.js';
import { createBettingSequence } from '../../methods/evaluation/sequential/betting-sequence.js';
import { either, lowest, weightedMean } from '../../methods/evaluation/sequential/estimand.js';
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
import { tasks } from './tasks.js';
import type { TasksParameters } from './tasks.js';

const PARAMETERS: TasksParameters = {
  questions: 'tasks',
  sampling: 'sequential',
  sample: null,
  about: 'population',
  samplesPerQuestion: 1,
  scorer: null,
};

const at = (output: string, operator: '>=' | '<=', limit: number, confidence = 0.95): Comparison => ({
  output,
  confidence,
  against: { operator, limit },
});

/** Questions of which a share, spread at random, is answered right. */
function bankOf(count: number, rate: number, more: (at: number) => Partial<MemoryQuestion> = () => ({})) {
  const rng = createRng(`bank ${count} ${rate}`);
  return Array.from({ length: count }, (_, index): MemoryQuestion => {
    const isRight = rng.next() < rate;
    return { id: `q${index}`, text: `${index}`, references: [isRight ? 'yes' : 'no'], ...more(index) };
  });
}

const sayYes: MemoryLanguageModel = { answer: () => ({ text: 'yes', tokens: { prompt: 20, answer: 10 } }) };

async function measured(
  questions: readonly MemoryQuestion[],
  {
    parameters = {},
    comparisons = [],
    model = sayYes,
    weights,
    seed = 'seed',
  }: {
    parameters?: Partial<TasksParameters>;
    comparisons?: readonly Comparison[];
    model?: MemoryLanguageModel;
    weights?: Readonly<Record<string, number>>;
    seed?: string;
  } = {},
) {
  const set = memoryQuestions('tasks', questions, weights && { weights });
  const subject = memorySubject({ task: 'text-generation', languageModel: model, questions: [set] });
  return tasks.measure(memoryContext(subject, { ...PARAMETERS, ...parameters }, { comparisons, seed }));
}

const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const boundsOf = (output: Output | undefined): readonly [number, number] => {
  const { uncertainty, estimate } = figure(output);
  if (uncertainty.kind === 'exact') return [estimate, estimate];
  if (uncertainty.kind !== 'bounds') throw new Error(uncertainty.kind);
  return [uncertainty.lower, uncertainty.upper];
};

describe('evaluation/tasks', () => {
  it('keeps the contract', async () => {
    for (const parameters of [{}, { sampling: 'fixed', sample: 12 }, { about: 'bank', samplesPerQuestion: 2 }] as const)
      expect(await checkPlugin(tasks, { ...PARAMETERS, ...parameters })).toEqual([]);
  });

  it('asks until every rule that reads it is settled, and no more', async () => {
    const bank = bankOf(3000, 0.9);
    const { outputs } = await measured(bank, { comparisons: [at('score', '>=', 0.8)] });
    const asked = figure(outputs['asked']).estimate;
    expect(asked).toBeLessThan(400);
    expect(figure(outputs['spared']).estimate).toBe(3000 - asked);
    expect(boundsOf(outputs['score'])[0]).toBeGreaterThanOrEqual(0.8);
    const strict = await measured(bank, { comparisons: [at('score', '>=', 0.8, 0.999), at('score', '>=', 0.8)] });
    expect(figure(strict.outputs['asked']).estimate).toBeGreaterThan(asked);
    expect(figure(strict.outputs['score']).uncertainty).toMatchObject({ level: 0.999, also: [{ level: 0.95 }] });
  });

  // The short form of docs/calibration-sequential.md, through the plugin.
  it.each([
    { rate: 0.01, limit: 0.05, most: 400 },
    { rate: 0.5, limit: 0.4, most: 500 },
    { rate: 0.9, limit: 0.8, most: 300 },
    { rate: 0.99, limit: 0.9, most: 150 },
  ])(
    'settles score ≥ $limit at a rate of $rate, rightly and long before the bank ends',
    async ({ rate, limit, most }) => {
      const streams = 8;
      let [wrong, asked] = [0, 0];
      for (let stream = 0; stream < streams; stream++) {
        const { outputs } = await measured(bankOf(3000, rate), {
          comparisons: [at('score', '>=', limit)],
          seed: `${stream}`,
        });
        const [lower, upper] = boundsOf(outputs['score']);
        const holds = lower >= limit ? true : upper < limit ? false : undefined;
        if (holds !== rate > limit) wrong += 1;
        const count = figure(outputs['asked']).estimate;
        asked += count;
        // Looking at any time costs no more than three times the fixed sample whose interval is as narrow.
        expect(count).toBeLessThan(3 * fixedToWidth(figure(outputs['score']).estimate, upper - lower) + 30);
      }
      expect(wrong).toBeLessThanOrEqual(1);
      expect(asked / streams).toBeLessThan(most);
    },
  );

  it('gives the same bytes whatever the order of arrival', async () => {
    const bank = bankOf(300, 0.8, (index) => ({ task: `t${index % 2}` }));
    const comparisons = [at('score', '>=', 0.7)];
    const slow = memoryQuestions('tasks', bank);
    const delayed = (of: MemoryLanguageModel) => {
      const subject = memorySubject({ task: 'text-generation', languageModel: of, questions: [slow] });
      return {
        ...subject,
        languageModel: async () => {
          const model = (await subject.languageModel())!;
          let turn = 0;
          return {
            ...model,
            ask: async (...given: Parameters<typeof model.ask>) => {
              for (let left = (turn++ * 7) % 5; left > 0; left--)
                await new Promise<void>((resolve) => setImmediate(resolve));
              return model.ask(...given);
            },
          };
        },
      };
    };
    const late = await tasks.measure(memoryContext(delayed(sayYes), PARAMETERS, { comparisons }));
    expect(JSON.stringify(late)).toBe(JSON.stringify(await measured(bank, { comparisons })));
  });

  it('weighs tasks as the set says, and bounds the worst of them and of the groups', async () => {
    const rates = [0.95, 0.6, 0.8];
    const bank = rates.flatMap((rate, task) =>
      bankOf(200, rate, (index) => ({ id: `${task} ${index}`, task: `t${task}`, group: `g${index % 2}` })),
    );
    const weights = { t0: 0.2, t1: 0.5, t2: 0.3 };
    const { outputs, details } = await measured(bank, { weights, parameters: { about: 'bank' } });
    const truth = [0, 1, 2].map(
      (task) => bank.filter((one) => one.task === `t${task}` && one.references![0] === 'yes').length / 200,
    );
    // The whole bank was asked: figures about it are exact.
    const close = (name: string, value: number) => expect(figure(outputs[name]).estimate).toBeCloseTo(value, 12);
    close('score', 0.2 * truth[0]! + 0.5 * truth[1]! + 0.3 * truth[2]!);
    close('scoreMicro', (truth[0]! + truth[1]! + truth[2]!) / 3);
    close('worstTask', Math.min(...truth));
    for (const name of ['score', 'scoreMicro', 'worstTask', 'worstGroup'])
      expect(figure(outputs[name]).uncertainty).toEqual({ kind: 'exact' });
    expect(details?.find(({ id }) => id === 'tasks')).toMatchObject({
      rows: [0, 1, 2].map((task) => [
        `t${task}`,
        Object.values(weights)[task],
        200,
        200,
        truth[task],
        truth[task],
        truth[task],
      ]),
    });
    const population = await measured(bank, { weights });
    const [lower, upper] = boundsOf(population.outputs['worstTask']);
    expect(lower).toBeLessThan(truth[1]!);
    expect(upper).toBeGreaterThan(truth[1]!);
    for (const unfit of [
      { t0: 1, t1: 1 },
      { t0: 1, t1: 1, t2: -1 },
    ]) {
      const { outputs: none } = await measured(bank, { weights: unfit });
      expect(none['score']).toMatchObject({ unmeasured: 'out-of-domain', detail: expect.stringContaining('t2') });
    }
    const odd = await measured(
      bankOf(5, 1, () => ({ task: 'constructor' })),
      { weights: { t0: 1 } },
    );
    expect(odd.outputs['score']).toMatchObject({ unmeasured: 'out-of-domain' });
  });

  it('knows the score of a population without a share of the error a task, and of a bank with one', async () => {
    const bank = [0.95, 0.9, 0.85, 0.9].flatMap((rate, task) =>
      bankOf(800, rate, (index) => ({ id: `${task} ${index}`, task: `t${task}` })),
    );
    const askedAbout = async (about: 'population' | 'bank'): Promise<number> => {
      const { outputs } = await measured(bank, { parameters: { about }, comparisons: [at('score', '>=', 0.8)] });
      expect(boundsOf(outputs['score'])[0]).toBeGreaterThanOrEqual(0.8);
      return figure(outputs['asked']).estimate;
    };
    const [mixed, apart] = [await askedAbout('population'), await askedAbout('bank')];
    expect(mixed).toBeLessThan(350);
    expect(apart).toBeGreaterThan(2 * mixed);
  });

  it('asks a fixed sample whatever the answers, and counts it as a proportion', async () => {
    const bank = bankOf(2000, 0.9, (index) => ({ task: `t${index % 3}` }));
    const parameters = { sampling: 'fixed', sample: 1000 } as const;
    const { outputs } = await measured(bank, { parameters, comparisons: [at('score', '>=', 0.1)] });
    expect(figure(outputs['asked']).estimate).toBe(1000);
    const { uncertainty, estimate } = figure(outputs['scoreMicro']);
    expect(uncertainty).toEqual({ kind: 'proportion', k: Math.round(1000 * estimate), n: 1000 });
    expect(figure(outputs['score']).uncertainty).toMatchObject({ kind: 'bounds', anytime: false });
    const short = await measured(bankOf(200, 0.9), { parameters });
    expect(short.outputs['score']).toMatchObject({ unmeasured: 'out-of-domain' });
    // Half marks are no counts.
    const halves = await measured(bank, {
      parameters: { ...parameters, samplesPerQuestion: 2 },
      model: { answer: (_, { sample = 0 }) => (sample === 0 ? 'yes' : 'no') },
    });
    expect(figure(halves.outputs['scoreMicro'])).toMatchObject({ estimate: 0.5, uncertainty: { kind: 'bounds' } });
  });

  it('asks at least as many as a rule demands, and everything where a rule reads otherwise', async () => {
    const bank = bankOf(1500, 0.99);
    const score = at('score', '>=', 0.5);
    const askedWith = async (...comparisons: Comparison[]): Promise<number> =>
      figure((await measured(bank, { comparisons })).outputs['asked']).estimate;
    expect(await askedWith(score)).toBeLessThan(100);
    expect(await askedWith(score, at('asked', '>=', 1000))).toBe(1000);
    expect(await askedWith(score, { output: 'scoreMicro', confidence: 0.95 })).toBe(1500);
    expect(await askedWith(score, { ...score, confidence: 'point' })).toBe(1500);
    expect(await askedWith()).toBe(1500);
  });

  it('takes a question without an answer as wrong and as right', async () => {
    const bank = bankOf(400, 1);
    const silent = new Set(['5', '17', '23', '101']);
    const model: MemoryLanguageModel = {
      answer: (prompt) => {
        if (silent.has(promptText(prompt))) throw new ModelFault('timed-out', 'no answer in 60 s');
        return 'yes';
      },
    };
    const whole = await measured(bank, { model, parameters: { about: 'bank' } });
    expect(figure(whole.outputs['score'])).toMatchObject({ estimate: 1, uncertainty: { lower: 0.99, upper: 1 } });
    expect(figure(whole.outputs['unanswered']).estimate).toBe(4);
    const sample = await measured(bank, { model, parameters: { sampling: 'fixed' } });
    const [lower, upper] = boundsOf(sample.outputs['score']);
    expect([lower < 0.99, upper]).toEqual([true, 1]);
    // A server that answers what it knows and no more: of the estimate alone a rule would make more.
    for (const { outputs } of [whole, sample])
      expect(figure(outputs['scoreSeen'])).toMatchObject({
        estimate: 1,
        uncertainty: { point: { lower: 0.99, upper: 1 } },
      });
    const none = await measured(bank, {
      model: {
        answer: () => {
          throw new ModelFault('failed', 'no server');
        },
      },
    });
    expect(none.outputs['score']).toMatchObject({ unmeasured: 'failed', detail: expect.stringContaining('no server') });
  });

  it('weighs the tasks of a fixed sample that the budget cuts short', async () => {
    const bank = [1, 0].flatMap((rate, task) =>
      bankOf(300, rate, (index) => ({ id: `${task} ${index}`, task: `t${task}` })),
    );
    let left = 400;
    const model: MemoryLanguageModel = {
      answer: () => {
        if (left-- <= 0) throw new ModelFault('budget', '400 requests are spent');
        return 'yes';
      },
    };
    const weights = { t0: 0.9, t1: 0.1 };
    const { outputs } = await measured(bank, { weights, model, parameters: { sampling: 'fixed' } });
    const [lower, upper] = boundsOf(outputs['score']);
    expect([lower > 0.8, lower <= 0.9, upper >= 0.9]).toEqual([true, true, true]);
  });

  it('is known as far as the budget goes, and says so', async () => {
    let left = 120;
    const model: MemoryLanguageModel = {
      answer: () => {
        if (left-- === 0) throw new ModelFault('budget', '120 requests are spent');
        return 'yes';
      },
    };
    const { outputs, details } = await measured(bankOf(400, 0.9), { model, parameters: { sampling: 'fixed' } });
    expect(figure(outputs['asked']).estimate).toBe(120);
    expect(figure(outputs['score']).uncertainty).toMatchObject({ kind: 'bounds', anytime: true });
    expect(JSON.stringify(details)).toContain('120 requests are spent');
  });

  it('tells the scores in the order of asking, from which the figures follow', async () => {
    const tasksOf = (index: number) => ({ task: index % 3 === 0 ? 'law' : 'history' });
    const { outputs, details } = await measured(bankOf(600, 0.9, tasksOf), {
      comparisons: [at('score', '>=', 0.8), at('worstTask', '>=', 0.7)],
      weights: { law: 0.4, history: 0.6 },
    });
    const table = details!.find(({ id }) => id === 'observations');
    const rows = table?.type === 'table' ? table.rows : [];
    expect(rows.length).toBe(figure(outputs['asked']).estimate);
    const [law, history, whole] = [0, 0, 0].map(() => createBettingSequence());
    for (const [, task, low, high] of rows)
      for (const sequence of [whole!, task === 'law' ? law! : history!]) sequence.observe(Number(low), Number(high));
    const score = either(whole!, weightedMean([history!, law!], [0.6, 0.4]));
    for (const [name, again] of Object.entries({ score, worstTask: lowest([history!, law!]) })) {
      const ends = boundsOf(outputs[name]);
      again.exact(1 - 0.95).forEach((end, side) => expect(ends[side]).toBeCloseTo(end, 8));
    }
  });

  it('says what it speaks of, when each rule was settled, and what was spared in tokens and money', async () => {
    const bank = bankOf(1000, 0.95);
    const {
      outputs,
      details = [],
      asking,
    } = await measured(bank, {
      comparisons: [at('score', '>=', 0.8)],
      model: { ...sayYes, price: { prompt: 1, answer: 2, currency: 'EUR' } },
      parameters: { about: 'bank' },
    });
    const asked = figure(outputs['asked']).estimate;
    const byId = (id: string) => details.find((one) => one.id === id);
    expect(byId('about')).toMatchObject({ text: { en: expect.stringMatching(/of this set alone.*is settled/) } });
    expect(byId('settled')).toMatchObject({ rows: [['score', '>=', 0.8, 0.95, true, asked]] });
    // Three more were under way (four at a time) when it was settled: they are paid for.
    const [paid, spared] = [asked + 3, expect.closeTo(1000 - asked, 9)];
    const times = (factor: number) => ({
      asked: expect.closeTo(factor * paid, 9),
      spared: expect.closeTo(factor * (1000 - asked), 9),
    });
    expect(asking).toEqual({
      questions: { asked, spared: 1000 - asked },
      model: {
        answers: { asked: paid, spared },
        promptTokens: times(20),
        answerTokens: times(10),
        money: { ...times(40 / 1e6), currency: 'EUR' },
      },
    });
  });

  it.each([
    ['no language model', {}, 'unsupported'],
    ['no such set', { parameters: { questions: 'others' } }, 'missing-input'],
    ['a judge, and none in the subject', { parameters: { scorer: { type: 'judge' } } }, 'unsupported'],
  ] as const)('says why not: %s', async (what, options, cause) => {
    if (what === 'no language model') {
      const subject = memorySubject({ task: 'text-generation', questions: [memoryQuestions('tasks', bankOf(3, 1))] });
      const { outputs } = await tasks.measure(memoryContext(subject, PARAMETERS));
      expect(outputs['score']).toMatchObject({ unmeasured: cause });
    } else expect((await measured(bankOf(3, 1), options)).outputs['score']).toMatchObject({ unmeasured: cause });
  });
});
