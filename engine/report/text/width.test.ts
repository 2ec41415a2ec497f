import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { padEnd, textWidth, truncate, wrap } from './width.js';

describe('textWidth', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['不符合', 6],
    ['“应”级', 6],
    ['e\u0301', 1],
    ['├──●──┤', 7],
    ['한국어', 6],
    ['ｆｕｌｌ', 8],
    ['🚀', 2],
    ['a\u200bb', 2],
    ['\u001b[31mred\u001b[39m', 3],
  ])('%j takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

const mixed = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '中', '，', '文', '-', '。', '✓'), maxLength: 80 });

describe('wrap', () => {
  test('no line is wider than asked, and nothing but spaces is lost', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 8, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        // Closing punctuation may hang: it never starts a line.
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        expect(lines.length).toBeGreaterThan(0);
      }),
    );
  });

  test.each([
    ['one two three four', 9, ['one two', 'three', 'four']],
    ['一二三四五六', 8, ['一二三四', '五六']],
    ['一二三四，五六', 8, ['一二三', '四，五六']],
    ['', 10, ['']],
  ])('%j at %d', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('truncate and pad', () => {
  test('a cut text fits, a short one is left alone', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 1, max: 40 }), (text, width) => {
        const cut = truncate(text, width);
        expect(textWidth(cut)).toBeLessThanOrEqual(width);
        if (textWidth(text) <= width) expect(cut).toBe(text);
        else expect(cut.endsWith('…')).toBe(true);
        expect(textWidth(padEnd(cut, width))).toBe(width);
      }),
    );
  });
});
