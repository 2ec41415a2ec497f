/** A model known only by its recorded predictions, without probabilities: what can be decided is decided. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../engine/report/report.js';
import { assay, copyOf } from './run.js';

const EXAMPLE = 'examples/medical-diagnosis';
const RULES = [
  ['ACCURACY', 'accuracy', 0.5],
  ['F1', 'f1Macro', 0.5],
  ['MCC', 'mcc', 0.2],
  ['RECALL', 'recall', 0.999],
  ['AUC', 'rocAuc', 0.5],
  ['LOSS', 'logLoss', 0.1],
] as const;

it('rules on ROC AUC are undetermined (unsupported), all others decided, and the basis is logged', async () => {
  const folder = copyOf(EXAMPLE);
  const rows = readFileSync(join(folder, EXAMPLE, 'test.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  // Every tenth prediction is wrong.
  const answers = rows.map((row, index) => {
    const truth = row.slice(row.lastIndexOf(',') + 1);
    return index % 10 === 0 ? (truth === 'benign' ? 'malignant' : 'benign') : truth;
  });
  writeFileSync(join(folder, EXAMPLE, 'predictions.csv'), `prediction\n${answers.join('\n')}\n`);
  const subject = join(folder, EXAMPLE, 'subject.yaml');
  const changed = readFileSync(subject, 'utf8')
    .replace(/model: \{.*\}/, 'model: {format: predictions, path: predictions.csv}')
    .replace('hospital.profile.yaml', 'rules.yaml');
  writeFileSync(subject, changed);
  writeFileSync(
    join(folder, EXAMPLE, 'rules.yaml'),
    `apiVersion: assay/v1
kind: Standard
metadata: {id: recorded, version: "1.0.0", title: Recorded predictions}
measurements: {holdout: {plugin: evaluation/holdout}}
rules:
${RULES.map(([id, output, limit]) => `  - {id: ${id}, title: ${id}, level: shall, require: {">=": [{var: holdout.${output}}, ${limit}]}}`).join('\n')}
`,
  );
  const run = await assay(['check', `${EXAMPLE}/subject.yaml`, '--format', 'json'], { cwd: folder });
  expect(run.stderr).not.toContain('error');
  const report = JSON.parse(run.stdout) as Report;
  const verdicts = report.rules.map(({ id, verdict, cause }) => [id.replace('recorded/', ''), verdict, cause]);
  expect(Object.fromEntries(verdicts.map(([id, ...rest]) => [id, rest]))).toEqual({
    ACCURACY: ['pass', undefined],
    F1: ['pass', undefined],
    MCC: ['pass', undefined],
    RECALL: ['fail', undefined],
    AUC: ['undetermined', 'unsupported'],
    LOSS: ['undetermined', 'unsupported'],
  });
  expect(run.code).toBe(1);
  const { outputs } = report.measurements[0]!;
  expect(outputs['accuracy']).toMatchObject({ basis: 'logged' });
});
