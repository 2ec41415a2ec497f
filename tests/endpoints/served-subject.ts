/** A subject whose model is behind a test server. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource } from '../../engine/document/file-source.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { LoadResult } from '../../engine/subject/loaded.js';
import { loadSubject } from '../../engine/subject/load-subject.js';

export interface Written {
  readonly folder: string;
  readonly path: string;
}

function rowsOf(count: number): string {
  const rng = createRng(`rows ${count}`);
  const lines = Array.from({ length: count }, () => {
    const [a, b, c] = [rng.normal(), rng.normal(), rng.normal()];
    return [a, b, c, 2 * a + b + rng.normal() > 0 ? 'yes' : 'no'].join(',');
  });
  return `a,b,c,y\n${lines.join('\n')}\n`;
}

/** `model` in YAML's flow form, without its format. The folder goes with the run's others. */
export function writeServedSubject(model: string, rows = 80): Written {
  const folder = mkdtempSync(join(tmpdir(), 'assay-endpoint-'));
  const path = join(folder, 'subject.yaml');
  writeFileSync(join(folder, 'train.csv'), rowsOf(120));
  writeFileSync(join(folder, 'test.csv'), rowsOf(rows));
  writeFileSync(
    path,
    `apiVersion: assay/v1
kind: Subject
metadata: {name: served, version: "1.0.0", title: Served}
task: binary-classification
model: {format: http, ${model}}
data:
  train: {path: train.csv}
  test: {path: test.csv}
  target: {column: y, classes: ["no", "yes"], positive: "yes"}
  columns: {a: {type: numeric}, b: {type: numeric}, c: {type: numeric, roles: [feature, sensitive]}}
`,
  );
  return { folder, path };
}

export const loadServed = (model: string, rows?: number): Promise<LoadResult> =>
  loadSubject(fileSource(), writeServedSubject(model, rows).path);
