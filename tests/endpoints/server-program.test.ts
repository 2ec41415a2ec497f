/** Servers that a subject starts: when the first question must be asked, until the end, and never against orders. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ModelFault } from '../../engine/subject/view.js';
import { freePort, isRunning } from './processes.js';
import { loadLanguage, openedIn, user } from './served-language.js';
import type { ServedLanguage } from './served-language.js';

const PROGRAM = fileURLToPath(new URL('../fixtures/tiny-language-server.mjs', import.meta.url));

interface Started extends Omit<ServedLanguage, 'server'> {
  readonly port: number;
  /** What the server was asked. */
  asked(): readonly string[];
  pid(): number;
}

async function withProgram(command?: readonly string[], seconds = 20): Promise<Started> {
  const port = await freePort();
  const given = command ?? [process.execPath, PROGRAM, String(port), 'server.log'];
  const server = `server: {command: ${JSON.stringify(given)}, seconds: ${seconds}}`;
  const { folder, subject } = await loadLanguage(`url: "http://127.0.0.1:${port}/v1", name: tiny, ${server}`);
  const log = join(folder, 'server.log');
  const lines = (): readonly string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  return {
    port,
    folder,
    subject,
    open: (options) => openedIn(folder, subject, options),
    asked: () => lines().slice(1),
    pid: () => Number(lines()[0]),
  };
}

const faultOf = (asked: Promise<unknown>): Promise<ModelFault> =>
  asked.then(
    () => expect.fail('it answered'),
    (error: ModelFault) => error,
  );

test('it is started by the first question, asked until the end, and not for what is known', async () => {
  const { open, asked, pid, folder } = await withProgram();
  const pids: number[] = [];
  const model = open({ onServer: (started) => pids.push(started) });
  expect(existsSync(join(folder, 'server.log'))).toBe(false);
  const answers = await Promise.all(['one', 'two', 'three'].map((text) => model.ask(user(text))));
  expect(answers.map(({ text }) => text)).toEqual(['yes', 'yes', 'yes']);
  expect([...asked()].sort()).toEqual(['one', 'three', 'two']);
  expect(pids).toEqual([pid()]);
  await model.close();
  await expect.poll(() => isRunning(pid()), { timeout: 10_000 }).toBe(false);
  await open({ allowCommands: false }).ask(user('one'));
  expect(asked().length).toBe(3);
});

test('two models of one server start it once', async () => {
  const { open, asked } = await withProgram();
  const pids: number[] = [];
  const models = [1, 2].map(() => open({ onServer: (started) => pids.push(started) }));
  await Promise.all(models.map((model, at) => model.ask(user(`question ${at}`))));
  expect(pids).toHaveLength(1);
  expect([...asked()].sort()).toEqual(['question 0', 'question 1']);
  await Promise.all(models.map((model) => model.close()));
  await expect.poll(() => isRunning(pids[0]!), { timeout: 10_000 }).toBe(false);
});

test('commands that are switched off start none', async () => {
  const { open, folder } = await withProgram();
  const found = await faultOf(open({ allowCommands: false }).ask(user('one')));
  expect(found).toMatchObject({ unmeasured: 'unsupported', message: expect.stringContaining('switched off') });
  expect(existsSync(join(folder, 'server.log'))).toBe(false);
});

test('one that runs already is asked, and left running', async () => {
  const { open, port, folder, asked, pid } = await withProgram(['false']);
  const running = spawn(process.execPath, [PROGRAM, String(port), join(folder, 'server.log')], { stdio: 'ignore' });
  try {
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/v1/models`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    const model = open({ allowCommands: false });
    await model.ask(user('one'));
    await model.close();
    expect(asked()).toEqual(['one']);
    expect(isRunning(pid())).toBe(true);
  } finally {
    running.kill();
  }
});

test.each<[string, readonly string[], number, RegExp]>([
  [
    'that ends',
    ['node', '-e', 'console.error("no such model"); process.exit(3)'],
    20,
    /ended with status 3: no such model/,
  ],
  ['that is not there', ['no-such-program-at-all'], 20, /cannot be started \(ENOENT\)/],
  ['that never answers', ['node', '-e', 'setInterval(() => {}, 1000)'], 0.5, /did not answer within 0.5 s/],
])('a program %s', async (_, command, seconds, message) => {
  const { open } = await withProgram(command, seconds);
  const model = open();
  const found = await faultOf(model.ask(user('one')));
  expect(found).toMatchObject({ unmeasured: 'failed' });
  expect(found.message).toMatch(message);
  // Nobody waits for it again.
  const since = performance.now();
  await faultOf(model.ask(user('two')));
  expect(performance.now() - since).toBeLessThan(200);
  expect(model.spent.requests).toBe(0);
});
