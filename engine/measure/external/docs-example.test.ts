import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peopleSpec, pluginsOf } from '../../../tests/fixtures/plugins/load.js';
import { planMeasurements } from '../../plan/plan-measurements.js';
import { runMeasurements } from '../run.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/plugins.md'), 'utf8');

/** The files that the page shows, as a reader would copy them. */
function copiedFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-docs-'));
  for (const [, name, text] of page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)) {
    writeFileSync(join(folder, name!), text!);
  }
  return folder;
}

describe('the plugins that docs/plugins.md shows', () => {
  it('work as they stand, as a module and as a command, and measure the same', async () => {
    const folder = copiedFiles();
    const manifests = ['acme-missing', 'acme-missing-command'].map((name) => join(folder, `${name}.plugin.yaml`));
    const { externals, catalogue, code } = pluginsOf(manifests);
    const subject = peopleSpec();
    const plan = planMeasurements({
      policy: {
        digest: 'sha256:aa',
        rules: Object.keys(externals).flatMap((plugin) =>
          [1, 2].map((atLeast) => ({ id: plugin, measurements: { a: { plugin, with: { atLeast } } } })),
        ),
      },
      subject: { task: subject.task, inputs: [], settings: {}, lacks: [] },
      catalogue,
      code,
      backends: {},
    });
    const measured = await runMeasurements(plan, subject, {
      catalogue,
      externals,
      engineVersion: 'test',
      useCache: false,
    });
    expect(Object.keys(externals)).toHaveLength(2);
    expect(measured).toHaveLength(4);
    for (const { with: parameters, outputs } of measured) {
      const k = parameters['atLeast'] === 1 ? 1 : 0;
      const uncertainty = { kind: 'proportion', k, n: 4 };
      expect(outputs).toEqual({ rowsMissing: { estimate: k / 4, unit: '1', n: 4, uncertainty, basis: 'observed' } });
    }
  });
});
