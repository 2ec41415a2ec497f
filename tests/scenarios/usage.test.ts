/** What a command line does with what it cannot read. */
import { describe, expect, test } from 'vitest';
import { assay, codesIn, folderWith } from './run.js';

const SUBJECT = 'examples/medical-diagnosis/subject.yaml';

describe('faults of usage end with 3, a code, and nothing on standard output', () => {
  test.each([
    ['no command', [], 'ASSAY1800'],
    ['an unknown command', ['chekc', SUBJECT], 'ASSAY1800'],
    ['an unknown option', ['check', SUBJECT, '--sede', '7'], 'ASSAY1800'],
    ['an option without its value', ['check', SUBJECT, '--seed'], 'ASSAY1800'],
    ['no subject', ['check'], 'ASSAY1800'],
    ['no plugin', ['measure'], 'ASSAY1800'],
    ['too many arguments', ['plugins', 'more'], 'ASSAY1800'],
    ['a seed that is none', ['check', SUBJECT, '--seed', '7.0'], 'ASSAY1801'],
    ['a date that is none', ['check', SUBJECT, '--as-of', '2026-02-30'], 'ASSAY1801'],
    ['a language that is none', ['check', SUBJECT, '--lang', 'xx'], 'ASSAY1801'],
    ['settings that are no JSON', ['measure', 'evaluation/holdout', SUBJECT, '--with', '{bins: 5}'], 'ASSAY1801'],
    ['an expectation that is none', ['plan', SUBJECT, '--expect', 'f1'], 'ASSAY1801'],
    ['a format that is none', ['check', SUBJECT, '--format', 'jsn'], 'ASSAY1802'],
    ['an output in no folder', ['check', SUBJECT, '--output', 'no/such/folder/r.json'], 'ASSAY1803'],
    ['an output that is a folder', ['check', SUBJECT, '--output', 'examples'], 'ASSAY1803'],
    ['a document and flags', ['check', SUBJECT, '--model', 'm.onnx'], 'ASSAY1804'],
    ['half of the flags', ['check', '--model', 'm.onnx', '--policy', 'policies/sustainable-ai'], 'ASSAY1804'],
    ['flags without a policy', ['check', '--model', 'm.onnx', '--data', 'd.csv', '--target', 'y'], 'ASSAY1804'],
  ])('%s', async (_, args, code) => {
    const run = await assay(args);
    expect([run.code, codesIn(run), run.stdout]).toEqual([3, [code], '']);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });
});

describe('help and version end with 0', () => {
  test.each([
    [['--help'], 'validate'],
    [['help'], 'validate'],
    [['check', '--help'], '--as-of'],
    [['help', 'check'], '--as-of'],
    [['--version'], '.'],
  ])('%j', async (args, part) => {
    const run = await assay(args);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain(part);
  });
});

describe('named files that are not there end with 3 and their name', () => {
  test.each([
    [['check', 'gone.yaml'], 'gone.yaml'],
    [['validate', 'gone.yaml'], 'gone.yaml'],
    [['plan', 'gone.yaml'], 'gone.yaml'],
    [['measure', 'evaluation/holdout', 'gone.yaml'], 'gone.yaml'],
    [['check', SUBJECT, '--policy', 'gone'], 'gone'],
    [['check', SUBJECT, '--waivers', 'gone.yaml'], 'gone.yaml'],
    [['explain', 'sustainable-ai/NO-SUCH-RULE'], 'NO-SUCH-RULE'],
    [['explain', 'EVAL-001', '--report', 'gone.json'], 'gone.json'],
    [['measure', 'evaluation/no-such-plugin', SUBJECT], 'no-such-plugin'],
  ])('%j', async (args, named) => {
    const run = await assay(args);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(codesIn(run).length).toBeGreaterThan(0);
    expect(run.stderr).toContain(named);
  });
});

test('a reader that closes the pipe early is no fault', async () => {
  const { spawnSync } = await import('node:child_process');
  const folder = folderWith();
  const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;
  const command = `"${process.execPath}" "${main}" plugins --format json | head -c 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['{0\n', '']);
});

describe('a fault of our own ends with 4 and no stack trace, whatever Node would say', () => {
  // As soon as the program's own handlers stand.
  const once = (fault: string): string =>
    `const t = setInterval(() => { if (process.listenerCount('unhandledRejection') === 0) return; clearInterval(t); ${fault} }, 1)`;
  test.each([
    ['an error that nobody catches', once("throw new Error('boom')")],
    ['a rejection that nobody waits for', once("Promise.reject(new Error('boom'))")],
  ])('%s', async (_, code) => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
    const run = await assay(['plugins'], { env });
    expect(run.code).toBe(4);
    expect(run.stderr).toBe('assay: internal error: boom (ASSAY_DEBUG=1 shows where)\n');
    const loud = await assay(['plugins'], { env: { ...env, ASSAY_DEBUG: '1' } });
    expect(loud.stderr).toMatch(/\n\s+at /);
  });
});
