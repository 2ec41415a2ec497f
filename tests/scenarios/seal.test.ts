/** `seal` and `open` from outside: memory, signals, a disk that is full. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assay, codesIn, ROOT } from './run.js';

const MAIN = process.env['ASSAY_MAIN'] ?? join(ROOT, 'dist', 'cli', 'main.js');
const MIB = 2 ** 20;
const SIZE = 64;
/** Of one X25519 recipient, the nonce among it; a tag of 16 bytes for each 64 KiB comes to it. */
const HEADER = 184;

/** Says at the end how much memory the process held at most, in KiB. */
const TELL_MEMORY = `process.on('exit', () => process.stderr.write('peak=' + process.resourceUsage().maxRSS));`;
const peakMiB = (stderr: string): number => Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1024;

let cwd: string;
let plain: Buffer;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'assay-seal-'));
  plain = Buffer.concat(Array.from({ length: SIZE }, () => randomBytes(MIB)));
  writeFileSync(join(cwd, 'd.bin'), plain);
  writeFileSync(join(cwd, 'tell.mjs'), TELL_MEMORY);
  await assay(['seal', '--new-key', 'key.txt'], { cwd });
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test(`${SIZE} MiB there and back in memory that does not grow with them`, async () => {
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(cwd, 'tell.mjs')).href}` };
  const empty = await assay(['seal', '--key-file', 'key.txt', 'key.txt', '--output', 'small.age'], { cwd, env });
  const sealed = await assay(['seal', '--key-file', 'key.txt', 'd.bin'], { cwd, env });
  expect([sealed.code, sealed.stdout]).toEqual([
    0,
    `sealed d.bin -> d.bin.age (${plain.length + HEADER + 16 * 1024} bytes)\n`,
  ]);
  const opened = await assay(['open', '--key-file', 'key.txt', 'd.bin.age', '--output', 'back.bin'], { cwd, env });
  expect([opened.code, opened.stdout]).toEqual([0, `opened d.bin.age -> back.bin (${plain.length} bytes)\n`]);
  expect(Buffer.compare(readFileSync(join(cwd, 'back.bin')), plain)).toBe(0);
  for (const { stderr } of [sealed, opened]) expect(peakMiB(stderr) - peakMiB(empty.stderr)).toBeLessThan(SIZE);
});

describe('of the plain text nothing is left where', () => {
  const open = ['open', '--key-file', 'key.txt', 'd.bin.age', '--output', 'out.bin'];
  const left = (): readonly string[] => readdirSync(cwd).filter((name) => /out\.bin/.test(name));

  test.each(['SIGINT', 'SIGTERM'] as const)('%s comes', async (signal) => {
    const child = spawn(process.execPath, [MAIN, ...open], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (left().length === 0 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(left()).toEqual([expect.stringMatching(/^\.out\.bin\.[0-9a-f]+\.part$/)]);
    child.kill(signal);
    expect([await ended, stderr]).toEqual([4, 'interrupted: nothing of the file at hand was written\n']);
    expect(left()).toEqual([]);
  });

  test('the disk is full', (context) => {
    // No disk can be filled here; a limit on the size of files ends writing in the same place.
    context.skip(process.platform === 'win32', 'Windows has no limit on the size of files');
    const script = `ulimit -f 20000 && exec "$0" "$@"`;
    const run = spawnSync('sh', ['-c', script, process.execPath, MAIN, ...open], { cwd, encoding: 'utf8' });
    expect([run.status, run.stderr.match(/ASSAY\d{4}/g)]).toEqual([3, ['ASSAY1826']]);
    expect(left()).toEqual([]);
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ['no file', ['seal'], ['ASSAY1800']],
  ['no key', ['seal', 'd.bin', '--output', 'x'], ['ASSAY1820']],
  ['two places of a key', ['open', 'd.bin.age', '--key-env', 'A', '--key-file', 'key.txt'], ['ASSAY1804']],
  ['a key and a new one', ['seal', 'd.bin', '--key-file', 'key.txt', '--new-key', 'n.txt'], ['ASSAY1804']],
  ['one name for two files', ['seal', 'd.bin', 'key.txt', '--key-file', 'key.txt', '--output', 'x'], ['ASSAY1804']],
  ['a container that is none', ['seal', 'd.bin', '--container', 'zip'], ['ASSAY1801']],
  ['a file that is not sealed', ['open', 'key.txt', '--key-file', 'key.txt', '--output', 'x'], ['ASSAY1824']],
  ['no way to name the plain file', ['open', 'd.bin', '--key-file', 'key.txt'], ['ASSAY1826']],
])('%s ends with 3', async (_, args, codes) => {
  const run = await assay(args, { cwd });
  expect([run.code, codesIn(run)]).toEqual([3, codes]);
});
