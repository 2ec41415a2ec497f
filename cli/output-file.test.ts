import { describe, expect, test } from 'vitest';
import { outputFile } from './output-file.js';

const FORMATS = ['json', 'text'];

describe('the format of an output file', () => {
  test.each([
    ['report.json', { path: 'report.json', format: 'json' }],
    ['out/REPORT.JSON', { path: 'out/REPORT.JSON', format: 'json' }],
    ['report', { path: 'report', format: undefined }],
    ['text=a=b.json', { path: 'a=b.json', format: 'text' }],
    ['./a=b.txt', { path: './a=b.txt', format: 'text' }],
  ])('%s', (given, expected) => {
    expect(outputFile(given, FORMATS)).toEqual(expected);
  });

  test('a format that there is not', () => {
    expect(() => outputFile('pdf2=report', FORMATS)).toThrow();
  });
});
