/**
 * `validate` is what editors and pre-commit hooks run: it loads the YAML reader and the rules, nothing that measures. A check
 * that its cache answers runs in every pipeline: it loads no runtime, no plugin, and no validator of a plugin not asked for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assay, folderWith, ROOT } from './run.js';

async function modulesOf(args: readonly string[]): Promise<readonly string[]> {
  const log = join(folderWith({ modules: '' }), 'modules');
  const preload = join(ROOT, 'tests/fixtures/loaded-modules/register.mjs');
  const run = await assay(args, { env: { NODE_OPTIONS: `--import=${preload}`, ASSAY_MODULES: log } });
  expect(run.code).toBe(0);
  const urls = readFileSync(log, 'utf8')
    .split('\n')
    .filter((url) => url.startsWith('file:'));
  return [...new Set(urls)].map((url) => url.slice(url.indexOf(ROOT.replace(/\/$/, '')) + ROOT.length));
}

/** Packages of `node_modules`, and folders of the engine with the two levels that say what was loaded. */
const packagesIn = (modules: readonly string[]): readonly string[] =>
  [...new Set(modules.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))].sort();
const engineFoldersIn = (modules: readonly string[]): readonly string[] =>
  [...new Set(modules.flatMap((path) => /dist\/engine\/([^/]+)\//.exec(path)?.[1] ?? []))].sort();

describe('the modules that validate loads', () => {
  it('are documents, packs and rules: no runtime, no plugin, no measurement', async () => {
    const modules = await modulesOf(['validate', 'policies/sustainable-ai/sustainable-ai.yaml']);
    expect(modules.length).toBeGreaterThan(10);
    // `yaml` is bundled into dist/engine/document/yaml.js.
    expect(packagesIn(modules)).toEqual(['canonicalize', 'commander']);
    expect(engineFoldersIn(modules)).toEqual([
      'document',
      'measure',
      'numerics',
      'pack',
      'plugins',
      'rules',
      'subject',
      'tasks',
      'trust',
    ]);
    // Of measuring, the reading of manifests: data.
    const measuring =
      /dist\/engine\/(plugins\/(energy|privacy|explainability|evaluation|registry)|measure\/(?!external\/(manifest|code-digest))|judge|methods|estimators|backends|numerics\/(?!draws))/;
    expect(modules.filter((path) => measuring.test(path))).toEqual([]);
  });
});

describe('the modules that a check loads which its cache answers', () => {
  it('are documents, rules, judging and the page: nothing that measures, prints or watches', async () => {
    const cache = folderWith({});
    const args = ['check', 'examples/medical-diagnosis/subject.yaml', '--seed', '7', '--cache', cache];
    // One that is metered: its key has the meter, which is looked for.
    const asked = [...args, '--only', 'ENERGY-001', '--only', 'ENERGY-005'];
    expect((await assay(asked)).code).toBe(0);
    const modules = await modulesOf(asked);
    // The runtime's package.json says its version, which keys have.
    const code = modules.filter((path) => !path.endsWith('.json'));
    expect(packagesIn(code)).toEqual(['canonicalize', 'commander', 'picocolors']);
    const validators = modules.filter((path) => path.startsWith('dist/engine/plugins/validators/'));
    expect(validators).toContain('dist/engine/plugins/validators/energy-inference.generated.cjs');
    expect(validators).not.toContain('dist/engine/plugins/validators/privacy-prompt-leakage.generated.cjs');
    const unasked =
      /dist\/(cli\/(watch|print-pdf)|engine\/(plugins\/(energy|privacy|explainability|evaluation|registry)|methods\/(?!energy)|measure\/(child|resident)|backends\/(tfjs-file|keras|find-adapter|onnx(?!runtime-version))|subject\/(subject-from-flags|estimator-network)|tasks\/pack\/pin))/;
    expect(modules.filter((path) => unasked.test(path))).toEqual([]);
  });
});
