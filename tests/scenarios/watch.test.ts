/** `check --watch` over a real process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { folderWith, MAIN, ROOT } from './run.js';

const DATA = `x,y\n${Array.from({ length: 40 }, (_, index) => `${index},${index % 2 === 0 ? 'a' : 'b'}`).join('\n')}\n`;
const predictions = (right: number): string =>
  `prediction\n${Array.from({ length: 40 }, (_, index) => ((index % 2 === 0) === index < right ? 'a' : 'b')).join('\n')}\n`;

const SUBJECT = `apiVersion: assay/v1
kind: Subject
metadata: {name: coin, version: "1.0.0"}
task: binary-classification
model: {format: predictions, path: predictions.csv}
data:
  test: {path: test.csv}
  target: {column: y, classes: [a, b], positive: b}
policies: [policy.yaml]
`;

const policy = (limit: number): string => `apiVersion: assay/v1
kind: Standard
metadata: {id: p, version: "1.0.0", title: P}
measurements: {holdout: {plugin: evaluation/holdout}}
rules:
  - {id: ACC-1, title: Right, level: shall, confidence: point, basis: [observed, logged], require: {">=": [{var: holdout.accuracy}, ${limit}]}}
`;

interface Watching {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
  /** Waits until it has begun to wait for the nth time. */
  runs(count: number): Promise<void>;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function watching(folder: string, ...args: readonly string[]): Watching {
  const child = spawn(process.execPath, [MAIN, 'check', 'subject.yaml', '--watch', ...args], {
    cwd: folder,
    env: { ...process.env, LANG: 'C.UTF-8', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const count = (): number => err.match(/^watching \d+ files/gm)?.length ?? 0;
  return {
    process: child,
    out: () => out,
    err: () => err,
    ended,
    async runs(wanted) {
      for (let tries = 0; count() < wanted; tries++) {
        if (tries > 1000) throw new Error(`no run ${wanted}: ${out}${err}`);
        await wait(50);
      }
    },
  };
}

const coin = (): string =>
  folderWith({
    'subject.yaml': SUBJECT,
    'policy.yaml': policy(0.9),
    'test.csv': DATA,
    'predictions.csv': predictions(20),
  });

test('it checks again when the model, the policy or the data change, and says what changed', async () => {
  const folder = coin();
  const path = (name: string): string => join(folder, name);
  const watch = watching(folder);
  await watch.runs(1);
  expect(watch.out()).toMatch(/does not conform/);

  // As editors save: written beside, then renamed.
  writeFileSync(path('beside'), predictions(40));
  renameSync(path('beside'), path('predictions.csv'));
  await watch.runs(2);
  expect(watch.err()).toContain('changed: predictions.csv');
  expect(watch.err()).toContain('coin p/ACC-1: fail → pass');
  expect(watch.err()).toContain('coin: does-not-conform → conforms');

  // A document that is broken is shown, and watched on.
  writeFileSync(path('policy.yaml'), policy(0.9).replace('accuracy', 'acuracy'));
  await watch.runs(3);
  expect(watch.err()).toContain('ASSAY1204');
  rmSync(path('policy.yaml'));
  await watch.runs(4);
  expect(watch.err()).toContain('ASSAY1301');
  writeFileSync(path('policy.yaml'), policy(0.8));
  await watch.runs(5);
  expect(watch.err()).toContain('unread → ');

  // A burst is one run.
  for (let index = 0; index < 8; index++) {
    writeFileSync(path('policy.yaml'), policy(0.5 + index / 100));
    writeFileSync(path('test.csv'), DATA.replace('39,b', `39${index},b`));
    await wait(20);
  }
  await watch.runs(6);
  await wait(600);
  expect(watch.err().match(/^watching/gm)).toHaveLength(6);
  expect(watch.err()).toContain('no verdict changed');

  watch.process.kill('SIGINT');
  expect(await watch.ended).toBe(0);
  expect(watch.err()).not.toContain('internal error');
});

test('Ctrl-C ends with the last status; what is only read again changes nothing', async () => {
  const folder = coin();
  const watch = watching(folder, '--no-cache', '--format', 'json');
  await watch.runs(1);
  readFileSync(join(folder, 'policy.yaml'));
  writeFileSync(join(folder, 'unrelated.txt'), 'x');
  await wait(1000);
  expect(watch.err().match(/^watching/gm)).toHaveLength(1);
  expect(JSON.parse(watch.out())).toMatchObject({ kind: 'Report', verdict: 'does-not-conform' });
  watch.process.kill('SIGTERM');
  expect(await watch.ended).toBe(1);
});

test('before the first check has ended there is no verdict', async () => {
  const folder = coin();
  copyFileSync(join(ROOT, 'examples/credit-risk/model.onnx'), join(folder, 'model.onnx'));
  const watch = watching(folder);
  await wait(300);
  watch.process.kill('SIGINT');
  const code = await watch.ended;
  // Where the signal comes before it is heeded, it ends the process itself.
  expect([4, null]).toContain(code);
});
