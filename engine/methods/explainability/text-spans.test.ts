import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedSurface } from './surface-change.js';
import { spansOf, withoutSpans } from './text-spans.js';

const parts = (text: string, most = 8): readonly string[] =>
  spansOf(text, most).map(({ from, to }) => text.slice(from, to));

describe('parts of a text', () => {
  it.each<[string, readonly string[]]>([
    [
      'Tom has 3.5 apples. He eats one! How many are left?',
      ['Tom has 3.5 apples. ', 'He eats one! ', 'How many are left?'],
    ],
    ['“Why?” she asked. Say it\nagain', ['“Why?” ', 'she asked. ', 'Say it\n', 'again']],
    ['In May, after rain, what grows', ['In May, ', 'after rain, ', 'what grows']],
    ['  Who wrote Faust?  ', ['Who ', 'wrote ', 'Faust?']],
    ['小明有三个苹果。他吃了一个！还剩几个？', ['小明有三个苹果。', '他吃了一个！', '还剩几个？']],
    ['昨天，下雨', ['昨天，', '下雨']],
    ['谁写的', ['谁', '写', '的']],
    ['one', ['one']],
    ['', []],
    [' \n ', []],
  ])('%j', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it('are joined to as many as are wanted', () => {
    expect(parts('a b c d e f g', 3)).toEqual(['a b ', 'c d ', 'e f g']);
  });

  it('hold the text, whatever it is, and are told in linear time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '.', '"', '\n', '，', '。', '中', '('), maxLength: 60 }),
        fc.integer({ min: 2, max: 9 }),
        (text, most) => {
          const spans = spansOf(text, most);
          expect(spans.length).toBeLessThanOrEqual(most);
          expect(spans.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text.trim());
          expect(withoutSpans(text, spans, () => true, '')).toBe(text);
          expect(withoutSpans(text, spans, () => false, '').trim()).toBe('');
        },
      ),
    );
    for (const hostile of ['"', ' ', '\n', '.', '中', 'a ', '(']) {
      expect(spansOf(`a${hostile.repeat(100_000)}b`, 8).length).toBeLessThanOrEqual(8);
    }
  });

  it('leave a mark where it is wanted', () => {
    const text = 'One. Two. Three.';
    expect(withoutSpans(text, spansOf(text, 8), (span) => span !== 1, '')).toBe('One. Three.');
    expect(withoutSpans(text, spansOf(text, 8), (span) => span !== 1, '…')).toBe('One. … Three.');
    expect(withoutSpans(text, spansOf(text, 8), (span) => span === 0, '')).toBe('One.');
  });

  it('are set otherwise', () => {
    expect(changedSurface('It is, so. ', 'spacing')).toBe('It  is,  so.  ');
    expect(changedSurface('It is 3.5, so. ', 'punctuation')).toBe('It is 3.5 so ');
    expect(changedSurface('It Is', 'case')).toBe('it is');
  });
});
