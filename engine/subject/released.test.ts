import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { planSubjectOf } from '../plan/plan-subject-of.js';
import { loadSubject } from './load-subject.js';
import { openSubject } from './open.js';
import { columnOf } from './table.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-released-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(released: string) {
  writeFileSync(join(folder, 'train.csv'), 'age,city,income\n31,a,low\n45,b,high\n');
  writeFileSync(join(folder, 'released.csv'), released);
  writeFileSync(join(folder, 'people.csv'), 'city,age\na,31\nb,45\nb,45\n');
  writeFileSync(
    join(folder, 'subject.yaml'),
    `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: binary-classification
data:
  train: {path: train.csv}
  released: {path: released.csv}
  population: {path: people.csv}
  target: {column: income, classes: [low, high], positive: high}
  columns:
    age: {type: numeric, roles: [quasi-identifier]}
    city: {type: categorical, roles: [quasi-identifier]}
`,
  );
  return loadSubject(fileSource(), join(folder, 'subject.yaml'));
}

describe('the table that is given away in place of the data', () => {
  test('may lack columns, and have texts for numbers; the subject’s own columns stay', async () => {
    const { subject } = await load('age,other\n30–39,x\n40–49,y\n*,z\n');
    expect(subject!.spec.tables.released).toMatchObject({
      rows: 3,
      columns: [{ name: 'age', type: 'categorical', roles: ['quasi-identifier'] }],
    });
    const view = openSubject(subject!.spec);
    expect(columnOf((await view.table('released'))!, 'age')).toMatchObject({ levels: ['30–39', '40–49', '*'] });
    expect(columnOf((await view.table('train'))!, 'age')).toMatchObject({ type: 'numeric' });
    expect(columnOf((await view.table('population'))!, 'age')).toMatchObject({ type: 'numeric' });
    expect(subject!.lacks).not.toContain('data.released');
    expect(planSubjectOf(subject!).inputs.map(({ role }) => role)).toEqual([
      'data.train',
      'data.released',
      'data.population',
    ]);
  });

  test('keeps numbers as numbers', async () => {
    const { subject } = await load('age,city\n35.5,a\n,b\n');
    expect(subject!.spec.tables.released!.columns!.map(({ type }) => type)).toEqual(['numeric', 'categorical']);
  });

  test.each([
    ['none of the columns', 'x,y\n1,2\n', 'ASSAY1417'],
    ['no rows', 'age,city\n', 'ASSAY1407'],
    ['no number', 'age\nNaN\n', 'ASSAY1415'],
  ])('%s is a fault', async (_, text, code) => {
    const { subject, diagnostics } = await load(text);
    expect(subject).toBeUndefined();
    expect(diagnostics.map((found) => found.code)).toContain(code);
  });
});
