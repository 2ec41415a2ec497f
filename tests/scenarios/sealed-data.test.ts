/** `check` and `measure` on sealed data: the verdicts of the plain ones, and no plain row or question on any disk. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Measurement } from '../../engine/measure/measurement.js';
import type { Report } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, MAIN, ROOT } from './run.js';
import type { Run } from './run.js';

/** In every row of the sealed data, and nowhere else. */
const MARK = 'Zaphod';

const RULES = `apiVersion: assay/v1
kind: Profile
metadata: {id: rules, version: "1.0.0", title: Rules}
plugins: [{manifest: command.plugin.yaml}]
measurements:
  holdout: {plugin: evaluation/holdout, with: {draws: 200}}
  cv: {plugin: evaluation/cross-validation, with: {split: {type: k-fold, folds: 3}, draws: 200}}
  own: {plugin: evaluation/acme-rows}
rules:
  - {id: HOLDOUT, title: h, level: shall, require: {">=": [{var: holdout.accuracy}, 0.5]}}
  - {id: CV, title: c, level: shall, require: {">=": [{var: cv.accuracy}, 0.5]}}
  - {id: OWN, title: o, level: should, require: {">=": [{var: own.rowsThere}, 1]}}
`;
const PLUGIN = `apiVersion: assay/v1
kind: Plugin
id: evaluation/acme-rows
version: "1.0.0"
title: Rows
about: data
needs: [data]
outputs: {rowsThere: {type: integer, unit: "1", range: [0, null], title: Rows}}
run: {command: [cat]}
`;
const subjectText = (data: string, estimator: string): string => `apiVersion: assay/v1
kind: Subject
metadata: {name: sealed, version: "1.0.0"}
task: binary-classification
model: {format: predictions, path: p.csv}
estimator: ${estimator}
data:
  ${data}
  target: {column: class, classes: ["no", "yes"], positive: "yes"}
  columns: {x: {type: numeric}, who: {type: categorical}}
policies: [rules.yaml]
`;
const LOGISTIC = '{type: logistic-regression}';

let plain: string;
let cwd: string;
let tmp: string;
beforeAll(async () => {
  [plain, cwd] = ['assay-plain-', 'assay-sealed-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [string, string];
  // Processes' temporary files lie where they can be looked through.
  tmp = join(cwd, 'tmp');
  mkdirSync(tmp);
  const rows = Array.from({ length: 60 }, (_, row) => `${row},${MARK}${row % 3},${row % 5 < 3 ? 'yes' : 'no'}`);
  const answers = rows.map((_, row) => (row % 5 < 3 ? 'yes' : 'no'));
  for (const folder of [plain, cwd]) {
    writeFileSync(join(folder, 'p.csv'), `prediction\n${answers.join('\n')}\n`);
    writeFileSync(join(folder, 'rules.yaml'), RULES);
    writeFileSync(join(folder, 'command.plugin.yaml'), PLUGIN);
  }
  writeFileSync(join(plain, 'd.csv'), `x,who,class\n${rows.join('\n')}\n`);
  const data = 'train: {path: d.csv}\n  test: {path: d.csv}';
  writeFileSync(join(plain, 'subject.yaml'), subjectText(data, LOGISTIC));
  const sealed = data.replaceAll('d.csv', 'd.csv.age, key: {environment: SEAL_KEY}');
  writeFileSync(join(cwd, 'subject.yaml'), subjectText(sealed, LOGISTIC));
  await assay(['seal', '--new-key', 'key.txt', join(plain, 'd.csv'), '--output', 'd.csv.age'], { cwd });
});
afterAll(() => {
  for (const folder of [plain, cwd]) rmSync(folder, { recursive: true, force: true });
});

const run = (folder: string, args: readonly string[]): Promise<Run> =>
  assay([...args, '--format', 'json'], {
    cwd: folder,
    env: { TMPDIR: tmp, SEAL_KEY: readFileSync(join(cwd, 'key.txt'), 'utf8') },
  });
const reportOf = ({ stdout }: Run): Report => JSON.parse(stdout) as Report;
const ruleOf = ({ rules }: Report, id: string) => rules.find((rule) => rule.id === `rules/${id}`);

/** Files below a folder that hold the mark, in any of the forms in which text is kept. */
function marked(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(MARK));
}

describe('check', () => {
  test('measures sealed data and leaves no row of them on the disk', async () => {
    const ofPlain = reportOf(await run(plain, ['check', 'subject.yaml', '--seed', '7']));
    const sealed = await run(cwd, ['check', 'subject.yaml', '--seed', '7']);
    const report = reportOf(sealed);
    expect(ruleOf(report, 'HOLDOUT')?.evidence).toEqual(ruleOf(ofPlain, 'HOLDOUT')?.evidence);
    expect(ruleOf(report, 'CV')?.evidence[0]).toHaveProperty('estimate');
    expect(ruleOf(report, 'OWN')).toMatchObject({ verdict: 'undetermined', cause: 'unsupported' });
    const own = report.measurements.find(({ plugin }) => plugin === 'evaluation/acme-rows');
    expect(own?.outputs['rowsThere']).toMatchObject({ detail: expect.stringMatching(/data are sealed/) as string });
    expect(report.subject.inputs.map(({ path, rows }) => [path, rows])).toEqual([
      ['d.csv.age', 60],
      ['d.csv.age', 60],
    ]);
    expect([sealed.stderr.includes(MARK), sealed.stdout.includes('AGE-SECRET')]).toEqual([false, false]);
    // The search finds what there is to find: the cache of the plain data has levels of their columns.
    expect(marked(plain).length).toBeGreaterThan(1);
    expect([marked(cwd), readdirSync(tmp)]).toEqual([[], []]);
  });

  test('without the key is a fault at the place that names it', async () => {
    const { code, stdout, stderr } = await assay(['plan', 'subject.yaml'], { cwd });
    expect([code, codesIn({ code, stdout, stderr, signal: null })]).toEqual([3, ['ASSAY1430', 'ASSAY1430']]);
    expect(stderr).toContain('subject.yaml:8:');
  });
});

test('a trainer that is a command gets no sealed rows', async () => {
  const data = 'path: d.csv.age\n  key: {file: key.txt}';
  writeFileSync(
    join(cwd, 'trainer.yaml'),
    subjectText(data, '{type: command, with: {command: [cat]}}').replace(/^model.*\n/m, ''),
  );
  const measured = await run(cwd, ['measure', 'evaluation/cross-validation', 'trainer.yaml']);
  const { outputs } = JSON.parse(measured.stdout) as Measurement;
  expect([measured.code, outputs['accuracy']]).toEqual([
    2,
    { unmeasured: 'unsupported', detail: expect.stringMatching(/the data are sealed/) as string },
  ]);
  expect(readdirSync(tmp)).toEqual([]);
});

test('sealed questions are asked once, and neither they nor answers are on the disk or told', async () => {
  let [isWell, asked] = [false, 0];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString('utf8');
    asked += 1;
    // It repeats what it was sent, in faults and in answers.
    if (!isWell) return response.writeHead(400).end(body);
    const choices = [{ index: 0, message: { role: 'assistant', content: `yes ${MARK}` }, finish_reason: 'stop' }];
    return response.end(JSON.stringify({ model: 'tiny', choices }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const questions = Array.from({ length: 12 }, (_, at) =>
    JSON.stringify({ text: `Is ${MARK} ${at}?`, reference: 'yes' }),
  );
  const examples = JSON.stringify({ text: `And ${MARK}?`, reference: 'no' });
  const files = { 'q.jsonl': questions.join('\n'), 'e.jsonl': examples };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  await assay(['seal', '--key-file', 'key.txt', ...Object.keys(files)], { cwd });
  for (const name of Object.keys(files)) rmSync(join(cwd, name));
  writeFileSync(
    join(cwd, 'bot.yaml'),
    `apiVersion: assay/v1
kind: Subject
metadata: {name: bot, version: "1.0.0"}
task: text-generation
model: {format: openai, url: "http://127.0.0.1:${port}/v1", name: tiny}
questions:
  tasks:
    path: q.jsonl.age
    key: {environment: SEAL_KEY}
    examples: {path: e.jsonl.age, key: {file: key.txt}}
    scorer: {type: contains}
`,
  );
  const measure = async (more: object): Promise<readonly [Run, Measurement]> => {
    const measured = await run(cwd, ['measure', 'evaluation/tasks', 'bot.yaml', '--with', JSON.stringify(more)]);
    return [measured, JSON.parse(measured.stdout) as Measurement];
  };
  const [failed, { outputs }] = await measure({ sampling: 'fixed' });
  expect(outputs['scoreMicro']).toMatchObject({
    unmeasured: 'failed',
    detail: expect.stringMatching(/it answers 400$/),
  });
  [isWell, asked] = [true, 0];
  const [well, measured] = await measure({ sampling: 'fixed' });
  expect([asked, measured.outputs['asked']]).toMatchObject([12, { estimate: 12 }]);
  // Measured in another way it asks nothing: the answers are there, sealed.
  const [again] = await measure({ sampling: 'fixed', sample: 11 });
  server.close();
  expect(asked).toBe(12);
  expect(readdirSync(join(cwd, '.assay', 'answers'))).toEqual([expect.stringMatching(/\.sealed$/)]);
  for (const { stdout, stderr } of [failed, well, again]) expect(stdout + stderr).not.toContain(MARK);
  expect([marked(cwd), readdirSync(tmp)]).toEqual([[], []]);
});

test('docs/sealing.md: its sealed bank, as a reader would copy it', () => {
  const page = readFileSync(join(ROOT, 'docs/sealing.md'), 'utf8');
  const block = (how: string): string => new RegExp(`^\`\`\`${how}\n(.*?)^\`\`\`$`, 'ms').exec(page)![1]!;
  const folder = folderWith({
    'bot.yaml': block('yaml file=bot.yaml'),
    'bin/assay': `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`,
  });
  chmodSync(join(folder, 'bin/assay'), 0o755);
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, ASSAY_KEY: '', LANG: 'C.UTF-8' };
  const told = execFileSync('sh', ['-e', '-c', block('sh file=bank.sh')], { cwd: folder, env, encoding: 'utf8' });
  expect(told).toMatch(/riskClasses +2/);
  expect(readdirSync(folder).filter((name) => name.startsWith('bank'))).toEqual(['bank.jsonl.age', 'bank.key']);
});
