import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { checkPlugin } from '../check-plugin.js';
import type { Comparison } from '../contract.js';
import { isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions } from '../memory-language.js';
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
});
