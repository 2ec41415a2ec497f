import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { diagnosticsOf } from './diagnose.js';
import { openSource } from './open-source.js';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../policies/${path}`, import.meta.url)), 'utf8');

const STANDARD = read('credit-scoring/credit-scoring.yaml');
const FILES = { '/p/s.yaml': STANDARD, '/p/s.test.yaml': read('credit-scoring/credit-scoring.test.yaml') };
const asOf = new Date('2026-11-24');

/** Words of the standard, each replaced somewhere: names, limits, operators, levels, marks. */
const WORDS = [
  'minDiscrimination',
  'holdout',
  'rocAuc',
  '0.65',
  '">="',
  'shall',
  'tighten: up',
  'clause',
  ': ',
  '- id',
  '"1.0.0"',
  'value',
  '}',
  '[sex]',
  'en',
];
const OTHERS = [
  '',
  'minDiscrimination2',
  'cv',
  'accuracy',
  '1.5',
  '"<="',
  'should',
  'tighten: down',
  '*x',
  ' ',
  '# ',
  '{',
  'true',
  'unit: J',
  '😀',
  '\n',
  '\n  - id: X\n',
];

test('what is told of a text that is edited is what is told of it when it is read afresh', () => {
  const edit = fc.tuple(fc.constantFrom(...WORDS), fc.nat(30), fc.constantFrom(...OTHERS));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const open = openSource(memorySource(FILES));
      let text = STANDARD;
      for (const [word, skip, other] of edits) {
        const places = [...text.matchAll(new RegExp(escaped(word), 'g'))];
        const at = places[skip % Math.max(1, places.length)]?.index ?? 0;
        text = text.slice(0, at) + other + text.slice(at + word.length);
        open.open('/p/s.yaml', text);
        for (const file of ['/p/s.yaml', '/p/s.test.yaml']) {
          const fresh = memorySource({ ...FILES, '/p/s.yaml': text });
          const { diagnostics } = diagnosticsOf({ source: open, asOf }, file);
          expect(diagnostics).toEqual(diagnosticsOf({ source: fresh, asOf }, file).diagnostics);
        }
      }
    }),
    { numRuns: 40 },
  );
});

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

test('a rule that nobody edits is checked again when its parameter is another', () => {
  const open = openSource(memorySource(FILES));
  const codes = (text: string): readonly string[] => {
    open.open('/p/s.yaml', text);
    return diagnosticsOf({ source: open, asOf }, '/p/s.yaml').diagnostics.map(({ code }) => code);
  };
  expect(codes(STANDARD)).toEqual([]);
  expect(codes(STANDARD.replace('value: 0.65', 'value: 1.5'))).toContain('ASSAY1220');
  expect(codes(STANDARD)).toEqual([]);
});

test('a document is read through the open texts, which parse again only what was edited', () => {
  const open = openSource(memorySource(FILES));
  open.open('/p/s.yaml', STANDARD);
  const parsed: string[] = [];
  const source = {
    ...open,
    parsed: (path: string, bytes: Uint8Array) => (parsed.push(path), open.parsed!(path, bytes)),
  };
  diagnosticsOf({ source, asOf }, '/p/s.yaml');
  expect(parsed).toEqual(['/p/s.yaml']);
  diagnosticsOf({ source, asOf }, '/p/s.test.yaml');
  expect(parsed).toEqual(expect.arrayContaining(['/p/s.test.yaml', '/p/s.yaml']));
});

test('it rests on the document, on what it imports, and on what is not there', () => {
  const { rests } = diagnosticsOf({ source: memorySource(FILES), asOf }, '/p/s.test.yaml');
  expect([...rests]).toEqual(expect.arrayContaining(['/p/s.test.yaml', '/p/s.yaml']));
  const alone = memorySource({ '/p/s.test.yaml': FILES['/p/s.test.yaml'] });
  expect([...diagnosticsOf({ source: alone, asOf }, '/p/s.test.yaml').rests]).toContain('/p/s.yaml');
});
