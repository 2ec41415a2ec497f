import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../plugins/catalogue.generated.js';
import type { PluginDocument } from '../../document/types.generated.js';
import type { Source } from '../../document/source.js';
import { planMeasurements } from '../../plan/plan-measurements.js';
import type { SubjectSpec } from '../../subject/spec.js';
import { externalPluginOf } from './manifest.js';
import { requestOf } from './request.js';

const sourceOf = (files: Readonly<Record<string, string>>): Source => ({
  read: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
  kind: (path) => (files[path] === undefined ? undefined : 'file'),
  list: () => [],
});

const FILES = {
  '/p/x.mjs':
    "import { a } from './lib/a.mjs';\nexport { b } from \"./b.mjs\";\nimport 'node:fs';\nexport const measure = 1;",
  '/p/lib/a.mjs': "const b = await import('../b.mjs');\nexport const a = b;",
  '/p/b.mjs': 'export const b = 1;',
  '/p/other.mjs': '',
  '/p/run.py': 'print(1)',
};

const MANIFEST: PluginDocument = {
  apiVersion: 'assay/v1',
  kind: 'Plugin',
  id: 'privacy/acme-x',
  version: '1.0.0',
  title: 'X',
  about: 'data',
  outputs: { k: { type: 'number', unit: '1', range: [0, null], title: 'K' } },
  run: { module: 'x.mjs' },
};

const read = (change: Partial<PluginDocument> = {}, files: Readonly<Record<string, string>> = FILES) =>
  externalPluginOf({ ...MANIFEST, ...change }, '/p/x.plugin.yaml', sourceOf(files), CATALOGUE);

const number = (change: object): Partial<PluginDocument> => ({
  outputs: { k: { type: 'number', unit: '1', range: [0, 1], title: 'K', ...change } },
});

describe('a manifest', () => {
  it('is read as data, with what it leaves out filled in', () => {
    const { plugin, faults } = read();
    expect(faults).toEqual([]);
    expect(plugin).toMatchObject({
      entry: { id: 'privacy/acme-x', needs: [], deterministic: true, parameters: { type: 'object' } },
      folder: '/p',
      run: { kind: 'module', path: '/p/x.mjs' },
    });
  });

  it('says that its evidence is dated, and that it ends when rules are settled: it is then told what they compare it with', () => {
    const { plugin } = read({ settles: true, dated: true });
    expect(plugin.entry.dated).toBe(true);
    const comparisons = [{ output: 'k', confidence: 0.95, against: { operator: '<=', limit: 3 } as const }];
    const rule = {
      id: 's/A',
      measurements: { x: { plugin: 'privacy/acme-x', with: {} } },
      confidence: 0.95,
      basis: ['observed'],
      require: {
        kind: 'compare',
        operator: '<=',
        left: {
          kind: 'reference',
          reference: { root: 'measurement', name: 'x.k', alias: 'x', output: 'k', unit: '1' },
          factor: 1,
          pointer: [],
        },
        right: { kind: 'literal', value: 3, pointer: [] },
        pointer: [],
      },
    } as const;
    const subject = { task: 'regression', inputs: [], settings: {}, lacks: [] } as const;
    const { measurements } = planMeasurements({
      policy: { digest: 'sha256:aa', rules: [rule] },
      subject,
      catalogue: { [plugin.entry.id]: plugin.entry },
      backends: {},
    });
    const spec = { name: 'x', task: 'regression', tables: {}, facts: {} } as unknown as SubjectSpec;
    expect(requestOf(measurements[0]!, plugin.entry, spec).comparisons).toEqual(comparisons);
  });

  it.each<[string, Partial<PluginDocument>, string, readonly (string | number)[]]>([
    ['takes a built-in name', { id: 'evaluation/holdout' }, 'ASSAY1600', ['id']],
    ['names a module that is not there', { run: { module: 'y.mjs' } }, 'ASSAY1602', ['run', 'module']],
    ['has parameters of no type', { parameters: { properties: {} } }, 'ASSAY1603', ['parameters']],
    ['has parameters that are no schema', { parameters: { type: 'object', required: 1 } }, 'ASSAY1603', ['parameters']],
    [
      'has a parameter without default',
      { parameters: { type: 'object', properties: { a: { type: 'number' } } } },
      'ASSAY1604',
      ['parameters', 'properties', 'a'],
    ],
    [
      'has a default that its own schema refuses',
      { parameters: { type: 'object', properties: { a: { type: 'number', default: 'x' } } } },
      'ASSAY1604',
      ['parameters', 'properties', 'a'],
    ],
    ['has a range upside down', number({ range: [1, 0] }), 'ASSAY1605', ['outputs', 'k', 'range']],
    ['has an unknown unit', number({ unit: 'parsecs' }), 'ASSAY1606', ['outputs', 'k', 'unit']],
    [
      'has an unknown unit in a list',
      {
        outputs: {
          l: { type: 'list', title: 'L', items: { k: { type: 'number', unit: 'x', range: [0, 1], title: 'K' } } },
        },
      },
      'ASSAY1606',
      ['outputs', 'l', 'items', 'k', 'unit'],
    ],
  ])('%s', (_, change, code, path) => {
    expect(read(change).faults).toEqual([expect.objectContaining({ code, path })]);
  });
});

describe('the digest of a third party’s code', () => {
  const codeOf = (change: Partial<PluginDocument>, files = {}): string =>
    read(change, { ...FILES, ...files }).plugin.code;
  const command = { run: { command: ['python3', 'run.py', '--fast'] } };
  it.each<[string, Partial<PluginDocument>, Record<string, string>, boolean]>([
    ['the module', {}, { '/p/x.mjs': 'export const measure = 2;' }, true],
    ['a file that it imports', {}, { '/p/b.mjs': 'export const b = 2;' }, true],
    ['a file that what it imports imports', {}, { '/p/lib/a.mjs': 'export const a = 3;' }, true],
    ['a file beside it', {}, { '/p/other.mjs': '1' }, false],
    ['a command’s file', command, { '/p/run.py': 'print(2)' }, true],
    ['a file that the command does not name', command, { '/p/other.mjs': '1' }, false],
  ])('changes with %s: %#', (_, change, files, changes) => {
    expect(codeOf(change, files) !== codeOf(change)).toBe(changes);
  });

  it('changes with an argument', () => {
    expect(codeOf({ run: { command: ['python3', 'run.py'] } })).not.toBe(codeOf(command));
  });
});
