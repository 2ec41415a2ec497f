/** A report in other formats, from outside: files by their names, and reports that are none. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleReport } from '../fixtures/sample-report.js';
import { assay, folderWith } from './run.js';

const report = (change: object = {}): string => JSON.stringify({ ...sampleReport, ...change });

describe('assay report', () => {
  test('several files at once, each in the format of its name', async () => {
    const folder = folderWith({ 'report.json': report() });
    const files = ['comment.md', 'tests.xml', 'rules.csv', 'log.sarif', 'page.txt', 'gitlab=quality.json'];
    const outputs = files.flatMap((name) => ['--output', name]);
    const run = await assay(['report', 'report.json', '--format', 'github', ...outputs], { cwd: folder });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('::error file=policies/sustainable-ai/sustainable-ai.yaml,line=31');
    const begins = {
      'comment.md': '## ✗',
      'tests.xml': '<?xml',
      'rules.csv': 'subject,',
      'log.sarif': '{\n  "version"',
    };
    for (const [name, start] of Object.entries({ ...begins, 'page.txt': '✗ does not', 'quality.json': '[\n' }))
      expect(readFileSync(join(folder, name), 'utf8').startsWith(start), name).toBe(true);
  });

  test.each([
    ['is not there', undefined, 'no such report'],
    ['is empty', '', 'no JSON'],
    ['was cut in half', report().slice(0, 4000), 'not the whole of it'],
    ['is of a newer version', report({ apiVersion: 'assay/v2' }), 'assay/v2'],
    ['has extra keys', report({ approved: true }), 'approved'],
    ['is something else', '{"kind": "Standard"}', 'no report'],
    ['is a bare null', 'null', 'no report'],
  ])('a report that %s', async (_, content, said) => {
    const folder = folderWith(content === undefined ? {} : { 'report.json': content });
    const run = await assay(['report', 'report.json', '--output', 'out.md'], { cwd: folder });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/ASSAY1321|ASSAY1861/);
    expect(run.stderr).toContain(said);
    expect(run.stdout).toBe('');
    expect(() => readFileSync(join(folder, 'out.md'))).toThrow();
  });

  test('a report of 100 MB', async () => {
    const folder = folderWith({});
    const text = 'x'.repeat(1_000_000);
    const details = Array.from({ length: 100 }, (_, at) => ({ type: 'text', id: `t${at}`, title: 'long', text }));
    const measurements = sampleReport.measurements.map((each) => ({ ...each, details }));
    writeFileSync(join(folder, 'report.json'), report({ measurements }));
    const run = await assay(['report', 'report.json', '--format', 'markdown'], { cwd: folder });
    expect(run.code).toBe(0);
    expect(run.stdout.length).toBeLessThan(65_536);
  });

  test('a format that there is not', async () => {
    const folder = folderWith({ 'report.json': report() });
    const run = await assay(['report', 'report.json', '--format', 'docx'], { cwd: folder });
    expect([run.code, run.stderr.includes('ASSAY1802')]).toEqual([3, true]);
  });

  test('two reports compared, as text and as a page; other formats are none of a comparison', async () => {
    const folder = folderWith({ 'before.json': report({ seed: 1, seedChosen: true }), 'after.json': report() });
    const run = await assay(['report', 'before.json', 'after.json', '--output', 'changed.html'], { cwd: folder });
    expect([run.code, run.stdout.includes('The seed is another one.')]).toEqual([0, true]);
    expect(readFileSync(join(folder, 'changed.html'), 'utf8')).toContain('The seed is another one.');
    const refused = await assay(['report', 'before.json', 'after.json', '--format', 'sarif'], { cwd: folder });
    expect([refused.code, refused.stderr.includes('ASSAY1802')]).toEqual([3, true]);
  });

  test('a PDF without a browser: what is missing, and nothing is written', async () => {
    const folder = folderWith({ 'report.json': report() });
    const env = { ASSAY_BROWSER: join(folder, 'no-browser') };
    const run = await assay(['report', 'report.json', '--output', 'report.pdf'], { cwd: folder, env });
    expect([run.code, run.stderr.includes('ASSAY1890')]).toEqual([3, true]);
    expect(() => readFileSync(join(folder, 'report.pdf'))).toThrow();
  });

  test('a browser that prints nothing is named', async () => {
    const folder = folderWith({ 'report.json': report() });
    const env = { ASSAY_BROWSER: '/bin/false' };
    const run = await assay(['report', 'report.json', '--output', 'report.pdf'], { cwd: folder, env });
    expect([run.code, run.stderr.includes('ASSAY1891')]).toEqual([3, true]);
  });
});
