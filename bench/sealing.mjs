// `assay seal` and `assay open` beside age and gpg on one large file: MB/s and peak memory.
//
//     npm run build && node bench/sealing.mjs [--mib 1024] [--write]
//
// A program that is not on this machine is named as missing, and has no row. `--write` keeps the table in docs/sealing.md.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { head, line } from './figures.mjs';

const MIB = 2 ** 20;
const MAIN = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
const PAGE = join(import.meta.dirname, '..', 'docs', 'sealing.md');
const PASSPHRASE = 'for the bench only';

const { values: options } = parseArgs({
  options: { mib: { type: 'string', default: '1024' }, write: { type: 'boolean', default: false } },
});
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-seal-'));
const at = (name) => join(folder, name);
const printed = [];

try {
  makeFile(at('plain'), Number(options.mib));
  const digest = await digestOf(at('plain'));
  print(
    `${new Date().toISOString().slice(0, 10)}; ${cpus().length} × ${cpus()[0]?.model}, ${process.platform} ${release()}, Node ${process.version}; ${options.mib} MiB of random bytes, one run.`,
  );
  print(`\n${head(['program', 'way', 's', 'MB/s', 'processor, s', 'peak memory, MiB'])}`);
  for (const side of [ours(), age(), gpg()]) {
    if (typeof side === 'string') {
      print(line([side, '', '', '', '', '']));
      continue;
    }
    await timed(side.name, 'seal', side.seal);
    await timed(side.name, 'open', side.open);
    if ((await digestOf(at('back'))) !== digest) throw new Error(`${side.name} gives another file back`);
    for (const name of ['sealed', 'back']) rmSync(at(name), { force: true });
  }
  if (options.write) keep();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function ours() {
  spawnSync(process.execPath, [MAIN, 'seal', '--new-key', at('key.txt')]);
  const key = ['--key-file', at('key.txt')];
  return {
    name: 'assay (age)',
    seal: [process.execPath, MAIN, 'seal', ...key, at('plain'), '--output', at('sealed')],
    open: [process.execPath, MAIN, 'open', ...key, at('sealed'), '--output', at('back')],
  };
}

function age() {
  const version = spawnSync('age', ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined) return 'age: not on this machine (Debian: age)';
  const recipient = /age1\w+/.exec(readFileSync(at('key.txt'), 'utf8'))[0];
  return {
    name: `age ${version.stdout.trim()}`,
    seal: ['age', '-r', recipient, '-o', at('sealed'), at('plain')],
    open: ['age', '-d', '-i', at('key.txt'), '-o', at('back'), at('sealed')],
  };
}

function gpg() {
  const version = spawnSync('gpg', ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined) return 'gpg: not on this machine (Debian: gpg)';
  writeFileSync(at('passphrase'), PASSPHRASE, { mode: 0o600 });
  const common = [
    'gpg',
    '--homedir',
    folder,
    '--batch',
    '--quiet',
    '--no-tty',
    '--pinentry-mode',
    'loopback',
    '--passphrase-file',
    at('passphrase'),
  ];
  return {
    name: `gpg ${/[\d.]+/.exec(version.stdout)[0]}, AES-256, no compression`,
    seal: [
      ...common,
      '--symmetric',
      '--cipher-algo',
      'AES256',
      '--compress-algo',
      'none',
      '--output',
      at('sealed'),
      at('plain'),
    ],
    open: [...common, '--output', at('back'), '--decrypt', at('sealed')],
  };
}

async function timed(name, way, [program, ...args]) {
  const since = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  let processor = 0;
  // The kernel keeps both sums; the last look is close enough to the end.
  const timer = setInterval(() => {
    peak = Math.max(peak, highWater(child.pid));
    processor = Math.max(processor, processorOf(child.pid));
  }, 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${name} ends with ${code}`);
  const seconds = (performance.now() - since) / 1000;
  const rate = statSync(at('plain')).size / 1e6 / seconds;
  const known = (value, digits) => (value === 0 ? 'unknown' : value.toFixed(digits));
  print(line([name, way, seconds.toFixed(1), rate.toFixed(0), known(processor, 1), known(peak, 0)]));
}

/** In MiB; 0 where the system does not tell (other systems than Linux). */
function highWater(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** User and system seconds; clock ticks are 1/100 s on Linux. 0 where the system does not tell. */
function processorOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function makeFile(path, mib) {
  const file = openSync(path, 'w');
  for (let at = 0; at < mib; at += 1) writeSync(file, randomBytes(MIB));
  closeSync(file);
}

async function digestOf(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: MIB })) hash.update(chunk);
  return hash.digest('hex');
}

function print(text) {
  printed.push(text);
  console.log(text);
}

function keep() {
  const page = readFileSync(PAGE, 'utf8');
  const [before] = page.split('<!-- figures -->');
  const [, after] = page.split('<!-- end of figures -->');
  writeFileSync(PAGE, `${before}<!-- figures -->\n\n${printed.join('\n')}\n\n<!-- end of figures -->${after}`);
}
