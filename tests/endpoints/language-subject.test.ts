/** Subjects with language models: what documents say, what is refused, what identifies a model. Nothing is reached. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import type { LoadResult } from '../../engine/subject/loaded.js';
import { loadSubject } from '../../engine/subject/load-subject.js';
import { openSubject } from '../../engine/subject/open.js';
import { writeLanguageSubject } from './served-language.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-language-subject-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'weights.bin'), 'weights');

const load = (model: string): Promise<LoadResult> => loadSubject(fileSource(), writeLanguageSubject(folder, model));

const URL = 'url: "http://127.0.0.1:9/v1", name: tiny';

describe('what identifies a model', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  test.each<[string, string, object | undefined, RegExp]>([
    ['nothing', '', undefined, /nothing is declared of its weights/],
    ['a word', `, weights: {digest: "${digest}"}`, { digest, digestOf: 'declaration' }, /declared/],
    [
      'a file',
      ', weights: {path: weights.bin, quantisation: int8}',
      { digestOf: 'file', quantisation: 'int8' },
      /declared/,
    ],
  ])('%s', async (_, weights, record, reason) => {
    const { subject, diagnostics } = await load(URL + weights);
    expect(diagnostics).toEqual([]);
    expect(subject!.model).toMatchObject({ format: 'openai', digest: null, reason: expect.stringMatching(reason) });
    if (record === undefined) expect(subject!.model).not.toHaveProperty('weights');
    else expect(subject!.model!.weights).toMatchObject(record);
    expect(subject!.inputs.map(({ role }) => role)).toEqual(weights.includes('path') ? ['model.weights'] : []);
  });

  test('figures hang on what is asked, not on how many ask at once', async () => {
    const settings = async (more: string): Promise<unknown> => (await load(URL + more)).subject!.settings.model;
    const plain = await settings('');
    for (const same of [
      ', concurrency: 3',
      ', timeout: 5',
      ', budget: {tokens: 9}',
      ', stream: false',
      ', headers: {X-Key: {environment: KEY}}',
    ])
      expect(await settings(same)).toEqual(plain);
    for (const other of [', interface: completions', ', generation: {temperature: 1}', ', weights: {revision: b}'])
      expect(await settings(other)).not.toEqual(plain);
  });
});

test.each<[string, string, string]>([
  ['no address', 'url: nowhere, name: tiny', 'ASSAY1550'],
  ['a path below the base address', 'url: "https://models.example.org/v1/chat/completions", name: tiny', 'ASSAY1550'],
  ['a password in the address', 'url: "https://a:b@models.example.org/v1", name: tiny', 'ASSAY1551'],
  [
    'a secret over plain http',
    'url: "http://models.example.org/v1", name: tiny, headers: {X-Key: {environment: KEY}}',
    'ASSAY1551',
  ],
  ['weights that are not there', `${URL}, weights: {path: nothing.bin}`, 'ASSAY1400'],
])('%s', async (_, model, code) => {
  expect((await load(model)).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test.each([
  ['no name', 'url: "http://127.0.0.1:9/v1"'],
  ['a threshold', `${URL}, threshold: 0.5`],
  ['a digest beside a file', `${URL}, weights: {path: weights.bin, digest: "sha256:${'0'.repeat(64)}"}`],
  ['an empty budget', `${URL}, budget: {}`],
])('%s is refused by the schema', async (_, model) => {
  const { subject, diagnostics } = await load(model);
  expect(subject).toBeUndefined();
  expect(diagnostics.length).toBeGreaterThan(0);
});

test('it answers questions, not rows, and a judge may score its answers', async () => {
  const { subject } = await load(`${URL}}\njudge: {format: openai, url: "http://127.0.0.1:9/v1", name: judge`);
  expect(subject!.lacks).not.toContain('judge');
  expect(subject!.judge).toMatchObject({ format: 'openai', digest: null });
  const view = openSubject(subject!.spec);
  await expect(view.model()).rejects.toMatchObject({
    unmeasured: 'unsupported',
    message: expect.stringMatching(/questions, not rows/),
  });
  expect((await view.languageModel('judge'))!.name).toBe('judge');
  expect(await view.languageModel('predecessor')).toBeUndefined();
});
