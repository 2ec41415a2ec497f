/** OSCAL in and out again: of what the import keeps, nothing is lost; what it does not keep, the notice names. */
import { expect, it } from 'vitest';
import { memorySource } from '../fixtures/memory-source.js';
import { exportPolicy } from '../../engine/oscal/export-policy.js';
import { importOscal } from '../../engine/oscal/import-oscal.js';
import type { ProfileDocument, StandardDocument } from '../../engine/document/types.generated.js';
import { AI_ACT, AI_ACT_PROFILES, BASIC, NIST_LOW, oscalFile, oscalValue } from './fixtures.js';

const OPTIONS = { language: 'en', lastModified: '2026-11-26T00:00:00.000Z' };

type Json = Record<string, unknown>;

/** An original without what is not kept, told by hand: keys, properties and links by name. */
function kept(value: unknown, without: readonly string[], key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item: Json) => !without.includes(`${key}[${String(item['name'] ?? item['rel'])}]`));
    return items.length === 0 ? undefined : items.map((item) => kept(item, without, key));
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([name]) => !without.includes(name))
    .map(([name, part]) => [name, kept(part, without, name)] as const);
  return Object.fromEntries(fields.filter(([, part]) => part !== undefined));
}

const NEW = ['uuid', 'last-modified', 'oscal-version'];

/** Imports the files, writes the documents as JSON (which is YAML), and exports them again by name. */
function roundTrip(paths: readonly string[]) {
  const { files, diagnostics } = importOscal(paths.map(oscalFile));
  const source = memorySource(Object.fromEntries(files.map(({ file, document }) => [file, JSON.stringify(document)])));
  const exported = files.map(({ file }) => exportPolicy(source, file, OPTIONS));
  return {
    files,
    diagnostics,
    exported: exported.map(({ files: [one] }) => one?.document as Json),
    faults: exported.flatMap((one) => one.diagnostics),
  };
}

const notKept = (diagnostics: readonly { code: string; message: string; file: string }[], file: string): string[] =>
  diagnostics
    .filter((one) => one.code === 'ASSAY1381' && one.file === file)
    .flatMap(({ message }) => message.replace('not kept: ', '').split(', '));

it('the AI Act: 50 controls, 20 parameters, 5 profiles', () => {
  const { files, diagnostics, exported, faults } = roundTrip([AI_ACT, ...AI_ACT_PROFILES]);
  expect(diagnostics.filter(({ severity }) => severity !== 'notice')).toEqual([]);
  expect(faults).toEqual([]);
  const [standard, ...profiles] = files.map(({ document }) => document) as [StandardDocument, ...ProfileDocument[]];
  expect(files.map(({ file }) => file)).toEqual([
    'eu-ai-act.yaml',
    'gpai-model-provider.yaml',
    'high-risk-deployer-annex-iii.yaml',
    'high-risk-provider-annex-iii.yaml',
    'prohibited-practices-and-ai-literacy.yaml',
    'transparency-article-50.yaml',
  ]);
  const clauses = standard.clauses!;
  expect(clauses.filter(({ heading }) => heading !== true)).toHaveLength(50);
  expect(clauses.filter(({ heading }) => heading === true)).toHaveLength(17);
  const parameters = Object.values(standard.parameters!);
  expect(parameters).toHaveLength(20);
  // What the law fixes is locked: no `tighten`, not adjustable. What it leaves open is adjustable.
  expect(parameters.filter(({ tighten }) => tighten !== undefined)).toEqual([]);
  expect(parameters.filter(({ adjustable }) => adjustable !== true).map(({ value }) => value)).toHaveLength(10);
  expect(standard.parameters!['aia73Prm1']).toMatchObject({
    value: '15 days',
    clause: 'aia-73',
    sourceId: 'aia-73_prm_1',
  });
  expect(standard.parameters!['aia6Prm1']).toMatchObject({ value: [], adjustable: true });
  expect(clauses.find(({ id }) => id === 'aia-73')!.text).toContain('not later than {{ parameters.aia73Prm1 }} after');
  expect(profiles.map(({ select }) => select!['eu-ai-act']!.length)).toEqual([21, 26, 40, 15, 18]);

  const lost = notKept(diagnostics, AI_ACT);
  expect(lost).toEqual([
    'catalog.back-matter',
    'catalog.groups.class',
    'catalog.groups.controls.class',
    'catalog.groups.controls.links[reference]',
    ...lost.filter((name) => name.startsWith('catalog.groups.controls.props[')),
    ...lost.filter((name) => name.startsWith('catalog.groups.props[')),
    'catalog.metadata.links[reference]',
    'catalog.metadata.parties',
    ...lost.filter((name) => name.startsWith('catalog.metadata.props[')),
    'catalog.metadata.published',
    'catalog.metadata.responsible-parties',
    'catalog.metadata.roles',
  ]);
  expect(lost.filter((name) => name.includes('[label]'))).toEqual([]);
  const names = lost.map((name) => name.split('.').at(-1)!);
  const original = kept(oscalValue(AI_ACT), [...NEW, ...names]);
  expect(kept(exported[0], NEW)).toEqual(original);

  AI_ACT_PROFILES.forEach((path, index) => {
    const without = notKept(diagnostics, path).map((name) => name.split('.').at(-1)!);
    expect(without.filter((name) => !name.includes('['))).toEqual([
      'back-matter',
      'href',
      'parties',
      'published',
      'responsible-parties',
      'roles',
    ]);
    // Links of a profile's metadata name its resources.
    const value = kept(oscalValue(path), [...NEW, ...without, 'href', 'links']);
    expect(kept(exported[index + 1], [...NEW, 'href'])).toEqual(value);
  });
  expect((exported[1]!['profile'] as { imports: Json[] }).imports[0]!['href']).toBe('eu-ai-act.catalog.json');
});

it('a catalogue with a choice, parts in parts, and groups in groups', () => {
  const { files, diagnostics, exported, faults } = roundTrip([BASIC]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(faults.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files[0]!.document.metadata).toMatchObject({
    id: 'basic-catalog',
    version: '1.1.0',
    source: { version: '1.1' },
  });
  const names = notKept(diagnostics, BASIC).map((name) => name.split('.').at(-1)!);
  expect(names).toEqual(['published']);
  expect(kept(exported[0], NEW)).toEqual(kept(oscalValue(BASIC), [...NEW, ...names]));
});

it('NIST’s LOW baseline, without its catalogue', () => {
  const { files, diagnostics } = importOscal([oscalFile(NIST_LOW)]);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['ASSAY1379', 'warning'],
    ['ASSAY1381', 'notice'],
  ]);
  const { document } = files[0]!;
  expect(document).toMatchObject({
    kind: 'Profile',
    metadata: { id: 'nist-sp-800-53-rev5-low-baseline-profile', version: '5.1.1+u4' },
    imports: [{ pack: 'nist-sp-800-53-rev5-catalog.yaml' }],
  });
  const ids = (oscalValue(NIST_LOW) as { profile: { imports: { 'include-controls': { 'with-ids': string[] }[] }[] } })
    .profile.imports[0]!['include-controls'][0]!['with-ids'];
  expect((document as ProfileDocument).select!['nist-sp-800-53-rev5-catalog']).toEqual(ids);
  expect(ids.length).toBeGreaterThan(140);
});
