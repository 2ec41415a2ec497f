/** The action’s steps, run as the runner runs them, against a server that answers as GitHub’s does. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyOf, folderWith, ROOT } from '../scenarios/run.js';
import { readAction, runAction, type ActionRun } from './run-action.js';

const ACTION = readAction(join(ROOT, 'action.yml'));

interface Comment {
  readonly id: number;
  readonly html_url: string;
  readonly user: { readonly type: string };
  body: string;
}

let comments: Comment[] = [];
let requests: string[] = [];
let answer = 200;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const url = new URL(request.url!, 'http://api');
      requests.push(`${request.method} ${url.pathname} ${request.headers.authorization}`);
      const reply = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      if (answer !== 200) return reply(answer, {});
      if (request.method === 'GET') {
        const page = Number(url.searchParams.get('page'));
        return reply(200, comments.slice((page - 1) * 100, page * 100));
      }
      const { body } = JSON.parse(text) as { body: string };
      const id = request.method === 'PATCH' ? Number(url.pathname.split('/').at(-1)) : comments.length + 1;
      const html_url = `https://github.com/acme/models/pull/7#issuecomment-${id}`;
      if (request.method === 'PATCH') comments.find((each) => each.id === id)!.body = body;
      else comments.push({ id, html_url, user: { type: 'Bot' }, body });
      return reply(request.method === 'POST' ? 201 : 200, { id, html_url });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  comments = [];
  requests = [];
  answer = 200;
});

const workspace = copyOf('examples/general-purpose-model');
const SUBJECT = 'examples/general-purpose-model/subject.yaml';

function run(
  inputs: Readonly<Record<string, string>>,
  event: unknown = { pull_request: { number: 7 } },
  actionPath = ROOT,
): Promise<ActionRun> {
  const temp = folderWith({ 'event.json': JSON.stringify(event) });
  const { port } = server.address() as AddressInfo;
  return runAction(ACTION, {
    actionPath,
    workspace,
    temp,
    inputs: {
      subjects: SUBJECT,
      arguments: '--as-of=2026-11-24\n\n  --seed=7  ',
      command: `${process.execPath} ${join(ROOT, 'dist/cli/main.js')}`,
      ...inputs,
    },
    env: {
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: 'acme/models',
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
    },
  });
}

describe('the GitHub Action', () => {
  it('checks, comments, updates its comment, and hands its files on', async () => {
    const people = Array.from({ length: 120 }, (_, id) => ({
      id: id + 1,
      html_url: '',
      user: { type: 'User' },
      body: '<!-- assay:assay --> mine',
    }));
    comments.push(...people);
    const first = await run({});
    expect([first.code, first.outputs['verdict'], first.outputs['status']]).toEqual([0, 'conforms', '0']);
    expect(JSON.parse(readFileSync(first.outputs['report']!, 'utf8'))).toMatchObject({ kind: 'Report', seed: 7 });
    expect(first.summary).toMatch(/^## ✓/);
    expect(first.used.map(({ uses }) => uses.split('@')[0])).toEqual([
      'actions/setup-node',
      'github/codeql-action/upload-sarif',
      'actions/upload-artifact',
    ]);
    expect(JSON.parse(readFileSync(first.used[1]!.with['sarif_file']!, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(comments).toHaveLength(121);
    const comment = comments.at(-1)!;
    expect(comment.body).toMatch(/^<!-- assay:assay -->\n## ✓/);
    expect(requests.every((request) => request.endsWith('Bearer token-of-the-job'))).toBe(true);

    const second = await run({ language: 'zh' });
    expect(second.code).toBe(0);
    expect(comments).toHaveLength(121);
    expect(comment.body).toContain('符合');
    expect(people.every(({ body }) => body === '<!-- assay:assay --> mine')).toBe(true);
    await run({ 'comment-key': 'a --> b' });
    expect(comments.at(-1)!.body).toMatch(/^<!-- assay:a-----b -->\n/);
    if (process.env['ASSAY_COMMENT_FILE'] !== undefined) writeFileSync(process.env['ASSAY_COMMENT_FILE'], comment.body);
  });

  it('says in its comment that a check did not finish, and why, in the place of the verdict before', async () => {
    await run({});
    const comment = comments.at(-1)!;
    expect(comment.body).toContain('## ✓');
    const body = async (...args: Parameters<typeof run>): Promise<string> => {
      await run(...args);
      expect(comments).toHaveLength(1);
      return comment.body;
    };
    const absent = await body({ subjects: 'no.yaml' });
    expect(absent).toMatch(/^<!-- assay:assay -->\n## ✗ The check did not finish\n/);
    expect(absent).toContain('ASSAY1001');
    expect(absent).not.toContain('✓');
    // One of two subjects has a verdict, below.
    const some = await body({ subjects: `no.yaml\n${SUBJECT}` });
    expect(some).toMatch(/^<!-- assay:assay -->\n## ✗ The check did not finish\n[\s\S]*general-purpose/);
    expect(await body({ command: 'no-such-program', language: 'zh' })).toMatch(/## ✗ 检查未完成\n[\s\S]*ENOENT/);
    // Nothing is there that could be installed.
    const bare = folderWith();
    cpSync(join(ROOT, 'integrations'), join(bare, 'integrations'), { recursive: true });
    expect(await body({ command: '' }, undefined, bare)).toMatch(/## ✗ The check did not finish\n\nIt was not started/);
  });

  it('writes no comment where there is no pull request, or the token may not', async () => {
    const push = await run({ sarif: 'false', artifact: '', 'node-version': '' }, { ref: 'refs/heads/main' });
    expect([push.code, push.used, requests]).toEqual([0, [], []]);
    answer = 403;
    const fork = await run({});
    expect(fork.code).toBe(0);
    expect(fork.log).toContain('::warning::The comment was not written: GET /repos/acme/models/issues/7/comments: 403');
  });

  it.each([
    ['a subject that is not there', { subjects: 'no.yaml' }, 3, ''],
    ['a subject whose name would be an option', { subjects: '--help' }, 3, ''],
    ['a program that is not there', { command: 'no-such-program' }, 4, ''],
    ['a policy in the place of the subject’s', { policies: 'policies/hipaa' }, 2, 'undetermined'],
    ['… where that is let pass', { policies: 'policies/hipaa', 'fail-on': 'does-not-conform' }, 0, 'undetermined'],
    ['a word that is none', { 'fail-on': 'always' }, 3, 'conforms'],
  ])('%s', async (_, inputs, code, verdict) => {
    const ran = await run(inputs);
    expect([ran.code, ran.outputs['verdict']], ran.log).toEqual([code, verdict]);
  });

  it('runs no text of its inputs, and pins what it uses by digest', () => {
    for (const { run: script = '', uses } of ACTION.runs.steps) {
      expect(script).not.toContain('${{');
      if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });
});
