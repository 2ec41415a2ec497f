/** llama.cpp's server, as it answered when it served the model of examples/language-model. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../engine/subject/language/language-model.js';
import type { OpenLanguageModel } from '../../engine/subject/language/open-language-model.js';
import { recorded } from './recorded.js';
import { loadLanguage, openedIn, user } from './served-language.js';

let server: Awaited<ReturnType<typeof recorded>>;
beforeAll(async () => {
  server = await recorded('llama-server');
});
afterAll(() => server.stop());

async function open(more = '', name = 'tiny-lm'): Promise<OpenLanguageModel> {
  const { folder, subject } = await loadLanguage(`url: "${server.url}/v1", name: ${name}, attempts: 1${more}`);
  return openedIn(folder, subject);
}

const OBJECT = 'Which article of the GDPR is on the right to object?';

/** All but how long it took, probabilities to four digits. */
const said = ({ text, finish, tokens, logProbabilities = [] }: Answer): unknown => ({
  text,
  finish,
  tokens,
  logProbabilities: logProbabilities.map(({ token, logProbability, alternatives }) => [
    token,
    logProbability.toFixed(4),
    alternatives.length,
  ]),
});

test.each([
  ['token by token', ''],
  ['at once', ', stream: false'],
])('a conversation, %s', async (_, more) => {
  const model = await open(`${more}, generation: {maxTokens: 12, seed: 1}`);
  expect(said(await model.ask(user(OBJECT), { logProbabilities: 2 }))).toEqual({
    text: ' Article 21',
    finish: 'stop',
    // With the token that begins a text and the one that ends it.
    tokens: { prompt: 19, answer: 5 },
    logProbabilities: [
      [' Article', '-0.0002', 2],
      [' ', '-0.0004', 2],
      ['2', '-0.0222', 2],
      ['1', '-0.0056', 2],
    ],
  });
  expect(model.backend).toBe('openai tiny-lm');
});

test.each([
  ['token by token', ''],
  ['at once', ', stream: false'],
])('a text to go on with, to a stop within a token or to the limit, %s', async (_, more) => {
  const prompt = { text: `Question: ${OBJECT}\nAnswer:` };
  const stopped = await open(`${more}, interface: completions, generation: {maxTokens: 12, stop: ["21"]}`);
  expect(said(await stopped.ask(prompt, { logProbabilities: 1 }))).toMatchObject({
    text: ' Article ',
    finish: 'stop',
    tokens: { prompt: 19, answer: 4 },
    logProbabilities: [
      [' Article', '-0.0002', 1],
      [' ', '-0.0004', 1],
    ],
  });
  const cut = await open(`${more}, interface: completions, generation: {maxTokens: 2}`);
  expect(said(await cut.ask(prompt))).toMatchObject({ text: ' Article ', finish: 'length' });
});

test('it gives back nothing that it is given', async () => {
  const model = await open(', interface: completions');
  await expect(model.logProbability({ text: 'The right' }, ' to object')).rejects.toMatchObject({
    unmeasured: 'unsupported',
  });
});

test('embeddings', async () => {
  const model = await open();
  const [erasure, objection, cake] = await model.embed(['right to erasure', 'the right to erasure', 'bake a cake']);
  const alike = (one: Float64Array): number => one.reduce((sum, value, at) => sum + value * erasure![at]!, 0);
  expect(alike(erasure!)).toBeCloseTo(1, 5);
  expect(alike(objection!)).toBeGreaterThan(alike(cake!));
  expect(model.spent.promptTokens).toBeGreaterThan(3);
});

test('what it refuses is told in its words; it answers by its own name', async () => {
  const model = await open(', interface: completions, generation: {maxTokens: 2}');
  await expect(model.ask({ text: 'word '.repeat(700) })).rejects.toThrow(/exceeds the available context size/);
  const other = await open(', interface: completions, generation: {maxTokens: 2}', 'gpt-4o');
  await expect(other.ask({ text: 'A' })).rejects.toThrow(/answers as model tiny-lm; gpt-4o was asked/);
});
