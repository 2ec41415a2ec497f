import { describe, expect, it } from 'vitest';
import { ModelFault } from '../../subject/view.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { checkPlugin } from '../check-plugin.js';
import type { MeasureContext } from '../contract.js';
import { isFigure } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import type { MemoryLanguageModel } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { tokens } from './tokens.js';
import type { TokensParameters } from './tokens.js';

const parametersOf = (given: object): TokensParameters => {
  const { value, faults } = fillParameters(CATALOGUE['energy/tokens']!, { seconds: 0, ...given });
  expect(faults).toEqual([]);
  return value as never;
};

const PRICE = { prompt: 1, answer: 2, currency: 'EUR' };

/** Ten or twelve tokens an answer, a hundredth of a second each, after a fifth of one. */
const distant: MemoryLanguageModel = {
  price: PRICE,
  answer(prompt) {
    const answer = Number(promptText(prompt)) % 2 === 0 ? 10 : 12;
    return {
      text: 'so',
      tokens: { prompt: 20, answer },
      timing: { seconds: 0.2 + answer / 100, firstTokenSeconds: 0.2 },
    };
  },
};

const talker: MemoryLanguageModel = { ...distant, runsHere: true };

interface Setting {
  readonly model?: MemoryLanguageModel;
  readonly given?: object;
  readonly meter?: Partial<MeasureContext<unknown>['meter']>;
  readonly training?: Readonly<Record<string, unknown>>;
}

function settingOf({ model = talker, given = {}, meter = {}, training }: Setting) {
  const questions = Array.from({ length: 80 }, (_, at) => ({ text: String(at) }));
  const subject = memorySubject({
    task: 'text-generation',
    languageModel: model,
    questions: [memoryQuestions('tasks', questions)],
    ...(training && { training }),
  });
  const context = memoryContext(subject, parametersOf(given));
  let slices = 0;
  /** 20 J gross and 5 J at rest, and a joule more each time. */
  const counting: MeasureContext<unknown>['meter'] = {
    ...context.meter,
    async measure(work) {
      await work();
      slices += 1;
      return { joules: 19 + slices, idleJoules: 5, seconds: 1, basis: 'observed', meter: 'in memory', meterSeconds: 0 };
    },
    ...meter,
  };
  return { ...context, meter: counting };
}

const measured = (setting: Setting = {}) => tokens.measure(settingOf(setting));

const figure = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};

describe('energy/tokens', () => {
  it('keeps the contract', async () => {
    for (const given of [{}, { meter: 'server' }, { meter: 'none', parameters: 8e9 }])
      expect(await checkPlugin(tokens, parametersOf(given))).toEqual([]);
  });

  it('gives joules per thousand generated tokens, gross and net of idle, by the meter', async () => {
    const { outputs, meter } = await measured({ given: { slices: 4 } });
    const { estimate, unit, uncertainty, basis } = figure(outputs['energy']);
    // 80 answers of 11 tokens in four slices of 20, 20 to 23 J each; which are in which is drawn.
    expect(estimate).toBeGreaterThan((20 / 240) * 1000);
    expect(estimate).toBeLessThan((23 / 200) * 1000);
    expect([unit, uncertainty.kind, basis, meter]).toEqual(['J/1e3 token', 'student-t', 'logged', 'in memory']);
    expect(figure(outputs['energyNet']).estimate).toBeLessThan(estimate - (5 / 240) * 1000 + 1e-9);
    expect(outputs['source']).toEqual({ value: 'meter', basis: 'observed' });
  });

  it('gives times, speed and cost', async () => {
    const { outputs } = await measured();
    expect(figure(outputs['firstTokenP95'])).toMatchObject({ estimate: 0.2, unit: 's', basis: 'observed' });
    expect(figure(outputs['latencyP50']).estimate).toBeCloseTo(0.3, 12);
    expect(figure(outputs['latencyP95']).estimate).toBeCloseTo(0.32, 12);
    expect(figure(outputs['answerSpeed']).estimate).toBeCloseTo((10 / 0.3 + 12 / 0.32) / 2, 10);
    // 20 tokens at 1 and 11 at 2 EUR a million.
    expect(figure(outputs['cost'])).toMatchObject({ estimate: expect.closeTo(0.042, 12), basis: 'declared' });
    expect(figure(outputs['answers']).estimate).toBe(80);
  });

  it('reads no meter that does not see the server, and estimates by the declared size', async () => {
    const without = await measured({ model: distant });
    expect(without.outputs['energy']).toMatchObject({ unmeasured: 'unsupported' });
    expect(without.meter).toBeUndefined();
    const training = { compute: { parameters: 8e9 } };
    const { outputs } = await measured({ model: distant, training });
    const { estimate, uncertainty, basis } = figure(outputs['energy']);
    expect([uncertainty.kind, basis]).toEqual(['range', 'declared']);
    expect(estimate).toBeGreaterThan(100);
    expect(estimate).toBeLessThan(10_000);
    expect(outputs['source']).toEqual({ value: 'regression', basis: 'declared' });
    expect(outputs['energyNet']).toMatchObject({ unmeasured: 'unsupported' });
    const tiny = await measured({ model: distant, given: { parameters: 1e6 } });
    expect(tiny.outputs['energy']).toMatchObject({ unmeasured: 'out-of-domain' });
    const one = await measured({ model: distant, given: { requestsAtOnce: [8, 8] }, training });
    expect(one.outputs['energy']).toMatchObject({ unmeasured: 'out-of-domain' });
    const narrow = await measured({ model: distant, given: { requestsAtOnce: [4, 16] }, training });
    const { uncertainty: band } = figure(narrow.outputs['energy']);
    expect(band.kind === 'range' && uncertainty.kind === 'range' && band.upper < uncertainty.upper).toBe(true);
  });

  it('reads a meter that the user names elsewhere, or says to see the server', async () => {
    const named = await measured({ model: distant, meter: { isElsewhere: true } });
    const said = await measured({ model: distant, given: { meter: 'server' } });
    for (const { outputs } of [named, said]) expect(figure(outputs['energy']).basis).toBe('logged');
  });

  it('costs the energy alone where the meter cannot be read', async () => {
    const idle = () => Promise.reject(new ModelFault('failed', 'it is gone'));
    const { outputs } = await measured({ meter: { idle } });
    expect(outputs['energy']).toMatchObject({ unmeasured: 'failed' });
    expect(figure(outputs['latencyP50']).estimate).toBeGreaterThan(0);
  });

  it('asks anew once, and keeps what it read', async () => {
    let asked = 0;
    const model: MemoryLanguageModel = {
      ...talker,
      answer(prompt, asking) {
        expect(asking.fresh).toBe(true);
        asked += 1;
        return talker.answer(prompt, asking);
      },
    };
    const context = settingOf({ model });
    const first = await tokens.measure(context);
    // One more has the server started.
    expect(asked).toBe(81);
    expect(JSON.stringify(await tokens.measure(context))).toBe(JSON.stringify(first));
    expect(asked).toBe(81);
  });

  it('asks again until a slice is as long as the meter needs', async () => {
    const { outputs, details } = await measured({ given: { slices: 4, seconds: 0.0025 } });
    const once = await measured({ given: { slices: 4 } });
    // The clock goes on by a millisecond a look: three rounds, of whose answers the first count for times.
    expect(figure(outputs['energy']).estimate).toBeCloseTo(figure(once.outputs['energy']).estimate / 3, 10);
    expect(figure(outputs['answers']).estimate).toBe(80);
    const slices = details!.find(({ id }) => id === 'slices');
    expect(slices?.type === 'table' && slices.rows.map(([, rounds]) => rounds)).toEqual([3, 3, 3, 3]);
  });

  it('keeps whole slices where the budget ends, and says so', async () => {
    let left = 50;
    const model: MemoryLanguageModel = {
      ...talker,
      answer(prompt, asking) {
        if (left-- <= 0) throw new ModelFault('budget', '50 requests are spent');
        return talker.answer(prompt, asking);
      },
    };
    const { outputs, details } = await measured({ model });
    expect(figure(outputs['answers']).estimate).toBe(40);
    expect(details!.find(({ id }) => id === 'ended')).toMatchObject({ text: '50 requests are spent' });
    left = 0;
    expect((await measured({ model })).outputs['energy']).toMatchObject({ unmeasured: 'budget' });
  });

  it('says what a server that counts no tokens and does not stream leaves untold', async () => {
    const model: MemoryLanguageModel = { runsHere: true, answer: () => ({ text: 'so', timing: { seconds: 0.3 } }) };
    const { outputs } = await measured({ model });
    for (const name of ['energy', 'answerSpeed', 'throughput', 'cost'])
      expect(outputs[name]).toMatchObject({ unmeasured: 'missing-input' });
    expect(outputs['firstTokenP50']).toMatchObject({ unmeasured: 'unsupported' });
  });
});
