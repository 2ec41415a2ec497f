import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DocumentParts } from './document-parts.js';
import { parseDocument, type ParsedDocument } from './parse-document.js';
import type { Pointer } from './words.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Value, faults, and the places of every key and value. */
function seen({ value, faults, positions }: ParsedDocument): string {
  const places: unknown[] = [];
  const visit = (at: unknown, pointer: Pointer): void => {
    places.push([pointer, positions.key(pointer), positions.value(pointer), positions.written(pointer)]);
    if (typeof at !== 'object' || at === null) return;
    for (const [key, inner] of Object.entries(at)) visit(inner, [...pointer, Array.isArray(at) ? Number(key) : key]);
  };
  visit(value, []);
  return JSON.stringify({ value, faults, places });
}

const whole = (text: string): string => seen(parseDocument('x', bytes(text)));

const POLICIES = readdirSync(join(ROOT, 'policies'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(ROOT, 'policies', name));

test.each(POLICIES)('%s is the same by parts', (path) => {
  const text = readFileSync(path, 'utf8');
  const parts = new DocumentParts();
  expect(seen(parseDocument('x', bytes(text), parts))).toBe(whole(text));
  const edited = text.replace(/title/, 'titel').replace(/\n {2}- /, '\n\n  - ');
  expect(seen(parseDocument('x', bytes(edited), parts))).toBe(whole(edited));
});

test('a document by parts is read by parts', () => {
  const text = 'a: 1\nlist:\n  - {x: 1}\n  - {x: 2}\n';
  const parts = new DocumentParts();
  const first = parseDocument('x', bytes(text), parts).value as { list: object[] };
  const second = parseDocument('x', bytes(text.replace('x: 1', 'x: 17')), parts).value as { list: object[] };
  expect(second.list[0]).toEqual({ x: 17 });
  expect(second.list[1]).toBe(first.list[1]);
});

const LINES = [
  'a: 1',
  'b:',
  'c: "x',
  'd: |',
  'e: {x: 1,',
  'f: &n 1',
  'g: *n',
  '  - x: 1',
  '  - y',
  '- z',
  '  -',
  '    y: 2',
  '  k: v',
  '    - deep',
  '',
  '# note',
  '  # note',
  '   text',
  '---',
  '}',
  '"',
  ' odd',
  'a: 2',
  'h: >-',
  '  - |',
  '      more',
  '\tx: 1',
  "i: 'it''s'",
  'j: [1,',
  '  2]',
  'k: 文字 😀',
  '? q',
  'l: !!str 1',
  'm:   # why',
  '  - "q: [',
  'plain',
  'n: 1\r',
  '  - <<: 1',
  '  - x: 1',
];

test('whatever the lines, by parts is as a whole, edit after edit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LINES), { maxLength: 14 }),
      fc.array(fc.tuple(fc.nat(14), fc.constantFrom(...LINES), fc.boolean()), { maxLength: 4 }),
      (lines, edits) => {
        const parts = new DocumentParts();
        let now = lines;
        for (const [at, line, replaces] of [[0, '', true] as const, ...edits]) {
          now = line === '' ? now : now.toSpliced(at, replaces ? 1 : 0, line);
          const text = now.join('\n');
          expect(seen(parseDocument('x', bytes(text), parts))).toBe(whole(text));
        }
      },
    ),
    { numRuns: 500 },
  );
});
