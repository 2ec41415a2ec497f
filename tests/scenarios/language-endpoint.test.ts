/** A check of a language model from outside: `init` finds it, its server is started and stopped, a second run asks nothing, causes are told. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openShelf } from '../../engine/measure/answer-shelf.js';
import type { Report } from '../../engine/report/report.js';
import type { BookEntry } from '../../engine/subject/endpoint/answer-book.js';
import { startLanguageServer } from '../endpoints/language-server.js';
import { freePort, isRunning } from '../endpoints/processes.js';
import { assay, folderWith, ROOT } from './run.js';

const PROGRAM = join(ROOT, 'tests', 'fixtures', 'tiny-language-server.mjs');

const FILES = {
  'asks.plugin.yaml': `apiVersion: assay/v1
kind: Plugin
id: evaluation/fixture-asks
version: "1.0.0"
title: Share of questions that are answered with yes
about: model
needs: [model]
parameters: {type: object, additionalProperties: false, properties: {questions: {type: integer, default: 12}}}
outputs: {yes: {type: number, unit: "1", range: [0, 1], title: Share of yes}}
run: {module: asks.mjs}
`,
  'asks.mjs': `export async function measure({ subject, params, signal, progress }) {
  const model = await subject.languageModel();
  const n = params.questions;
  const answers = await Promise.all(
    Array.from({ length: n }, async (_, at) => {
      const { text } = await model.ask({ text: \`question \${at}\` }, { signal });
      progress(at, n);
      return text;
    }),
  );
  const k = answers.filter((text) => text === 'yes').length;
  const yes = { estimate: k / n, unit: '1', n, uncertainty: { kind: 'proportion', k, n }, basis: model.basis };
  return { outputs: { yes }, backend: model.backend };
}
`,
  'profile.yaml': `apiVersion: assay/v1
kind: Profile
metadata: {id: asks, version: "1.0.0", title: Asks}
imports: []
plugins: [{manifest: asks.plugin.yaml}]
rules:
  - {id: YES, title: Says yes, level: shall, measure: {asks: {plugin: evaluation/fixture-asks}}, require: {">=": [{var: asks.yes}, 0.5]}}
`,
};

/** A measurement that is deterministic and a reading of time, of the same questions. */
const SHARING = {
  'questions.jsonl': Array.from({ length: 15 }, (_, at) =>
    JSON.stringify({ text: `question ${at}`, reference: 'yes' }),
  ).join('\n'),
  'profile.yaml': `apiVersion: assay/v1
kind: Profile
metadata: {id: shares, version: "1.0.0", title: Shares}
imports: []
rules:
  - id: RIGHT
    title: Is right
    level: shall
    measure: {right: {plugin: evaluation/tasks}}
    require: {">=": [{var: right.asked}, 12]}
  - id: TIMED
    title: Is timed
    level: shall
    measure: {speed: {plugin: energy/tokens, with: {sample: 12, slices: 2, meter: none, parameters: 8.0e+9}}}
    require: {">=": [{var: speed.answers}, 6]}
`,
};

interface Scenario {
  readonly folder: string;
  readonly lines: () => readonly string[];
  check(...flags: readonly string[]): Promise<{ readonly report: Report; readonly all: string }>;
}

async function scenario(more = '', delay = 0, files: Readonly<Record<string, string>> = {}): Promise<Scenario> {
  const port = await freePort();
  const command = JSON.stringify([process.execPath, PROGRAM, String(port), 'server.log', String(delay)]);
  const folder = folderWith({
    ...FILES,
    ...files,
    'weights.bin': 'weights',
    'subject.yaml': `apiVersion: assay/v1
kind: Subject
metadata: {name: tiny, version: "1.0.0"}
task: text-generation
model:
  format: openai
  url: http://127.0.0.1:${port}/v1
  name: tiny
  server: {command: ${command}}
${more}`,
  });
  const log = join(folder, 'server.log');
  return {
    folder,
    lines: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    async check(...flags) {
      const args = ['check', 'subject.yaml', '--policy', 'profile.yaml', '--format', 'json', '--output', 'report.json'];
      const run = await assay([...args, ...flags], { cwd: folder });
      const text = readFileSync(join(folder, 'report.json'), 'utf8');
      return { report: JSON.parse(text) as Report, all: run.stdout + run.stderr + text };
    },
  };
}

test('the server is started for the first question and stopped at the end; a second run starts and asks nothing', async () => {
  const { check, lines, folder } = await scenario(
    '  weights: {path: weights.bin, revision: abc, quantisation: int8}\n',
  );
  expect((await assay(['validate', 'subject.yaml'], { cwd: folder })).code).toBe(0);
  const plan = await assay(['plan', 'subject.yaml', '--policy', 'profile.yaml'], { cwd: folder });
  expect(plan.stdout).toMatch(/Questions go to tiny at http:.*: 0 answers are known; no budget is set\./);
  expect(lines()).toEqual([]);
  const first = await check();
  expect(first.report.rules[0]).toMatchObject({ verdict: 'pass' });
  const [pid, ...asked] = lines();
  expect(new Set(asked).size).toBe(12);
  expect(asked.length).toBe(12);
  await expect.poll(() => isRunning(Number(pid)), { timeout: 10_000 }).toBe(false);
  expect(first.report.subject.model).toEqual({
    format: 'openai',
    digest: null,
    reason: expect.stringContaining('declared'),
    weights: { digest: expect.stringMatching(/^sha256:/), digestOf: 'file', revision: 'abc', quantisation: 'int8' },
  });
  const page = await assay(['report', 'report.json', '--format', 'html'], { cwd: folder });
  expect(page.stdout).toContain('digest of the weights’ file');
  const second = await check('--no-commands', '--offline');
  expect(lines().length).toBe(13);
  const outputs = ({ report }: typeof first): unknown => report.measurements.map((measurement) => measurement.outputs);
  expect(outputs(second)).toEqual(outputs(first));
});

test('answers are as old as the oldest, and of no age that is known where they were kept without their day', async () => {
  const rule = FILES['profile.yaml'].split('rules:\n')[1]!;
  const { check, folder, lines } = await scenario('', 0, {
    'profile.yaml': FILES['profile.yaml'] + rule.replace('id: YES', 'id: YES-FRESH, maxAge: 30d'),
  });
  const first = await check();
  const day = first.report.asOf.slice(0, 10);
  const verdicts = ({ report }: typeof first): unknown => report.rules.map(({ verdict, cause }) => cause ?? verdict);
  const answered = ({ report }: typeof first): unknown => report.measurements[0]!.answered;
  expect([verdicts(first), answered(first)]).toEqual([['pass', 'pass'], { from: day, to: day }]);

  const [name] = readdirSync(join(folder, '.assay', 'answers'));
  const path = join(folder, '.assay', 'answers', name!);
  const keep = (some: readonly BookEntry[]): void => {
    rmSync(path);
    openShelf(join(folder, '.assay'))
      .open(`sha256:${name!.replace('.log', '')}`)
      .add(some);
  };
  const entries = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => JSON.parse(line.slice(17)) as BookEntry[]);
  const [[key, answer], ...others] = entries as [BookEntry, ...BookEntry[]];

  keep([[key, answer, '2026-01-02'], ...others]);
  const old = await check('--offline', '--output', 'old.html', '--lang', 'zh');
  expect([verdicts(old), answered(old)]).toEqual([['pass', 'stale'], { from: '2026-01-02', to: day }]);
  expect(old.all).toContain('the evidence is of 2026-01-02 (the oldest answer of a server)');
  expect(readFileSync(join(folder, 'old.html'), 'utf8')).toContain(`回答日期：2026-01-02 至 ${day}`);
  expect((await assay(['replay', 'report.json'], { cwd: folder })).stdout).toContain('gives this verdict again');

  keep([[key, answer], ...others]);
  const undated = await check('--offline');
  expect([verdicts(undated), answered(undated)]).toEqual([['pass', 'stale'], { to: day }]);
  expect(undated.all).toContain("the evidence has no date (a server's answer that was kept without its day)");
  expect(lines().length).toBe(13);
});

test('commands that are switched off, and a budget that is spent, are undetermined with the cause', async () => {
  const { check, lines } = await scenario('  budget: {requests: 7}\n  concurrency: 2\n');
  const refused = await check('--no-commands');
  expect(refused.report.rules[0]).toMatchObject({ verdict: 'undetermined', cause: 'unsupported' });
  expect(refused.all).toContain('commands are switched off');
  expect(lines()).toEqual([]);
  const spent = await check();
  expect(spent.report.rules[0]).toMatchObject({ verdict: 'undetermined', cause: 'budget' });
  expect((await check()).report.rules[0]).toMatchObject({ verdict: 'pass' });
  const questions = lines().filter((line) => line.startsWith('question'));
  expect(new Set(questions).size).toBe(12);
  expect(questions.length).toBe(12);
});

test('a deterministic measurement and a reading share one server and one budget', async () => {
  const questions = `  budget: {requests: 20}
  price: {prompt: 1, answer: 2, currency: EUR}
  concurrency: 1
questions:
  tasks: {path: questions.jsonl, scorer: {type: normalised}}
`;
  const { check, lines, folder } = await scenario(questions, 0, SHARING);
  const { report } = await check();
  const outputs = (plugin: string) => report.measurements.find((one) => one.plugin === plugin)!.outputs;
  expect(outputs('evaluation/tasks')['asked']).toMatchObject({ estimate: 12 });
  // The reading's first question warms the server, six are its first slice; one of the second is left.
  expect(outputs('energy/tokens')['answers']).toMatchObject({ estimate: 6 });
  const asked = lines().filter((line) => line.startsWith('question'));
  expect(asked.length).toBe(20);
  expect(new Set(asked.slice(0, 12)).size).toBe(12);
  expect(lines().length - asked.length).toBe(1);
  // Three tokens a prompt, one an answer: the price is declared, and so is the size by which the energy is estimated.
  const { asking } = report.measurements.find((one) => one.plugin === 'evaluation/tasks')!;
  const near = (value: number) => expect.closeTo(value, 12) as number;
  expect(asking).toMatchObject({
    questions: { asked: 12, spared: 3 },
    model: { answerTokens: { asked: 12, spared: near(3) }, money: { asked: 60e-6, spared: near(15e-6) } },
    energy: { basis: 'declared', source: 'regression', spared: { range: [expect.any(Number), expect.any(Number)] } },
  });
  expect(report.rules.map((rule) => rule.questions)).toEqual([{ asked: 12, spared: 3 }, undefined]);
  const text = await assay(['report', 'report.json', '--format', 'markdown', '--lang', 'en'], { cwd: folder });
  expect(text.stdout).toMatch(
    /12 of 15 questions to language models were asked\. Not asking the other 3 spared about 9 /,
  );
});

test.runIf(process.platform === 'linux')('a check that is killed leaves no server and loses no answer', async () => {
  const { folder, lines, check } = await scenario('  concurrency: 1\n', 150);
  const args = ['check', 'subject.yaml', '--policy', 'profile.yaml'];
  const killed = assay(args, { cwd: folder, signal: { name: 'SIGKILL', after: 60_000 } });
  // It is ended in the middle of its questions, whenever that is.
  await expect.poll(() => lines().length, { timeout: 30_000 }).toBeGreaterThan(4);
  const parentOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[3]);
  process.kill(parentOf(parentOf(Number(lines()[0]))), 'SIGKILL');
  await killed;
  const before = lines().length - 1;
  await expect.poll(() => isRunning(Number(lines()[0])), { timeout: 10_000 }).toBe(false);
  await check();
  const questions = lines().filter((line) => line.startsWith('question'));
  // The one that was under way is asked again.
  expect(questions.length).toBeLessThanOrEqual(13);
  expect(new Set(questions).size).toBe(12);
  expect(before).toBeLessThan(12);
});

test('from an address to a verdict: init --url and check', async () => {
  const { url, stop } = await startLanguageServer();
  try {
    const folder = folderWith();
    const init = await assay(['init', 'my', '--url', url.replace('/v1', ''), '--lang', 'zh'], { cwd: folder });
    expect([init.code, init.stderr]).toEqual([0, '']);
    expect(init.stdout).toContain('next: assay check my/subject.yaml');
    // Readings of energy take their time on a server that answers at once.
    const areas = ['privacy', 'explainability', 'evaluation'].flatMap((area) => ['--only', area]);
    const check = await assay(['check', 'my/subject.yaml', '--format', 'json', ...areas], { cwd: folder });
    const { rules } = JSON.parse(check.stdout) as Report;
    expect(rules.length).toBe(6);
    expect(rules.filter(({ evidence }) => evidence.some(({ estimate }) => estimate === null))).toEqual([]);
  } finally {
    await stop();
  }
});
