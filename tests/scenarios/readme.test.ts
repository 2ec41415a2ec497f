/** Every command that the READMEs show is run as it stands, in a copy of what a reader has. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assay, folderWith, ROOT } from './run.js';

const FOLDERS = ['policies', 'examples', 'schemas'];

/** Words as a shell cuts them, single quotes known. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word);

/** `npx assay …` of all `sh` blocks, comments cut off; without what wants a server (language-endpoint.test.ts has it). */
const commandsIn = (markdown: string): readonly (readonly string[])[] =>
  [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => wordsOf(line.replace(/\s+#.*$/, '')))
    .filter(([first, second]) => first === 'npx' && second === 'assay')
    .filter((words) => !words.some((word) => word.startsWith('my-model')))
    .map((words) => words.slice(2));

describe.each(['README.md', 'README.zh-CN.md'])('%s', (name) => {
  const markdown = readFileSync(join(ROOT, name), 'utf8');

  it('shows commands that work', async () => {
    const folder = folderWith();
    for (const each of FOLDERS) cpSync(join(ROOT, each), join(folder, each), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const profile = /kind: Profile[\s\S]*?```/.exec(markdown)?.[0].replace('```', '') ?? '';
    writeFileSync(join(folder, 'my.profile.yaml'), `apiVersion: assay/v1\n${profile}`);
    const commands = commandsIn(markdown);
    expect(commands.length).toBeGreaterThanOrEqual(6);
    for (const command of commands) {
      const run = await assay(command, { cwd: folder });
      expect([command.join(' '), run.code, run.stderr]).toEqual([
        command.join(' '),
        expect.toBeOneOf([0, 1, 2]),
        expect.not.stringContaining('ASSAY4'),
      ]);
    }
  });

  it('shows the real output of npm start', async () => {
    const shown = /<!-- npm start.*-->\n```text\n([\s\S]*?)```/.exec(markdown)?.[1] ?? '';
    const language = name.includes('zh') ? ['--lang', 'zh'] : [];
    const args = [
      'check',
      'examples/medical-diagnosis/subject.yaml',
      '--no-cache',
      '--as-of',
      '2026-11-24',
      ...language,
    ];
    const run = await assay(args, { env: { COLUMNS: '100' } });
    expect(run.code).toBe(0);
    // What is shown is a part of it: the verdict and some rules, line by line.
    const lines = run.stdout.split('\n');
    const missing = shown
      .split('\n')
      .filter((line) => line.trim() !== '' && line.trim() !== '…' && !lines.includes(line));
    expect(missing).toEqual([]);
    expect(shown.split('\n').length).toBeGreaterThan(8);
  });
});
