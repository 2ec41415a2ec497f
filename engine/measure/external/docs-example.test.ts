import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peopleSpec, pluginsOf } from '../../../tests/fixtures/plugins/load.js';
import { checkPlugin } from '../../index.js';
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
  it('work as they stand, as a module and as a command, and measure the same', async (context) => {
    const hasPython = spawnSync('python3', ['--version']).status === 0;
    context.skip(!hasPython && process.env['CI'] !== 'true', 'python3, which runs the command, is not on this machine');
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

  it('keep the contract that the engine’s own plugins keep; a plugin that does not is told where', async () => {
    const folder = copiedFiles();
    const manifest = join(folder, 'acme-missing.plugin.yaml');
    expect(await checkPlugin(manifest)).toEqual({ breaches: [], diagnostics: [] });
    const code = join(folder, 'acme-missing.mjs');
    writeFileSync(code, readFileSync(code, 'utf8').replace('estimate: k / n', 'estimate: 2 + Math.random()'));
    const broken = join(folder, 'broken.plugin.yaml');
    writeFileSync(broken, readFileSync(manifest, 'utf8').replace('acme-missing.mjs', 'broken.mjs'));
    writeFileSync(join(folder, 'broken.mjs'), readFileSync(code));
    const { breaches } = await checkPlugin(broken);
    expect(new Set(breaches.map(({ check }) => check))).toEqual(new Set(['result', 'repeatable']));
    expect((await checkPlugin(join(folder, 'acme-missing-command.plugin.yaml'))).diagnostics[0]?.code).toBe(
      'ASSAY1608',
    );
  });
});
