/** What publishers, or others in their name, may hand us: refused with a code, or kept as text, and bounded in time. */
import { describe, expect, it } from 'vitest';
import { textIn } from '../../engine/document/text.js';
import type { ProfileDocument, StandardDocument } from '../../engine/document/types.generated.js';
import { exportPolicy } from '../../engine/oscal/export-policy.js';
import { importOscal } from '../../engine/oscal/import-oscal.js';
import { idOfFile, parameterName, semanticVersion, token } from '../../engine/oscal/names.js';
import { matches } from '../../engine/oscal/select-controls.js';
import { uuidOf } from '../../engine/oscal/uuid.js';
import { resolvePolicy } from '../../engine/pack/resolve-policy.js';
import { memorySource } from '../fixtures/memory-source.js';

const METADATA = { title: 'T', version: '1.0.0', 'oscal-version': '1.1.2', 'last-modified': '2026-01-01T00:00:00Z' };
const catalog = (more: object): unknown => ({ catalog: { uuid: 'u', metadata: METADATA, ...more } });
const profile = (href: string, more: object = {}, selection: object = { 'include-all': {} }): unknown => ({
  profile: { uuid: 'u', metadata: METADATA, imports: [{ href, ...selection }], ...more },
});
const control = (id: string, more: object = {}): object => ({ id, title: id.toUpperCase(), ...more });

const given = (files: Readonly<Record<string, unknown>>) =>
  Object.entries(files).map(([path, value]) => ({
    path,
    bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
  }));
const importing = (files: Readonly<Record<string, unknown>>) => importOscal(given(files));
const codes = (files: Readonly<Record<string, unknown>>): string[] =>
  importing(files).diagnostics.flatMap(({ code, severity }) => (severity === 'notice' ? [] : [code]));

const nested = (depth: number): object =>
  depth === 0 ? control('deep-0') : control(`deep-${depth}`, { controls: [nested(depth - 1)] });

describe('refused', () => {
  const cases: readonly [string, Readonly<Record<string, unknown>>, string][] = [
    ['no OSCAL', { 'a.json': { 'assessment-results': {} } }, 'ASSAY1372'],
    ['XML', { 'a.xml': '<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"/>' }, 'ASSAY1372'],
    ['broken JSON', { 'a.json': '{"catalog": ' }, 'ASSAY1372'],
    ['a list', { 'a.json': '[]' }, 'ASSAY1372'],
    [
      'an unknown version',
      { 'a.json': { catalog: { metadata: { ...METADATA, 'oscal-version': '2.0.0' } } } },
      'ASSAY1372',
    ],
    ['no version', { 'a.json': { catalog: { metadata: {} } } }, 'ASSAY1372'],
    ['no metadata', { 'a.json': { catalog: { metadata: 7 } } }, 'ASSAY1373'],
    ['controls that are none', { 'a.json': catalog({ controls: { id: 'x' } }) }, 'ASSAY1373'],
    ['a control without id', { 'a.json': catalog({ controls: [{ title: 'x' }] }) }, 'ASSAY1373'],
    ['an id twice', { 'a.json': catalog({ controls: [control('x'), control('x')] }) }, 'ASSAY1375'],
    ['a parameter twice', { 'a.json': catalog({ params: [{ id: 'p' }, { id: 'p' }] }) }, 'ASSAY1375'],
    [
      'a text of a megabyte',
      { 'a.json': catalog({ controls: [control('x', { title: 'a'.repeat(1e6) })] }) },
      'ASSAY1374',
    ],
    ['deep controls', { 'a.json': catalog({ controls: [nested(200)] }) }, 'ASSAY1374'],
    [
      'many controls',
      { 'a.json': catalog({ controls: Array.from({ length: 20_001 }, (_, at) => control(`c${at}`)) }) },
      'ASSAY1374',
    ],
    ['deep brackets', { 'a.json': `{"catalog":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }, 'ASSAY1373'],
    ['exploding aliases', { 'a.yaml': bomb() }, 'ASSAY1018'],
    ['a circle of one', { 'a.json': profile('a.json') }, 'ASSAY1380'],
    ['a circle of two', { 'a.json': profile('b.json'), 'b.json': profile('a.json') }, 'ASSAY1380'],
    ['a resource that is not there', { 'p.json': profile('#nowhere') }, 'ASSAY1377'],
    [
      'a control that is not there',
      {
        'c.json': catalog({ controls: [control('x')] }),
        'p.json': profile('c.json', {}, { 'include-controls': [{ 'with-ids': ['y'] }] }),
      },
      'ASSAY1377',
    ],
    [
      'a parameter that is not there',
      {
        'c.json': catalog({}),
        'p.json': profile('c.json', { modify: { 'set-parameters': [{ 'param-id': 'p', values: ['1'] }] } }),
      },
      'ASSAY1377',
    ],
    [
      'a locked parameter set otherwise',
      {
        'c.json': catalog({ params: [{ id: 'p', values: ['15 days'] }] }),
        'p.json': profile('c.json', { modify: { 'set-parameters': [{ 'param-id': 'p', values: ['30 days'] }] } }),
      },
      'ASSAY1378',
    ],
    [
      'all of what is not at hand',
      { 'p.json': profile('c.json', {}, { 'include-controls': [{ matching: [{ pattern: 'a*' }] }] }) },
      'ASSAY1377',
    ],
  ];
  it.each(cases)('%s', (_, files, code) => {
    const started = performance.now();
    expect(codes(files)).toContain(code);
    expect(importing(files).files).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

function bomb(): string {
  const lines = ['catalog:', '  a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 10; at += 1) lines.push(`  a${at}: &a${at} [${`*a${at - 1}, `.repeat(10)}]`);
  return `${lines.join('\n')}\n`;
}

it('too large a file is not parsed', () => {
  const { diagnostics } = importOscal([{ path: 'a.json', bytes: new Uint8Array(33 * 1024 * 1024).fill(0x20) }]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['ASSAY1374']);
});

it('markup is text, control characters are not kept, an insert of nothing stays and is told', () => {
  const prose = '<script>alert(1)</script> \u001b[2J {{ insert: param, gone }} {{ insert: param, p }} \u202eeurt';
  const { files, diagnostics } = importing({
    'c.json': catalog({
      params: [{ id: 'p', label: 'the period' }],
      controls: [control('x', { parts: [{ id: 'x_smt', name: 'statement', prose }] })],
    }),
  });
  expect(diagnostics.map(({ code }) => code)).toContain('ASSAY1376');
  const text = '<script>alert(1)</script> \ufffd[2J {{ insert: param, gone }} {{ parameters.p }} \ufffdeurt';
  expect((files[0]!.document as StandardDocument).clauses![0]!.text).toBe(text);
});

/** The documents as they would be read again. */
const reread = (files: ReturnType<typeof importing>['files'], more: Readonly<Record<string, unknown>> = {}) =>
  memorySource({
    ...Object.fromEntries(files.map(({ file, document }) => [file, JSON.stringify(document)])),
    ...Object.fromEntries(Object.entries(more).map(([file, value]) => [file, JSON.stringify(value)])),
  });

const resolved = (source: ReturnType<typeof memorySource>, path: string) =>
  resolvePolicy(source, {
    paths: [{ path }],
    catalogue: {},
    readManifest: () => ({ diagnostics: [] }),
    asOf: '2026-11-26',
  });

const CHOICE = catalog({
  groups: [
    {
      id: 'g',
      title: 'G',
      controls: [
        control('x', {
          params: [{ id: 'x-1', label: 'how often', select: { choice: ['monthly', 'yearly'] } }],
          parts: [{ id: 'x_smt', name: 'statement', prose: 'Look {{ insert: param, x-1 }}.' }],
        }),
        control('y', { controls: [control('y.1')] }),
      ],
    },
  ],
});

it('a profile of a profile: children, patterns, exclusions; settings show in the clauses', () => {
  const { files, diagnostics } = importing({
    'c.json': CHOICE,
    'group.json': profile('c.json', { modify: { 'set-parameters': [{ 'param-id': 'x-1', values: ['yearly'] }] } }),
    'below.json': profile(
      'group.json',
      {},
      {
        'include-controls': [{ 'with-ids': ['y'], 'with-child-controls': 'yes' }, { matching: [{ pattern: '?' }] }],
        'exclude-controls': [{ 'with-ids': ['y'] }],
      },
    ),
  });
  expect(diagnostics.filter(({ severity }) => severity !== 'notice')).toEqual([]);
  expect((files[2]!.document as ProfileDocument).select).toEqual({ c: ['y.1', 'x'] });
  const { policy, diagnostics: faults } = resolved(reread(files), 'below.yaml');
  expect(faults).toEqual([]);
  // With headings and clauses that they stand within.
  expect(policy!.clauses.map(({ id, text }) => [id, textIn(text, 'en')])).toEqual([
    ['g', ''],
    ['x', 'Look yearly.'],
    ['y', ''],
    ['y.1', ''],
  ]);
});

it('what an imported standard fixes stays fixed, and choices are those of the catalogue', () => {
  const { files } = importing({ 'c.json': CHOICE });
  const below = (value: string): unknown => ({
    apiVersion: 'assay/v1',
    kind: 'Profile',
    metadata: { id: 'p', version: '1.0.0', title: 'P' },
    imports: [{ pack: 'c.yaml' }],
    set: { 'c.x1': value },
    select: { c: ['x'] },
  });
  const source = (value: string) => reread(files, { 'p.yaml': below(value) });
  expect(resolved(source('monthly'), 'p.yaml').diagnostics).toEqual([]);
  expect(resolved(source('never'), 'p.yaml').diagnostics.map(({ code }) => code)).toEqual(['ASSAY1383']);
  const unset = resolved(reread(files), 'c.yaml').policy!;
  expect(textIn(unset.clauses[1]!.text, 'en')).toBe('Look [how often].');
});

it.each([
  ['a text that names nothing', { clauses: [{ id: '1', title: 'T', text: '{{ parameters.gone }}' }] }, 'ASSAY1370'],
  ['within what is not there', { clauses: [{ id: '1', title: 'T', within: '0' }] }, 'ASSAY1371'],
  ['within itself', { clauses: [{ id: '1', title: 'T', within: '1' }] }, 'ASSAY1371'],
  ['a parameter of no clause', { parameters: { p: { value: 1, clause: '9' } } }, 'ASSAY1371'],
  ['a value that is no choice', { parameters: { p: { value: 'c', choices: ['a', 'b'] } } }, 'ASSAY1383'],
])('a standard with %s', (_, more, code) => {
  const standard = {
    apiVersion: 'assay/v1',
    kind: 'Standard',
    metadata: { id: 's', version: '1.0.0', title: 'S' },
    rules: [],
    ...more,
  };
  const { diagnostics } = resolved(reread([], { 's.yaml': standard }), 's.yaml');
  expect(diagnostics.map((one) => one.code)).toEqual([code]);
});

it('names', () => {
  expect(['aia-73_prm_1', 's1.1.1-prm_2', 'AC-1', '7days', '£', 'ac-01.02'].map(parameterName)).toEqual([
    'aia73Prm1',
    's111Prm2',
    'aC1',
    'p7days',
    'p',
    'ac0102',
  ]);
  expect(['1.1', '5.1.1+u4', '2024-02-04', 'v2', '1.2.3-01', ''].map(semanticVersion)).toEqual([
    '1.1.0',
    '5.1.1+u4',
    '2024.2.4',
    '2.0.0',
    '1.2.3',
    '0.0.0',
  ]);
  expect(['a/eu-ai-act/catalog.json', '../x/NIST_SP-800-53_rev5.yaml', 'profile.json', '…'].map(idOfFile)).toEqual([
    'eu-ai-act',
    'nist-sp-800-53-rev5',
    'profile',
    'oscal',
  ]);
  expect(['ac-1', '4.1', '§ 7'].map((id) => token(id, 'clause'))).toEqual(['ac-1', 'clause-4.1', 'clause-7']);
  // Python 3.11: uuid.uuid5(uuid.NAMESPACE_URL, 'assay/v1/catalog/a@1.0.0')
  expect(uuidOf('catalog/a@1.0.0')).toBe('154d21f5-7843-5d4c-bea3-b26a71a0d248');
});

it('patterns, in bounded time', () => {
  expect(['ac-*', 'ac-?', '*', '*-1', 'a*c*1', 'AC-1'].map((pattern) => matches('ac-1', pattern))).toEqual([
    ...[true, true, true, true, true, false],
  ]);
  expect(matches('a'.repeat(100), `${'*a'.repeat(60)}b`)).toBe(false);
});

it('an export is the same each time, and its ids are tokens', () => {
  const standard = {
    apiVersion: 'assay/v1',
    kind: 'Standard',
    metadata: { id: 's', version: '1.0.0', title: { en: 'S', zh: '标准' } },
    parameters: { minF1: { value: 0.7, tighten: 'up', title: 'Least F1' }, most: { value: 2, unit: 'kWh' } },
    clauses: [{ id: '4.1', title: 'Four', text: 'At least {{ parameters.minF1 }}.' }],
    rules: [],
  };
  const source = reread([], { 's.yaml': standard });
  const once = exportPolicy(source, 's.yaml', { language: 'zh', lastModified: '2026-01-01T00:00:00Z' });
  expect(once).toEqual(exportPolicy(source, 's.yaml', { language: 'zh', lastModified: '2026-01-01T00:00:00Z' }));
  expect(once.files[0]!.document).toMatchObject({
    catalog: {
      metadata: { title: '标准', 'oscal-version': '1.1.2' },
      params: [
        { id: 'minF1', values: ['0.7'], constraints: [{ description: 'May be raised, not lowered.' }] },
        { id: 'most', values: ['2 kWh'] },
      ],
      controls: [
        {
          id: 'clause-4.1',
          props: [{ name: 'label', value: '4.1' }],
          parts: [{ id: 'clause-4.1_smt', prose: 'At least {{ insert: param, minF1 }}.' }],
        },
      ],
    },
  });
});
