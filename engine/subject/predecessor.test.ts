import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { planSubjectOf } from '../plan/plan-subject-of.js';
import { loadSubject } from './load-subject.js';
import { openSubject } from './open.js';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/onnx', import.meta.url));

const load = (predecessor: string, files: Readonly<Record<string, string>> = {}) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'assay-predecessor-')), 's');
  cpSync(fixtures, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'subject.yaml'),
    `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: binary-classification
model: {format: onnx, path: logistic-zipmap.onnx}
predecessor: {${predecessor}}
data:
  test: {path: iris.csv}
  target: {column: virginica, classes: [other, virginica], positive: virginica}
  columns:
    sepal_length: {type: numeric}
    sepal_width: {type: numeric}
    petal_length: {type: numeric}
    petal_width: {type: numeric}
`,
  );
  return loadSubject(fileSource(), join(folder, 'subject.yaml'));
};
const onnx = (name: string): string => `format: onnx, path: ${name}.onnx`;

describe('the model that the assessed one follows', () => {
  it('answers for itself, and is known by its digest', async () => {
    const [{ subject: strict }, { subject: same }] = [
      await load(`${onnx('sigmoid')}, threshold: 0.9`),
      await load(onnx('logistic-zipmap')),
    ];
    expect(strict!.lacks).not.toContain('predecessor');
    expect(strict!.predecessor!.digest).not.toBe(strict!.model!.digest);
    expect(same!.predecessor!.digest).toBe(same!.model!.digest);
    expect(strict!.digest).not.toBe(same!.digest);
    expect(planSubjectOf(strict!).inputs).toContainEqual({
      role: 'predecessor',
      digest: strict!.predecessor!.digest,
    });
    const view = openSubject(strict!.spec);
    const [now, before] = [await view.predictions('test'), await view.predictions('test', 'predecessor')];
    expect(before).not.toEqual(now);
    expect((await view.model('predecessor'))!.digest).toBe(strict!.predecessor!.digest);
    const twin = openSubject(same!.spec);
    expect(await twin.predictions('test', 'predecessor')).toEqual(await twin.predictions('test'));
  });

  it('may be recorded answers', async () => {
    const rows = Array.from({ length: 50 }, () => 'other').join('\n');
    const { subject } = await load('format: predictions, path: p.csv', { 'p.csv': `prediction\n${rows}\n` });
    const view = openSubject(subject!.spec);
    expect((await view.model('predecessor'))!.basis).toBe('logged');
    expect((await view.model())!.basis).toBe('observed');
  });

  it.each([
    ['is not there', onnx('absent'), 'ASSAY1400'],
    ['answers fewer rows than there are', 'format: predictions, path: p.csv', undefined],
  ])('is a fault at its place where it %s', async (_, predecessor, code) => {
    const { subject, diagnostics } = await load(predecessor, { 'p.csv': 'prediction\nother\n' });
    expect(subject).toBeUndefined();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(0);
    if (code !== undefined) expect(errors[0]).toMatchObject({ code, range: { line: 6 } });
  });
});
