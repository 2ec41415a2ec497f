import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { loadSubject } from './load-subject.js';
import { openSubject } from './open.js';
import { ModelFault } from './view.js';

it('a raw table has every column of the file as it is written, whatever the document declares', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-raw-'));
  try {
    writeFileSync(join(folder, 'data.csv'), 'age;mail;class\n030;"a ""b"" c";x\n;jo@x.org;hidden\n41;;x\n');
    writeFileSync(
      join(folder, 'subject.yaml'),
      `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: binary-classification
data:
  path: data.csv
  separator: ";"
  missing: ["", hidden]
  columns:
    age: {type: numeric, roles: [quasi-identifier]}
`,
    );
    const { subject } = await loadSubject(fileSource(), join(folder, 'subject.yaml'));
    const view = openSubject(subject!.spec);
    const raw = await view.rawTable('whole');
    expect(raw!.columns.map(({ name, roles, levels, codes }) => [name, roles, levels, [...codes]])).toEqual([
      ['age', ['quasi-identifier'], ['030', '41'], [0, -1, 1]],
      ['mail', [], ['a "b" c', 'jo@x.org'], [0, 1, -1]],
      ['class', [], ['x', 'hidden'], [0, 1, 0]],
    ]);
    expect(await view.rawTable('test')).toBeUndefined();
    writeFileSync(join(folder, 'data.csv'), 'age;mail;class\n1;2;3\n');
    await expect(view.rawTable('whole')).rejects.toThrow(ModelFault);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
