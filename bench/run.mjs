// Whole commands against `node -e 0`, alternately, medians of several runs. Machines are noisy: read the ratios.
//
//     npm run bench                 # after npm run build
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUNS = 15;
const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'cli', 'main.js');
const cache = mkdtempSync(join(tmpdir(), 'assay-bench-'));

const standard = 'policies/sustainable-ai/sustainable-ai.yaml';
const subject = 'examples/medical-diagnosis/subject.yaml';
const check = [main, 'check', subject, '--cache', cache, '--seed', '7', '--as-of', '2026-11-24'];
const rows = [
  { name: 'validate one standard', args: [main, 'validate', standard], goal: 4 },
  { name: 'check, all measurements cached', args: check, goal: 6 },
];

run(check); // fills the cache
console.log(`medians of ${RUNS} runs, each beside a run of \`node -e 0\`\n`);
for (const { name, args, goal } of rows) {
  const pairs = Array.from({ length: RUNS }, () => ({ bare: run(['-e', '0']), ours: run(args) }));
  const bare = median(pairs.map((pair) => pair.bare));
  const ours = median(pairs.map((pair) => pair.ours));
  const ratio = median(pairs.map((pair) => pair.ours / pair.bare));
  console.log(
    `${name}: ${ours.toFixed(0)} ms, node -e 0: ${bare.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (goal ${goal})`,
  );
}
rmSync(cache, { recursive: true, force: true });

function run(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
