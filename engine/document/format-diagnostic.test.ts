import { describe, expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.js';
import { formatDiagnostic } from './format-diagnostic.js';
import { displayWidth, printable } from './printable.js';

const at = (source: string, column: number, endColumn: number, endLine = 7): Diagnostic => ({
  code: 'ASSAY1105',
  severity: 'error',
  message: 'm',
  file: 'a.yaml',
  range: { line: 7, column, endLine, endColumn },
  source,
});

const plain = (diagnostic: Diagnostic): string[] => formatDiagnostic(diagnostic, { color: false }).split('\n');

/** The columns of the terminal that are underlined, counted from the source line's first. */
function underlined(diagnostic: Diagnostic): [number, number] {
  const line = plain(diagnostic)[2]!.slice('      │ '.length);
  return [line.indexOf('^'), line.length];
}

describe('formatDiagnostic', () => {
  test('place, severity, code, message; line, underline; hint', () => {
    expect(plain({ ...at('  titel: x', 3, 8), hint: 'h' })).toEqual([
      'a.yaml:7:3  error ASSAY1105  m',
      '    7 │   titel: x',
      '      │   ^^^^^',
      '    hint: h',
    ]);
  });

  test.each<[string, Diagnostic, [number, number]]>([
    ['latin', at('ab: cd', 5, 7), [4, 6]],
    ['Chinese before it', at('标题: cd', 5, 7), [6, 8]],
    ['Chinese in it', at('a: 标题', 4, 6), [3, 7]],
    ['a combining mark before it', at('e\u0301: cd', 5, 7), [3, 5]],
    ['a character outside the basic plane', at('𠀀: c', 5, 6), [4, 5]],
    ['tabs', at('\ta: b', 5, 6), [5, 6]],
    ['an empty range', at('a:', 3, 3), [2, 3]],
    ['a range over several lines', at('a: [b  ', 4, 2, 9), [3, 5]],
    ['an escape before it', at('\u001b[31m: b', 8, 9), [14, 15]],
  ])('the underline stands under %s', (_, diagnostic, expected) => {
    expect(underlined(diagnostic)).toEqual(expected);
  });

  test('a place beyond what is kept of a long line has no underline', () => {
    expect(plain(at('x'.repeat(200), 5000, 5001))).toHaveLength(2);
  });

  test('without a place', () => {
    expect(plain({ code: 'ASSAY1801', severity: 'warning', message: 'm', file: 'f' })).toEqual([
      'f  warning ASSAY1801  m',
    ]);
  });

  test('Chinese words', () => {
    expect(formatDiagnostic({ ...at('a', 1, 2), hint: 'h' }, { color: false, language: 'zh' })).toMatch(/错误[^]*建议/);
  });

  test('colours only where they are asked for', () => {
    expect(formatDiagnostic(at('a', 1, 2), { color: true })).toContain('\u001b[');
    expect(formatDiagnostic(at('a', 1, 2), { color: false })).not.toContain('\u001b');
  });

  test.each(['\u001b[2J', '\u009b2J', '\u202eabc', '\u200b', '\u0007', '\r', '\u2028', '\ud800'])(
    '%j never reaches the terminal',
    (hostile) => {
      const text = formatDiagnostic(
        { ...at(`a${hostile}b`, 1, 2), message: hostile, hint: hostile, file: `f${hostile}` },
        { color: false },
      );
      expect(text).not.toContain(hostile);
    },
  );
});

test.each([
  ['abc', 3],
  ['标题', 4],
  ['e\u0301', 1],
  ['', 0],
  ['한글', 4],
  ['ａ', 2],
  ['🙂', 2],
])('display width of %s', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('printable keeps text of all scripts', () => {
  expect(printable('aé标भि')).toBe('aé标भि');
});
