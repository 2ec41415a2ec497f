// Identifiers in 100 MB of text, beside grep -E and Python's re with one simple pattern a kind (no check digits, no
// numbering plan, no names): time, speed and peak memory. Ours reads in pieces of 64 KiB.
//
//     npm run build && node bench/identifiers.mjs [--megabytes 100] [--runs 3] [--write]
//
// `--write` keeps the table in docs/identifiers.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const bytes = Number(options.megabytes) * 1e6;
const folder = mkdtempSync(join(tmpdir(), 'assay-identifiers-'));

/** Mostly prose; an identifier in every ninth sentence, in English or Chinese. */
const PROSE = [
  'The patient was seen on the ward and reported no pain after the walk in the garden this morning. ',
  'Blood pressure 130/85, pulse 72, temperature 36.8; take 2 tablets of 500 mg three times a day for 10 days. ',
  'Results will be discussed with the family, who asked for a copy of the letter and a second opinion. ',
  '患者神志清楚，饮食睡眠可，血压平稳，继续目前治疗方案，两周后门诊复查。\n',
];
const HELD = [
  (n) => `Write to person${n}@example.org or call (415) 867-${String(1000 + (n % 9000))}. `,
  (n) => `Card 4111 1111 1111 1111, seen from 10.0.${n % 250}.7 on 2024-01-${String(10 + (n % 19))}. `,
  (n) => `患者王小明，手机138${String(10000000 + (n % 89999999))}，身份证11010519491231002X。\n`,
];

function writeText(path, size) {
  const file = openSync(path, 'w');
  let written = 0;
  for (let n = 0; written < size; n++) {
    const piece = PROSE.join('').repeat(2) + HELD[n % HELD.length](n);
    written += writeSync(file, piece);
  }
  closeSync(file);
}

const OURS = `
import { createReadStream } from 'node:fs';
import { StreamScanner } from ${JSON.stringify(join(import.meta.dirname, '../dist/engine/methods/privacy/identifiers/scan-stream.js'))};
let found = 0;
const scanner = new StreamScanner({ regions: ['US', 'CN'], hints: new Set() }, () => found++);
for await (const piece of createReadStream(process.argv[1], { encoding: 'utf8' })) scanner.push(piece);
scanner.end();
console.log(found);
`;
const PATTERNS = [
  '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}',
  '\\(?[0-9]{3}\\)?[-. ][0-9]{3}[-. ][0-9]{4}',
  '1[3-9][0-9]{9}',
  '[0-9]{17}[0-9Xx]',
  '[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}[- ][0-9]{4}',
  '[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}',
  '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}',
];
const PYTHON = `
import re, sys
pattern = re.compile(sys.argv[2])
print(sum(len(pattern.findall(line)) for line in open(sys.argv[1], encoding='utf-8')))
`;
const one = PATTERNS.join('|');
const sides = [
  ['Assay, 19 kinds with checks', [process.execPath, '--input-type=module', '-e', OURS]],
  ['grep -E -o of 8 patterns', ['grep', '-E', '-o', one]],
  ['Python re of 8 patterns', ['/usr/bin/python3', '-c', PYTHON]],
];

function run([name, command], path, size) {
  const args = name.startsWith('grep')
    ? [...command, path]
    : [...command, path, ...(name.startsWith('Python') ? [one] : [])];
  const timed = spawnSync('/usr/bin/env', ['bash', '-c', 'TIMEFORMAT="%R %U %S"; time "$@" | wc -lc', '_', ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const [wall, user, system] = timed.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  if (!(wall > 0)) throw new Error(`${name}: ${timed.stderr}`);
  return { wall, processor: user + system, speed: size / 1e6 / (user + system) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const path = join(folder, 'text.txt');
  writeText(path, bytes);
  const size = readFileSync(path).length;
  const times = sides.map(() => []);
  for (let round = 0; round < Number(options.runs); round++)
    sides.forEach((side, index) => times[index].push(run(side, path, size)));
  const rows = sides.map(([name], index) => {
    const of = (what) => median(times[index].map((time) => time[what]));
    return `| ${name} | ${of('wall').toFixed(1)} | ${of('processor').toFixed(1)} | ${of('speed').toFixed(1)} |`;
  });
  const memory = peakMemory(path);
  const table = [
    `${(size / 1e6).toFixed(0)} MB; ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; medians of ${options.runs} alternating runs.`,
    '',
    '| | s | s of processor | MB a second of processor |',
    '|---|---|---|---|',
    ...rows,
    '',
    `Peak resident memory of ours: ${memory.whole} MiB on all of it, ${memory.tenth} MiB on a tenth.`,
  ].join('\n');
  console.log(table);
  if (options.write) keep(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function peakMemory(path) {
  const tenth = join(folder, 'tenth.txt');
  writeText(tenth, bytes / 10);
  const peak = (file) =>
    Math.round(
      Number(
        spawnSync(
          process.execPath,
          ['--input-type=module', '-e', `${OURS}console.log(process.resourceUsage().maxRSS);`, file],
          {
            encoding: 'utf8',
          },
        )
          .stdout.trim()
          .split('\n')
          .at(-1),
      ) / 1024,
    );
  return { whole: peak(path), tenth: peak(tenth) };
}

function keep(table) {
  const path = join(import.meta.dirname, '..', 'docs', 'identifiers.md');
  const [before, rest] = readFileSync(path, 'utf8').split('<!-- speed -->\n');
  const after = rest.split('<!-- end of speed -->')[1];
  writeFileSync(path, `${before}<!-- speed -->\n\n${table}\n\n<!-- end of speed -->${after}`);
}
