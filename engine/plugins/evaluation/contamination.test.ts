import { describe, expect, it, test } from 'vitest';
import { orderPValue } from '../../methods/evaluation/contamination/order-test.js';
import { runFinder } from '../../methods/evaluation/contamination/shared-runs.js';
import { createRng } from '../../numerics/generator.js';
import { checkPlugin } from '../check-plugin.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel, MemoryQuestion } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { hashed } from '../privacy/leakage.subjects.js';
import { validateResult } from '../validate-result.js';
import { contamination } from './contamination.js';
import type { ContaminationParameters } from './contamination-parameters.js';

const PARAMETERS: ContaminationParameters = {
  questions: 'tasks',
  corpus: 'corpus',
  controls: 'controls',
  run: 13,
  shortRun: 8,
  covered: 0.7,
  sample: null,
  half: 8,
  instruction: 'Finish it.',
  orders: 5,
  resamples: 999,
  level: 0.95,
  draws: 2000,
};

const WORDS = 'river stone lamp paper cloud window garden silver bridge candle forest mirror'.split(' ');

/** Questions of random words, with four choices each. */
function questionsOf(count: number, seed: string): MemoryQuestion[] {
  const rng = createRng(seed);
  const word = (): string => `${WORDS[rng.integer(WORDS.length)]}${'xyz'[rng.integer(3)]}`;
  return Array.from({ length: count }, (_, at) => ({
    id: `${seed} ${at}`,
    text: `${Array.from({ length: 20 }, word).join(' ')}?`,
    choices: Array.from({ length: 4 }, word),
    answer: 0,
  }));
}

const TASKS = questionsOf(40, 'tasks');
const CONTROLS = questionsOf(40, 'controls');

/** Knows so many of the tasks by heart, their order of choices too. */
function model(known: number): MemoryLanguageModel {
  const learnt = TASKS.slice(0, known);
  return {
    answer: (prompt) => {
      const text = promptText(prompt).replace('Finish it.\n\n', '');
      return learnt.find((one) => one.text.startsWith(text))?.text ?? 'I do not know it.';
    },
    logProbability: (prompt, continuation) => {
      const own = learnt.find(({ text }) => promptText(prompt) === `${text}\n`);
      const file = own?.choices?.map((choice, at) => `${'ABCD'[at]}. ${choice}`).join('\n');
      return { sum: -10 - hashed(promptText(prompt) + continuation) + (file === continuation ? 0.5 : 0), tokens: 8 };
    },
  };
}

async function measured(
  of: { model?: MemoryLanguageModel; corpus?: readonly MemoryQuestion[]; controls?: readonly MemoryQuestion[] },
  parameters: Partial<ContaminationParameters> = {},
) {
  const subject = memorySubject({
    task: 'text-generation',
    ...(of.model && { languageModel: of.model }),
    questions: [
      memoryQuestions('tasks', TASKS),
      ...(of.corpus ? [memoryQuestions('corpus', of.corpus)] : []),
      ...(of.controls ? [memoryQuestions('controls', of.controls)] : []),
    ],
  });
  const result = await contamination.measure(memoryContext(subject, { ...PARAMETERS, ...parameters }));
  expect(validateResult(contamination, result)).toEqual([]);
  return result;
}
const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const cause = (output: Output | undefined): string => (output && isUnmeasured(output) ? output.unmeasured : 'measured');

test('keeps the contract', async () => {
  expect(await checkPlugin(contamination, PARAMETERS)).toEqual([]);
});

describe('runs in common with the training text', () => {
  it('are counted question by question', () => {
    const finder = runFinder([['a', 'b', 'c', 'd'], ['x', 'b', 'c'], ['a']], 3);
    finder.read(['z', 'a', 'b', 'c', 'z', 'b', 'c', 'd']);
    finder.read(['x', 'b']);
    finder.read(['c']);
    expect(finder.found()).toEqual([
      { runs: 2, shared: 2 },
      { runs: 1, shared: 0 },
      { runs: 0, shared: 0 },
    ]);
  });

  it('are found in a set of texts and in columns, whatever the case and signs', async () => {
    const texts = TASKS.slice(0, 10).map(({ text }) => `Before. ${text.toUpperCase().replaceAll(' ', ', ')} After.`);
    const part = TASKS.slice(10, 15).map(({ text }) => text.split(' ').slice(0, 10).join(' '));
    const corpus = [...texts, ...part].map((text) => ({ text }));
    const { outputs, details } = await measured({ corpus });
    expect(figure(outputs['sharedRuns']).estimate).toBe(10 / 40);
    // 13 of the 17 shorter runs (20 words and 4 choices) are of the question.
    expect(figure(outputs['coveredByRuns']).estimate).toBe(10 / 40);
    expect(details?.find(({ id }) => id === 'overlap')).toMatchObject({ rows: { length: 10 } });
    const shorter = await measured({ corpus }, { shortRun: 10, covered: 0.05 });
    expect(figure(shorter.outputs['coveredByRuns']).estimate).toBe(15 / 40);
  });

  it('without a training text are not measured', async () => {
    expect(cause((await measured({})).outputs['sharedRuns'])).toBe('missing-input');
  });
});

describe('completion word for word', () => {
  it('shows against questions that the model cannot have seen', async () => {
    const { outputs } = await measured({ model: model(20), controls: CONTROLS });
    expect(outputs['completed']).toMatchObject({ uncertainty: { kind: 'proportion', k: 20, n: 40 } });
    expect(outputs['controlCompleted']).toMatchObject({ uncertainty: { kind: 'proportion', k: 0, n: 40 } });
    expect(figure(outputs['completionExcess']).estimate).toBe(0.5);
  });

  it('needs no controls, and asks no more than the sample', async () => {
    const { outputs } = await measured({ model: model(40) }, { sample: 15 });
    expect(outputs['completed']).toMatchObject({ uncertainty: { k: 15, n: 15 } });
    expect(cause(outputs['completionExcess'])).toBe('missing-input');
  });

  it('of a model that knows nothing is none', async () => {
    expect(figure((await measured({ model: model(0) })).outputs['completed']).estimate).toBe(0);
  });
});

describe('the order of choices', () => {
  it('gives a model away that has seen the file', async () => {
    const { outputs } = await measured({ model: model(40) });
    expect(figure(outputs['orderPValue']).estimate).toBeLessThan(0.01);
    expect(figure(outputs['orderFirst']).estimate).toBeGreaterThan(0.4);
    expect(figure(outputs['orderQuestions']).estimate).toBe(40);
  });

  it('needs log probabilities', async () => {
    const { outputs } = await measured({ model: { answer: () => 'no' } });
    expect(cause(outputs['orderPValue'])).toBe('unsupported');
    expect(cause(outputs['completed'])).toBe('measured');
  });

  it('accuses a model that never saw it at most so often as said', () => {
    const rng = createRng('innocent');
    const runs = 600;
    let accused = 0;
    for (let run = 0; run < runs; run++) {
      const questions = Array.from({ length: 12 }, () => Array.from({ length: 6 }, () => -20 + 5 * rng.next()));
      if (orderPValue(questions, 199, rng) <= 0.05) accused += 1;
    }
    // Binomial(600, 0.05): mean 30, three standard deviations 16.
    expect(accused).toBeLessThan(46);
    expect(accused).toBeGreaterThan(14);
  });
});
