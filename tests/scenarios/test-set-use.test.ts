/** How many models were judged on the same rows, from one run to the next. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assay, copyOf } from './run.js';

it('each further model counts, the same one does not, and without a cache nobody knows', async () => {
  const cwd = copyOf('examples/medical-diagnosis');
  const subject = 'examples/medical-diagnosis/subject.yaml';
  const count = async (...more: readonly string[]): Promise<unknown> => {
    const run = await assay(['measure', 'evaluation/test-set-use', subject, '--format', 'json', ...more], { cwd });
    const { outputs } = JSON.parse(run.stdout) as { outputs: { otherModels: Record<string, unknown> } };
    return [run.code, outputs.otherModels['estimate'] ?? outputs.otherModels['unmeasured']];
  };
  expect(await count()).toEqual([0, 0]);
  expect(await count()).toEqual([0, 0]);
  const path = join(cwd, subject);
  writeFileSync(path, readFileSync(path, 'utf8').replace('path: model.onnx}', 'path: model.onnx, threshold: 0.4}'));
  expect(await count()).toEqual([0, 1]);
  expect(await count('--no-cache')).toEqual([2, 'missing-input']);
});
