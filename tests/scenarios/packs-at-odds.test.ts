/** Two packs that no subject can meet together: told by whatever loads them, before anything is measured. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assay, folderWith } from './run.js';

const pack = (id: string, require: string): Record<string, string> => ({
  [`${id}/pack.yaml`]: `apiVersion: assay/v1\nkind: Pack\nmetadata: {id: ${id}, version: "1.0.0", title: P, publisher: ${id}}\nstandards: [s.yaml]\n`,
  [`${id}/s.yaml`]: `apiVersion: assay/v1
kind: Standard
metadata: {id: ${id}, version: "1.0.0", title: S, publisher: ${id}}
measurements: {holdout: {plugin: evaluation/holdout}}
rules:
  - {id: RATE, title: R, level: shall, require: ${require}}
`,
});

const FILES = {
  ...pack('north', '{">=": [{var: holdout.accuracy}, 0.95]}'),
  // Better than this is too good to be true.
  ...pack('south', '{"<=": [{var: holdout.accuracy}, 0.9]}'),
  'both.yaml':
    'apiVersion: assay/v1\nkind: Profile\nmetadata: {id: both, version: "1.0.0", title: B}\nimports: [{pack: north}, {pack: south}]\n',
  'data.csv': `x,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 2 === 0 ? 'good' : 'bad'}`).join('\n')}\n`,
  // Whoever runs it sees that something was measured.
  'model.mjs': `import { writeFileSync } from 'node:fs';\nwriteFileSync('measured', '');\n`,
  'subject.yaml': `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: binary-classification
model: {format: command, command: [node, model.mjs]}
data:
  test: {path: data.csv}
  target: {column: y, classes: [good, bad], positive: bad}
  columns: {x: {type: numeric}}
`,
};

it.each([
  ['validate', ['validate', 'both.yaml']],
  ['plan, of a profile over both', ['plan', 'subject.yaml', '--policy', 'both.yaml']],
  ['plan, of both beside each other', ['plan', 'subject.yaml', '--policy', 'north', '--policy', 'south']],
])('packs that cannot both be met: %s tells it', async (_, args) => {
  const cwd = folderWith(FILES);
  const { stdout, stderr } = await assay(args, { cwd });
  expect(stdout + stderr).toContain('ASSAY1333');
  expect(stdout + stderr).toContain('south/RATE and north/RATE (north/s.yaml:6) cannot both be met');
  expect(existsSync(join(cwd, 'measured'))).toBe(false);
});
