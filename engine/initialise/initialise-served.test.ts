/** A subject, questions and a profile from what a server of a language model offers, and what stands in the way. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startLanguageServer } from '../../tests/endpoints/language-server.js';
import type { Mischief } from '../../tests/endpoints/listening.js';
import { freePort } from '../../tests/endpoints/processes.js';
import type { InitialiseOutcome } from '../api.js';
import { fileSource } from '../document/file-source.js';
import type { Language } from '../report/messages/messages.js';
import { loadSubject } from '../subject/load-subject.js';
import { validate } from '../tasks/validate.js';
import { initialiseServed } from './initialise-served.js';
import type { ServedRequest } from './served-model.js';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Initialised extends InitialiseOutcome {
  readonly folder: string;
  readonly model: Readonly<Record<string, unknown>>;
}

async function initialised(
  served: Partial<ServedRequest> & { url: string },
  language: Language = 'en',
): Promise<Initialised> {
  const home = mkdtempSync(join(tmpdir(), 'assay-served-'));
  stops.push(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'my');
  const outcome = await initialiseServed({ folder, language }, { offline: false, ...served });
  const path = join(folder, 'subject.yaml');
  const document = existsSync(path) ? (parse(readFileSync(path, 'utf8')) as { readonly model: object }) : { model: {} };
  return { ...outcome, folder, model: document.model as Initialised['model'] };
}

async function served(mischief?: Mischief): Promise<{ readonly root: string; readonly url: string }> {
  const { url, stop } = await startLanguageServer(mischief);
  stops.push(stop);
  return { url, root: url.replace(/\/v1$/, '') };
}

const at = (path: string, status: number, message = ''): Mischief => {
  return (request, response) => {
    if (request.url !== path) return undefined;
    response.writeHead(status).end(JSON.stringify({ error: { message } }));
    return true;
  };
};

describe('what a server offers', () => {
  test('everything: the address may lack /v1, and the server is asked which model it has', async () => {
    const { root, url } = await served();
    const { model, files, notes, next, diagnostics } = await initialised({ url: root });
    expect(diagnostics).toEqual([]);
    expect(model).toMatchObject({ format: 'openai', url, name: 'tiny', interface: 'chat' });
    expect(model).not.toHaveProperty('stream');
    expect(files.map(({ kind }) => kind)).toEqual(['Subject', 'Profile', ...Array<string>(6).fill('Questions')]);
    expect(next).toMatch(/^assay check .*subject\.yaml$/);
    expect(notes.join('\n')).toContain(`${url} (${root} was given)`);
  });

  test.each<[string, Mischief, object]>([
    ['no turns of a conversation', at('/v1/chat/completions', 400, 'no chat template'), { interface: 'completions' }],
    ['no texts', at('/v1/completions', 404), { interface: 'chat' }],
    [
      'max_completion_tokens alone',
      (request, response, nth, answer) =>
        nth === 0 && at(request.url!, 400, 'use max_completion_tokens')(request, response, nth, answer),
      { interface: 'chat', generation: { maxTokensField: 'max_completion_tokens', temperature: 1 } },
    ],
    [
      'no streams',
      (request, response, _, answer) =>
        request.url === '/v1/chat/completions' && response.end(JSON.stringify(answer())) !== undefined,
      { interface: 'chat', stream: false },
    ],
  ])('%s', async (_, mischief, expected) => {
    const { url } = await served(mischief);
    const { model, diagnostics } = await initialised({ url });
    expect(diagnostics).toEqual([]);
    expect(model).toMatchObject(expected);
  });

  test.each<Language>(['en', 'zh'])('the documents are valid, their sets and rules fit (%s)', async (language) => {
    const { url } = await served();
    const { folder } = await initialised({ url }, language);
    const { subject, diagnostics } = await loadSubject(fileSource(), join(folder, 'subject.yaml'));
    expect(diagnostics).toEqual([]);
    expect(Object.keys(subject!.spec.questions ?? {}).length).toBe(6);
    const paths = ['subject.yaml', 'profile.yaml'].map((name) => join(folder, name));
    expect((await validate(paths, new Date('2026-11-26'))).diagnostics).toEqual([]);
  });
});

describe('without asking', () => {
  test('offline with a name, a key by its variable', async () => {
    const { model, diagnostics } = await initialised({
      url: 'https://models.invalid',
      name: 'big/Model-7B',
      keyEnv: 'KEY',
      offline: true,
    });
    expect(diagnostics).toEqual([]);
    expect(model).toMatchObject({
      url: 'https://models.invalid/v1',
      name: 'big/Model-7B',
      headers: { Authorization: { environment: 'KEY', prefix: 'Bearer ' } },
    });
  });

  test('a folder that has a subject is left as it is', async () => {
    const { url } = await served();
    const { folder } = await initialised({ url });
    const again = await initialiseServed({ folder }, { url, offline: false });
    expect(again.diagnostics.map(({ code }) => code)).toEqual(['ASSAY1806']);
  });
});

describe('what stands in the way: told, and nothing is written', () => {
  type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;
  const page: Handle = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
  const listing =
    (...ids: readonly string[]): Handle =>
    (request, response) =>
      request.url === '/v1/models'
        ? response.end(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }))
        : response.writeHead(404).end('{"error": {"message": "no such model"}}');

  test.each<[string, Handle | undefined, string, RegExp, Partial<ServedRequest>?]>([
    ['no server', undefined, 'ASSAY1808', /ECONNREFUSED.*running/],
    ['a page', page, 'ASSAY1808', /HTML.*base address/],
    ['another path', (_, response) => response.writeHead(404).end(), 'ASSAY1808', /404.*base address/],
    ['a key is wanted', (_, response) => response.writeHead(401).end(), 'ASSAY1808', /401.*--key-env/],
    [
      'elsewhere',
      (_, response) => response.writeHead(301, { location: 'https://other.invalid/v1/models' }).end(),
      'ASSAY1808',
      /other\.invalid.*leads to/,
    ],
    ['it loads', (_, response) => response.writeHead(503).end(), 'ASSAY1808', /503.*load/],
    ['several models', listing('a', 'b'), 'ASSAY1809', /a, b.*--name/],
    ['no model', listing(), 'ASSAY1809', /no model/],
    ['a model that does not answer', listing('a'), 'ASSAY1808', /404/],
    ['a name that it does not know', listing('a', 'b'), 'ASSAY1808', /no such model.*name right/, { name: 'c' }],
    ['a variable that is not set', listing('a'), 'ASSAY1808', /NO_SUCH_KEY.*not set/, { keyEnv: 'NO_SUCH_KEY' }],
    ['offline without a name', listing('a'), 'ASSAY1809', /--name/, { offline: true }],
  ])('%s', async (_, handle, code, words, more = {}) => {
    const port = handle === undefined ? await freePort() : await portOf(handle);
    const { diagnostics, folder } = await initialised({ url: `http://127.0.0.1:${port}`, ...more });
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    expect(`${diagnostics[0]!.message} ${diagnostics[0]!.hint}`).toMatch(words);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['ASSAY1550', 'localhost:8000'],
    ['ASSAY1550', 'http://127.0.0.1:8000/v1/chat/completions'],
    ['ASSAY1551', 'http://me:secret@127.0.0.1:8000/v1'],
  ])('%s: %s', async (code, url) => {
    expect((await initialised({ url })).diagnostics.map((each) => each.code)).toEqual([code]);
  });

  async function portOf(handle: Handle): Promise<number> {
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return (server.address() as AddressInfo).port;
  }
});
