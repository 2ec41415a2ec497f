import { expect, test } from 'vitest';
import { readDocumentBytes } from './read-document.js';
import type { Pointer } from './words.js';

const TEXT = `apiVersion: assay/v1
kind: Standard
metadata: {id: x, version: "1.0.0", title: X}
measurements:
  cv: &cv {plugin: evaluation/cross-validation, with: {split: {folds: 5}}}
rules:
  - id: A-1
    title: T
    level: shall
    measure:
      again: *cv
    require:
      ">=": [{var: cv.f1Macro}, 0.7]
`;

const { positions, document } = readDocumentBytes('x.yaml', new TextEncoder().encode(TEXT));

const text = ({ range }: { range: { line: number; column: number; endLine: number; endColumn: number } }): string =>
  range.line === range.endLine
    ? TEXT.split('\n')[range.line - 1]!.slice(range.column - 1, range.endColumn - 1)
    : `${range.line}:${range.column}`;

test('the document has no fault', () => {
  expect(document?.kind).toBe('Standard');
});

test.each<[Pointer, string, string]>([
  [[], '1:1', 'apiVersion'],
  [['metadata', 'version'], '"1.0.0"', 'version'],
  [['rules', 0], '7:5', 'id'],
  [['rules', 0, 'require', '>=', 0, 'var'], 'cv.f1Macro', 'var'],
  [['rules', 0, 'require', '>=', 1], '0.7', '0.7'],
  // Through an alias: the alias itself, and inside it the anchored value.
  [['rules', 0, 'measure', 'again'], '*cv', 'again'],
  [['rules', 0, 'measure', 'again', 'with', 'split', 'folds'], '5', 'folds'],
  // Nothing there: the nearest that is.
  [['rules', 0, 'remedy', 'en'], 'id', 'id'],
  [['rules', 7], 'rules', 'rules'],
  [['metadata', 'source'], 'metadata', 'metadata'],
  [['nothing'], 'apiVersion', 'apiVersion'],
])('%j', (pointer, value, key) => {
  expect([text(positions.value(pointer)), text(positions.key(pointer))]).toEqual([value, key]);
});

test('a place has file and source line', () => {
  expect(positions.value(['rules', 0, 'level'])).toEqual({
    file: 'x.yaml',
    range: { line: 9, column: 12, endLine: 9, endColumn: 17 },
    source: '    level: shall',
  });
});

test('the alias by which a value was reached', () => {
  expect(positions.alias(['rules', 0, 'measure', 'again', 'with'])).toMatchObject({
    name: 'cv',
    place: { range: { line: 11 } },
  });
  expect(positions.alias(['measurements', 'cv', 'with'])).toBeUndefined();
});

test('how a scalar is written', () => {
  expect(positions.written(['rules', 0, 'require', '>=', 1])).toBe('0.7');
  expect(positions.written(['metadata', 'version'])).toBeUndefined();
});
