/** Bad documents, models and data from outside: exit 3, a stable code, and the place; nothing is measured. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assay, copyOf } from './run.js';

const EXAMPLE = 'examples/medical-diagnosis';
const SUBJECT = `${EXAMPLE}/subject.yaml`;
const STANDARD = 'policies/sustainable-ai/sustainable-ai.yaml';
const PROFILE = `${EXAMPLE}/hospital.profile.yaml`;

/** How one file of a working example is broken, and where the fault must be reported. */
interface Case {
  readonly name: string;
  readonly file: string;
  readonly change: (text: string) => string | Uint8Array | null;
  readonly code: string;
  /** `file:line:column` */
  readonly place: string;
}

const lineOf = (file: string, text: string): number =>
  readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;
const columnOf = (file: string, text: string, at: string): number =>
  (
    readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
      .split('\n')
      .find((line) => line.includes(text)) ?? ''
  ).indexOf(at) + 1;

const bomb = `bomb: &a [x, x, x, x, x, x, x, x, x, x]
${'bcdefghij'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[index]}`).join(', ')}]`)
  .join('\n')}
`;
const FLOPS = '{"<=": [{var: profile.flops}, {var: parameters.maxOperations}]}';
const requireAt = (at: string): string => `${STANDARD}:${lineOf(STANDARD, FLOPS)}:${columnOf(STANDARD, FLOPS, at)}`;

const CASES: readonly Case[] = [
  {
    name: 'a duplicate key',
    file: SUBJECT,
    change: (text) => text.replace('task:', 'kind: Subject\ntask:'),
    code: 'ASSAY1013',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'task:')}:1`,
  },
  {
    name: 'an unknown key',
    file: SUBJECT,
    change: (text) => text.replace('task:', 'tsak: x\ntask:'),
    code: 'ASSAY1105',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'task:')}:1`,
  },
  {
    name: 'an unknown operator',
    file: STANDARD,
    change: (text) => text.replace(FLOPS, FLOPS.replace('<=', '=<')),
    code: 'ASSAY1201',
    place: requireAt('"<="'),
  },
  {
    name: 'a var of an undeclared output',
    file: STANDARD,
    change: (text) => text.replace('profile.flops', 'profile.flopps'),
    code: 'ASSAY1204',
    place: requireAt('profile.flops'),
  },
  {
    name: 'a wrong unit',
    file: STANDARD,
    change: (text) => text.replace('unit: FLOP/prediction', 'unit: kWh'),
    code: 'ASSAY1213',
    place: requireAt('"<="'),
  },
  {
    name: 'two operators in one node',
    file: STANDARD,
    change: (text) => text.replace(FLOPS, `${FLOPS.slice(0, -1)}, "!": true}`),
    code: 'ASSAY1202',
    place: `${STANDARD}:${lineOf(STANDARD, FLOPS)}:78`,
  },
  { name: 'an alias bomb', file: SUBJECT, change: (text) => `${bomb}${text}`, code: 'ASSAY1018', place: `${SUBJECT}:` },
  {
    name: 'version: 1.10',
    file: SUBJECT,
    change: (text) => text.replace('version: "1.2.0"', 'version: 1.10'),
    code: 'ASSAY1108',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'version:')}:12`,
  },
  {
    name: 'a tab',
    file: SUBJECT,
    change: (text) => text.replace('  name:', '\tname:'),
    code: 'ASSAY1011',
    place: `${SUBJECT}:${lineOf(SUBJECT, '  name:')}:1`,
  },
  {
    name: 'NUL',
    file: SUBJECT,
    change: (text) => text.replace('medical-diagnosis', 'medical\u0000diagnosis'),
    code: 'ASSAY1005',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'name: medical')}:`,
  },
  { name: 'an empty file', file: SUBJECT, change: () => '', code: 'ASSAY1004', place: `${SUBJECT}:1:1` },
  {
    name: 'a file of 50 MB',
    file: SUBJECT,
    change: () => `# ${'x'.repeat(50e6)}`,
    code: 'ASSAY1003',
    place: `${SUBJECT}:1:1`,
  },
  {
    name: 'a binary file',
    file: SUBJECT,
    change: () => Uint8Array.from({ length: 4096 }, (_, i) => (i * 151) % 256),
    code: 'ASSAY1005',
    place: `${SUBJECT}:1:`,
  },
  {
    name: 'a missing model',
    file: `${EXAMPLE}/model.onnx`,
    change: () => null,
    code: 'ASSAY1400',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'model.onnx')}:${columnOf(SUBJECT, 'model.onnx', 'model.onnx')}`,
  },
  {
    name: 'a corrupt ONNX file',
    file: `${EXAMPLE}/model.onnx`,
    change: (text) => Buffer.from(text.slice(0, text.length / 3)),
    code: 'ASSAY1500',
    place: `${SUBJECT}:${lineOf(SUBJECT, 'model.onnx')}:${columnOf(SUBJECT, 'model.onnx', 'model.onnx')}`,
  },
  {
    name: 'a CSV with a ragged row',
    file: `${EXAMPLE}/test.csv`,
    change: (text) =>
      text
        .split('\n')
        .map((line, index) => (index === 6 ? line.replace(/,[^,]*$/, '') : line))
        .join('\n'),
    code: 'ASSAY1410',
    place: `${EXAMPLE}/test.csv:7:`,
  },
  {
    name: 'a profile that loosens',
    file: PROFILE,
    change: (text) => text.replace('minF1: 0.90', 'minF1: 0.50'),
    code: 'ASSAY1306',
    place: `${PROFILE}:${lineOf(PROFILE, 'minF1:')}:25`,
  },
];

describe('bad input', () => {
  it.each(CASES)('$name gives exit 3, a code, line and column', async ({ file, change, code, place }) => {
    const folder = copyOf(EXAMPLE);
    const path = join(folder, file);
    const changed = change(readFileSync(path, file.endsWith('.onnx') ? 'latin1' : 'utf8'));
    if (changed === null) rmSync(path);
    else writeFileSync(path, changed);
    const run = await assay(['check', SUBJECT], { cwd: folder });
    expect(run.code).toBe(3);
    expect(run.stdout).toBe('');
    const reported = run.stderr.split('\n').filter((line) => line.includes('  error  '));
    expect(reported.filter((line) => line.endsWith(code))).toEqual([expect.stringContaining(place)]);
    expect(run.stderr).not.toMatch(/^\s+at .*\.js/m);
  });

  it('in several places is reported together', async () => {
    const folder = copyOf(EXAMPLE);
    const subject = join(folder, SUBJECT);
    writeFileSync(
      subject,
      readFileSync(subject, 'utf8').replace('task:', 'tsak: x\ntask:').replace('riskClass: high', 'riskClass: [1]'),
    );
    const standard = join(folder, STANDARD);
    writeFileSync(
      standard,
      readFileSync(standard, 'utf8').replace('profile.flops', 'profile.flopps').replace('cv.f1Macro', 'cv.f2Macro'),
    );
    const run = await assay(['validate', SUBJECT, STANDARD], { cwd: folder });
    expect(run.code).toBe(3);
    expect((run.stderr + run.stdout).match(/ASSAY\d{4}/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('of one subject among several does not stop the others', async () => {
    const folder = copyOf(EXAMPLE);
    const run = await assay(['check', 'nowhere.yaml', SUBJECT, '--format', 'json'], { cwd: folder });
    expect(run.code).toBe(3);
    const list = JSON.parse(run.stdout) as { kind: string; reports: { kind: string }[] };
    expect(list.kind).toBe('ReportList');
    expect(list.reports.map(({ kind }) => kind)).toEqual(['UnreadSubject', 'Report']);
  });
});
