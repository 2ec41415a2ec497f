import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from './decode.js';
import { DOCUMENT_CODES } from './codes.js';
import { readDocumentBytes } from './read-document.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bits of YAML in any order: most of it wrong, some of it nearly right. */
const soup = fc
  .array(
    fc.constantFrom(
      'apiVersion: assay/v1\n',
      'kind: Standard\n',
      'kind: Subject\n',
      'metadata: ',
      '{id: x, ',
      'version: 1.10',
      'rules:\n',
      '- ',
      '  ',
      '\n',
      ': ',
      ',',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '<<',
      '!!str ',
      '|\n',
      '>-\n',
      '"',
      "'",
      '#',
      '---\n',
      '...\n',
      '? ',
      '%YAML 1.1\n',
      '\t',
      '.nan',
      '1e999',
      '__proto__',
      'constructor',
      'null',
      '标题',
      '\\',
      '@',
      '\r\n',
      'a',
      'toString',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('whatever is read gives a document or errors with a place, never an exception', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        soup,
        fc.string({ unit: 'binary' }),
        soup.map((text) => `apiVersion: assay/v1\nkind: Standard\n${text}`),
      ),
      (text) => {
        const { document, diagnostics } = readDocumentBytes('x.yaml', bytes(text));
        expect(document === undefined).toBe(diagnostics.length > 0);
        for (const { code, range, source } of diagnostics) {
          expect(Object.keys(DOCUMENT_CODES)).toContain(code);
          expect(range!.line).toBeGreaterThanOrEqual(1);
          expect(range!.column).toBeGreaterThanOrEqual(1);
          expect(range!.endLine).toBeGreaterThanOrEqual(range!.line);
          expect(source!.length).toBeLessThanOrEqual(4000);
        }
      },
    ),
    { numRuns: 600, seed: 1 },
  );
});

test('bytes are text exactly where the platform’s strict decoder says so', () => {
  const nearly = fc.array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }).map((text) => bytes(text)),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(nearly, (chunks) => {
      const all = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]).filter((byte) => byte !== 0));
      let valid = true;
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(all);
      } catch {
        valid = false;
      }
      const { text, diagnostics } = decode('x', all);
      expect(text !== undefined).toBe(valid);
      expect(diagnostics.some(({ code }) => code === 'ASSAY1006')).toBe(!valid);
    }),
    { numRuns: 2000, seed: 2 },
  );
});

test('a prototype cannot be set', () => {
  const { document } = readDocumentBytes(
    'x.yaml',
    bytes(
      'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: m, version: "1.0.0"}\ntask: regression\nfacts: {constructor: x}\n',
    ),
  );
  expect(document).toMatchObject({ facts: { constructor: 'x' } });
  const echo = readDocumentBytes(
    'x.yaml',
    bytes(
      'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: m, version: "1.0.0"}\ntask: regression\n"__proto__": {facts: {a: 1}}\n',
    ),
  );
  expect(echo.diagnostics.map(({ code }) => code)).toEqual(['ASSAY1016']);
});

const HEAD = 'apiVersion: assay/v1\nkind: Standard\nmetadata: {id: x, version: "1.0.0", title: X}\n';

test.each([
  [
    'values of a list',
    `${HEAD}rules:\n- {id: A, title: T, level: shall, require: true, basis: [${'a, '.repeat(60_000)}a]}\n`,
  ],
  ['unknown keys', `${HEAD}rules: []\n${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')}`],
  ['duplicate keys', `${HEAD}rules: []\n${'facts: {}\n'.repeat(20_000)}`],
  ['faults in rules', `${HEAD}rules:\n${'- {}\n'.repeat(30_000)}`],
])('very many faults cost neither time nor screens: %s', (_, text) => {
  const { diagnostics } = readDocumentBytes('x.yaml', bytes(text));
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.code).toBe('ASSAY1116');
});
