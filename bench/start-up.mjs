// Whole commands against `node -e 0`, in turn.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, spread } from './figures.mjs';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'cli', 'main.js');
const standard = 'policies/sustainable-ai/sustainable-ai.yaml';
const subject = 'examples/medical-diagnosis/subject.yaml';
const check = (cache) => [main, 'check', subject, '--cache', cache, '--seed', '7', '--as-of', '2026-11-24'];

export const HEAD = [
  'command',
  'ratio to `node -e 0` (least, most)',
  'goal, at most',
  'ours, ms',
  'node -e 0, ms',
  'processor time, ours and node’s, ms',
];
export const COMMANDS = [
  { name: 'start-up: validate one standard', args: () => [main, 'validate', standard], goal: 4 },
  { name: 'start-up: check, all measurements cached', args: check, goal: 6 },
];

export function startBeside({ name, args, goal }, runs) {
  const cache = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  run(args(cache)); // fills the cache
  const pairs = Array.from({ length: runs }, () => ({ node: run(['-e', '0']), ours: run(args(cache)) }));
  rmSync(cache, { recursive: true, force: true });
  const of = (side, time) => median(pairs.map((pair) => pair[side][time])).toFixed(0);
  return [
    name,
    spread(pairs.map(({ node, ours }) => ours.wall / node.wall)),
    goal,
    of('ours', 'wall'),
    of('node', 'wall'),
    `${of('ours', 'processor')} ${of('node', 'processor')}`,
  ];
}

/** Where it names a file, every Node reads all certificates that it knows at its start, which trebles that of `node -e 0`. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

function run(args) {
  const before = ofChildren();
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { wall: performance.now() - start, processor: ofChildren() - before };
}

/** Processor time in ms, all threads, of the processes that have ended; in steps of 10 (proc(5), `cutime` and `cstime`). */
function ofChildren() {
  if (process.platform !== 'linux') return NaN;
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
