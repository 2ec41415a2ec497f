import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROCESSOR } from '../backends/device.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import type { MeasureResult } from '../plugins/contract.js';
import type { Figure } from '../plugins/figure.js';
import { memoryInstruments, memoryMeter } from '../plugins/memory-instruments.js';
import { memoryQuestions } from '../plugins/memory-language.js';
import { memorySubject, memoryTable } from '../plugins/memory-subject.js';
import { fillParameters } from '../plugins/parameters.js';
import { ModelFault } from '../subject/view.js';
import type { Job } from './messages.js';
import { runJob } from './run-job.js';

const job: Job = {
  id: 3,
  streams: 'sha256:11',
  plugin: 'evaluation/fixture-predicts',
  about: 'model',
  needs: ['model', 'data.test'],
  with: { predict: false },
  seed: 7,
  module: join(import.meta.dirname, '../../tests/fixtures/plugins/predicts.mjs'),
};

const subjectThat = (predict: () => never) =>
  memorySubject({
    task: 'regression',
    test: { table: memoryTable({ x: { numbers: [1, 2] } }) },
    model: { classes: [], predict },
  });

const run = (change: Partial<Job>, predict: () => never = () => expect.fail(), onProgress = () => undefined) =>
  runJob({ ...job, ...change }, subjectThat(predict), new AbortController().signal, onProgress, {
    device: PROCESSOR,
    meter: memoryMeter(memoryInstruments()),
  });

const drawsOf = async (change: Partial<Job>): Promise<readonly number[]> => {
  const answer = await run(change);
  if (answer.type !== 'result') throw new Error(answer.detail);
  return (answer.result as { details: readonly number[] }).details;
};

describe('a measurement in its process', () => {
  it.each(['unsupported', 'failed', 'out-of-domain', 'timed-out'] as const)(
    'has the cause of the model’s fault: %s',
    async (cause) => {
      const answer = await run({ with: { predict: true } }, () => {
        throw new ModelFault(cause, 'it cannot answer');
      });
      expect(answer).toMatchObject({ type: 'fault', id: 3, cause, detail: 'it cannot answer', fatal: false });
    },
  );

  it('draws from streams of (seed, streams, name)', async () => {
    const [a, b, again, rows] = await drawsOf({});
    expect(again).toBe(a);
    expect(new Set([a, b, rows]).size).toBe(3);
    expect(await drawsOf({})).toEqual([a, b, a, rows]);
    const otherStreams = await drawsOf({ streams: 'sha256:22' });
    expect([otherStreams[0] === a, otherStreams[3] === rows]).toEqual([false, true]);
    expect(await drawsOf({ seed: 8 })).not.toContain(a);
  });

  it('tells its progress, but not a thousand times', async () => {
    let told = 0;
    await run({}, undefined, () => {
      told++;
    });
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(1000);
  });

  it.each([
    ['has no such plugin', { module: undefined, plugin: 'evaluation/none' }],
    ['has no such module', { module: '/no/such/module.mjs' }],
    ['exports nothing to run', { module: join(import.meta.dirname, 'limits.ts') }],
  ])('fails where it %s', async (_, change) => {
    expect(await run(change as Partial<Job>)).toMatchObject({ type: 'fault', cause: 'failed' });
  });

  it('knows what rules compare its outputs with', async () => {
    const questions = Array.from({ length: 400 }, (_, at) => ({ text: `${at}`, references: ['yes'] }));
    const subject = memorySubject({
      task: 'text-generation',
      languageModel: { answer: () => 'yes' },
      questions: [memoryQuestions('tasks', questions)],
    });
    const asking: Job = {
      id: 4,
      streams: 'sha256:33',
      plugin: 'evaluation/tasks',
      about: 'model',
      needs: ['model', 'questions'],
      with: fillParameters(CATALOGUE['evaluation/tasks']!, {}).value,
      seed: 7,
    };
    const askedBy = async (change: Partial<Job>): Promise<unknown> => {
      const answer = await runJob({ ...asking, ...change }, subject, new AbortController().signal, () => {}, {
        device: PROCESSOR,
        meter: memoryMeter(memoryInstruments()),
      });
      if (answer.type !== 'result') throw new Error(answer.detail);
      return (answer.result as MeasureResult).outputs['asked'];
    };
    const against = { operator: '>=', limit: 0.8 } as const;
    expect(await askedBy({})).toMatchObject({ estimate: 400 });
    const { estimate } = (await askedBy({ comparisons: [{ output: 'score', confidence: 0.95, against }] })) as Figure;
    expect(estimate).toBeLessThan(100);
  });
});
