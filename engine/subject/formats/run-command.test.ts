import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { runCommand } from './run-command.js';

const run = (script: string, change: { seconds?: number; maxBytes?: number; input?: string } = {}): Promise<Buffer> =>
  runCommand({
    command: [process.execPath, '-e', script],
    folder: tmpdir(),
    input: '',
    seconds: 60,
    maxBytes: 1e6,
    ...change,
  });

it('gives what the program wrote, though it reads nothing of a long input', async () => {
  expect(String(await run('console.log("x".repeat(100000))', { input: 'row\n'.repeat(1e6) }))).toBe(
    `${'x'.repeat(100_000)}\n`,
  );
});

it.each<[string, string, Parameters<typeof run>[1], string]>([
  ['takes too long', 'for (;;);', { seconds: 0.2 }, 'timed-out'],
  ['writes too much', 'for (;;) require("fs").writeSync(1, "x".repeat(1000))', { maxBytes: 10_000 }, 'failed'],
])('a program that %s is ended', async (_, script, change, cause) => {
  await expect(run(script, change)).rejects.toMatchObject({ unmeasured: cause });
});

it('no shell reads the arguments', async () => {
  const output = await runCommand({
    command: [process.execPath, '-p', 'process.argv[1]', '$(touch x); `y` *'],
    folder: tmpdir(),
    input: '',
    seconds: 60,
    maxBytes: 1000,
  });
  expect(String(output)).toBe('$(touch x); `y` *\n');
});
