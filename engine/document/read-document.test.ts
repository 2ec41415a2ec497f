import { describe, expect, test } from 'vitest';
import { readDocument, readDocumentBytes } from './read-document.js';
import type { Source } from './source.js';

const HEAD = 'apiVersion: assay/v1\nkind: Standard\n';
const META = 'metadata: {id: x, version: "1.0.0", title: X}\n';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Code, line and column of each diagnostic, in order. */
const faultsOf = (text: string | Uint8Array): string[] =>
  readDocumentBytes('x.yaml', typeof text === 'string' ? bytes(text) : text).diagnostics.map(
    ({ code, range }) => `${code} ${range?.line}:${range?.column}`,
  );

const rule = (body: string): string =>
  `${HEAD}${META}rules:\n- {id: A-1, title: T, level: shall, require: true, ${body}}\n`;

describe('faults of files and of YAML', () => {
  test.each<[string, string | Uint8Array, string[]]>([
    ['empty file', '', ['ASSAY1004 1:1']],
    ['white space and comments', '\n  # nothing\n\n', ['ASSAY1004 1:1']],
    ['an empty YAML document', '---\n...\n', ['ASSAY1004 1:1']],
    ['NUL', 'a: 1\nb: x\0y\n', ['ASSAY1005 2:5']],
    ['UTF-16', Uint8Array.from([0x61, 0, 0x3a, 0]), ['ASSAY1005 1:2']],
    ['a binary file', Uint8Array.from([0x08, 0x07, 0x12, 0xff, 0xfe]), ['ASSAY1006 1:4']],
    ['an overlong sequence', Uint8Array.from([0x61, 0x0a, 0xc0, 0x80]), ['ASSAY1006 2:1']],
    ['a surrogate in UTF-8', Uint8Array.from([0x61, 0xed, 0xa0, 0x80]), ['ASSAY1006 1:2']],
    ['a sequence cut off', Uint8Array.from([0x61, 0xe4, 0xb8]), ['ASSAY1006 1:2']],
    ['escape characters', 'a: \u001b[31m\nb: \u0085\u009b', ['ASSAY1007 1:4', 'ASSAY1007 2:5']],
    ['nested flow lists', '['.repeat(100_000), ['ASSAY1008 1:128']],
    ['nested block lists', '- '.repeat(100_000), ['ASSAY1008 1:255']],
    [
      'nested block maps',
      `a:\n${Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
      ['ASSAY1008 128:128'],
    ],
    ['nested explicit keys', '? '.repeat(100_000), ['ASSAY1008 1:255']],
    ['too many parts', '- a\n'.repeat(300_000), ['ASSAY1009 50000:4']],
    ['unclosed quote', 'a: "x\nb: 1\n', ['ASSAY1010 3:1']],
    ['nested compact maps', 'a: b: c\n', ['ASSAY1010 1:4']],
    ['two faults on two lines', 'a: @x\nb: c\nd: `y\n', ['ASSAY1010 1:4', 'ASSAY1010 3:4']],
    ['tab', 'a:\n\tb: 1\n', ['ASSAY1011 2:1']],
    ['tab after spaces', 'a:\n  b: 1\n  \tc: 1\n', ['ASSAY1011 3:3']],
    ['tab in a flow list', 'a: [1,\n\t2]\n', ['ASSAY1011 2:1']],
    ['two documents', `${HEAD}---\n${HEAD}`, ['ASSAY1012 3:1']],
    ['a directive', `%YAML 1.1\n---\n${HEAD}`, ['ASSAY1023 1:1']],
    [
      'traps of YAML, together',
      `${HEAD}${META}rules: []\nkind: Pack\n1: x\n<<: {a: 1}\n__proto__: {}\nfacts: !!map {}\nclauses: *c\n`,
      ['ASSAY1013 5:1', 'ASSAY1014 6:1', 'ASSAY1015 7:1', 'ASSAY1016 8:1', 'ASSAY1017 9:14', 'ASSAY1019 10:10'],
    ],
    ['an alias inside its anchor', `${HEAD}${META}rules: &r\n- *r\n`, ['ASSAY1020 5:3']],
    ['not a number', rule('when: {"<": [.nan, 1]}'), ['ASSAY1021 5:65']],
    ['infinite', rule('when: {"<": [-.inf, 1]}'), ['ASSAY1021 5:65']],
    ['overflow', rule('when: {"<": [1e999, 1]}'), ['ASSAY1021 5:65']],
    ['inexact', rule('when: {"<": [9007199254740993, 1]}'), ['ASSAY1022 5:65']],
    ['a list for a key', `${HEAD}${META}rules: []\n? [a]\n: 1\n`, ['ASSAY1014 5:3']],
  ])('%s', (_, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('an alias bomb is refused at the alias that explodes', () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    const diagnostics = faultsOf(`l0: &l0 [x, x]\n${levels.join('\n')}\n${HEAD}`);
    expect(diagnostics.filter((found) => found.startsWith('ASSAY1018'))).toEqual(['ASSAY1018 6:20']);
  });

  test('many aliases that stay small are no bomb', () => {
    const uses = Array.from({ length: 2000 }, (_, i) => `- {id: A-${i}, title: T, level: shall, require: *r}`);
    const text = `${HEAD}metadata: {id: x, version: "1.0.0", title: X}\nparameters: {p: {value: &r 1}}\nrules:\n${uses.join('\n')}\n`;
    expect(faultsOf(text)).toEqual([]);
  });

  test('50 MB are refused before they are parsed', () => {
    expect(faultsOf(new Uint8Array(50_000_000).fill(0x61))).toEqual(['ASSAY1003 1:1']);
  });

  test('a BOM is no fault, and positions do not count it', () => {
    expect(faultsOf(`\ufeffapiVersion: x\nkind: Standard\n`)).toEqual(['ASSAY1102 1:13']);
  });

  test('CRLF', () => {
    expect(faultsOf('apiVersion: assay/v1\r\nkind: Standart\r\n')).toEqual(['ASSAY1103 2:7']);
  });

  test('absent, a folder, forbidden', () => {
    const denied = Object.assign(new Error('no'), { code: 'EACCES' });
    const source: Source = {
      read: () => {
        throw denied;
      },
      kind: (path) => (path === '/absent' ? undefined : path === '/folder' ? 'folder' : 'file'),
      list: () => [],
    };
    const codes = ['/absent', '/folder', '/forbidden'].map((path) => readDocument(source, path).diagnostics[0]?.code);
    expect(codes).toEqual(['ASSAY1001', 'ASSAY1002', 'ASSAY1024']);
  });
});

describe('faults against the schema', () => {
  const subject = (body: string): string =>
    `apiVersion: assay/v1\nkind: Subject\nmetadata: {name: m, version: "1.0.0"}\ntask: regression\n${body}\n`;

  test.each<[string, string, string[]]>([
    ['a list', '- a\n', ['ASSAY1101 1:1']],
    ['no kind, no apiVersion', 'a: 1\n', ['ASSAY1102 1:1', 'ASSAY1103 1:1']],
    ['another apiVersion', 'apiVersion: assay/v2\nkind: Standard\nfoo: 1\n', ['ASSAY1102 1:13']],
    ['unknown kind', 'apiVersion: assay/v1\nkind: Standart\nfoo: 1\n', ['ASSAY1103 2:7']],
    ['version 1.10', `${HEAD}metadata: {id: x, version: 1.10, title: X}\nrules: []\n`, ['ASSAY1108 3:28']],
    ['version 1.0', `${HEAD}metadata: {id: x, version: "1.0", title: X}\nrules: []\n`, ['ASSAY1110 3:28']],
    ['unknown key', `${HEAD}${META}rules: []\nfoo: 1\n`, ['ASSAY1105 5:1']],
    [
      'a misspelt key is one fault, not two',
      `${HEAD}metadata: {id: x, version: "1.0.0", titel: X}\nrules: []\n`,
      ['ASSAY1105 3:37'],
    ],
    ['missing key', `${HEAD}metadata: {id: x, title: X}\nrules: []\n`, ['ASSAY1106 3:1']],
    ['missing key of the document', `${HEAD}${META}`, ['ASSAY1106 1:1']],
    ['nothing', `${HEAD}${META}rules:\n`, ['ASSAY1107 4:7']],
    ['a mapping for a list', `${HEAD}${META}rules: {}\n`, ['ASSAY1107 4:8']],
    ['level', `${HEAD}${META}rules:\n- {id: A-1, title: T, level: must, require: true}\n`, ['ASSAY1109 5:30']],
    ['rule id', `${HEAD}${META}rules:\n- {id: a-1, title: T, level: shall, require: true}\n`, ['ASSAY1110 5:8']],
    ['confidence', rule('confidence: 1'), ['ASSAY1111 5:64']],
    ['a confidence that no evidence gives', rule('confidence: 0.9999999999999'), ['ASSAY1111 5:64']],
    ['confidence in words', rule('confidence: high'), ['ASSAY1110 5:64']],
    ['basis twice', rule('basis: [logged, logged]'), ['ASSAY1113 5:68']],
    ['no basis', rule('basis: []'), ['ASSAY1112 5:59']],
    ['a reserved alias', rule('measure: {subject: {plugin: privacy/anonymity}}'), ['ASSAY1115 5:62']],
    ['a fact in snake case', `${HEAD}${META}facts: {risk_class: {title: T}}\nrules: []\n`, ['ASSAY1115 4:9']],
    [
      'a date',
      `${HEAD}metadata: {id: x, version: "1.0.0", title: X, effectiveFrom: 2026-02-30}\nrules: []\n`,
      ['ASSAY1110 3:62'],
    ],
    ['model format', subject('model: {format: joblib, path: m}'), ['ASSAY1109 5:17']],
    ['no model format', subject('model: {path: m}'), ['ASSAY1106 5:1']],
    ['a key of another format', subject('model: {format: onnx, path: m, command: [x]}'), ['ASSAY1105 5:32']],
    ['one table and two', subject('data: {path: a, test: {path: b}}'), ['ASSAY1114 5:17']],
    ['classes as numbers', subject('data: {target: {column: y, classes: [0, "1"]}}'), ['ASSAY1108 5:38']],
    ['a separator of two', subject('data: {separator: ";;"}'), ['ASSAY1110 5:19']],
    [
      'several, in the order of the file',
      `${HEAD}metadata: {id: X, version: 1.10}\nrules:\n- {id: A-1, level: must, titel: T, require: true}\nfoo: .nan\n`,
      [
        'ASSAY1106 3:1',
        'ASSAY1110 3:16',
        'ASSAY1108 3:28',
        'ASSAY1109 5:20',
        'ASSAY1105 5:26',
        'ASSAY1105 6:1',
        'ASSAY1021 6:6',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('a fault in an anchored value is reported there, once, with its alias named', () => {
    const text = `${HEAD}${META}measurements:\n  a: &m {plugin: privacy/anonymity, wth: {}}\n  b: *m\n  c: *m\nrules: []\n`;
    const { diagnostics } = readDocumentBytes('x.yaml', bytes(text));
    expect(diagnostics.map(({ code, range }) => [code, range?.line, range?.column])).toEqual([['ASSAY1105', 5, 37]]);
  });

  test('a fault that only the use of an alias makes is reported in the anchored value', () => {
    const text = `${HEAD}metadata: {id: x, version: "1.0.0", title: &t {en: T}}\nrules:\n- {id: A-1, title: T, level: shall, require: true, measure: {cv: *t}}\n`;
    const { diagnostics } = readDocumentBytes('x.yaml', bytes(text));
    expect(diagnostics.map(({ code, range }) => [code, range?.line, range?.column])).toEqual([
      ['ASSAY1105', 3, 48],
      ['ASSAY1106', 5, 62],
    ]);
    expect(diagnostics[0]?.hint).toContain('*t');
  });

  test('a document of another kind than is expected', () => {
    const { document, kind, diagnostics } = readDocumentBytes('x.yaml', bytes(`${HEAD}${META}rules: []\n`), {
      kinds: ['Pack'],
    });
    expect([document, kind, diagnostics.map(({ code }) => code)]).toEqual([undefined, 'Standard', ['ASSAY1104']]);
  });

  test('JSON is read too, with tabs', () => {
    const text = '{\n\t"apiVersion": "assay/v1",\n\t"kind": "Waiver",\n\t"waivers": []\n}';
    const { document, diagnostics } = readDocumentBytes('x.json', bytes(text));
    expect([document, diagnostics]).toEqual([{ apiVersion: 'assay/v1', kind: 'Waiver', waivers: [] }, []]);
  });

  test('words that YAML 1.1 reads as truth values are texts', () => {
    const text = `${HEAD}metadata: {id: x, version: "1.0.0", title: no}\nrules: []\n`;
    expect(readDocumentBytes('x.yaml', bytes(text)).document).toMatchObject({ metadata: { title: 'no' } });
  });
});
