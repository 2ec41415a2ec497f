// The check of the GitHub Action: runs Assay, and hands what it wrote to the steps after.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unfinished } from './unfinished.mjs';

const { env } = process;
/** GitHub takes summaries of at most 1 MiB a step. */
const LONGEST_SUMMARY = 1 << 20;
const LONGEST_SAID = 1 << 16;

const lines = (text) =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const folder = mkdtempSync(join(env.RUNNER_TEMP, 'assay-'));
const report = join(folder, 'report.json');
const markdown = join(folder, 'report.md');
const sarif = join(folder, 'report.sarif');
const comment = join(folder, 'comment.md');

const [program, ...before] =
  (env.ASSAY_COMMAND ?? '') === ''
    ? [process.execPath, join(env.ASSAY_ACTION, 'dist', 'cli', 'main.js')]
    : env.ASSAY_COMMAND.split(' ').filter((part) => part !== '');
const args = [
  ...before,
  'check',
  ...lines(env.ASSAY_POLICIES).map((path) => `--policy=${path}`),
  ...lines(env.ASSAY_ARGUMENTS),
  // Annotations of the diff, which the runner reads from standard output.
  '--format=github',
  `--lang=${env.ASSAY_LANGUAGE || 'en'}`,
  ...[report, markdown, sarif].map((path) => `--output=${path}`),
  '--',
  ...lines(env.ASSAY_SUBJECTS),
];

let said = '';
const status = await new Promise((resolve) => {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    process.stderr.write(text);
    said = (said + text).slice(-LONGEST_SAID);
  });
  child.on('error', (error) => {
    console.log(`::error::Assay could not be started (${error.code})`);
    said = `${program}: ${error.code}`;
    resolve(4);
  });
  child.on('close', (code) => resolve(code ?? 4));
});

const VERDICTS = ['conforms', 'does-not-conform', 'undetermined'];
const verdict = VERDICTS[status];
// Of several subjects, those that could be read have their verdicts.
const text = [
  ...(verdict === undefined ? [unfinished(status, said, existsSync(markdown))] : []),
  ...(existsSync(markdown) ? [readFileSync(markdown, 'utf8')] : []),
].join('\n');
writeFileSync(comment, text);
if (env.GITHUB_STEP_SUMMARY && Buffer.byteLength(text) < LONGEST_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, text);
output('status', String(status));
output('verdict', verdict ?? '');
for (const [name, path] of Object.entries({ report, sarif, comment })) output(name, existsSync(path) ? path : '');
output('folder', folder);

/** With a delimiter that no value can guess. */
function output(name, value) {
  const end = randomUUID();
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}
