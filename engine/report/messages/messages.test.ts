import { describe, expect, test } from 'vitest';
import { en } from './en.js';
import { LANGUAGES, messagesIn } from './messages.js';
import { zh } from './zh.js';

type Leaf = string | ((...given: never[]) => string);

function leaves(value: unknown, path = ''): [string, Leaf][] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** What stands for every argument: legends take an object of strokes. */
const said = (path: string, leaf: Leaf): string => {
  if (typeof leaf === 'string') return leaf;
  const legend = { estimate: 'E', interval: 'I', limit: 'L', allowed: 'A', level: '90 %' };
  const given = path === 'footer.legend' ? [legend] : ['3', '2', '4', '5'];
  return leaf(...(given as never[]));
};

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));

describe('messages', () => {
  test('the same keys in every language', () => {
    for (const language of LANGUAGES)
      expect(leaves(messagesIn(language)).map(([path]) => path)).toEqual([...english.keys()]);
  });

  test.each([...english])('%s takes the same arguments and says all of them', (path, leaf) => {
    const other = chinese.get(path)!;
    expect(typeof other).toBe(typeof leaf);
    const [inEnglish, inChinese] = [said(path, leaf), said(path, other)];
    for (const text of [inEnglish, inChinese]) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
    const figures = (text: string): string =>
      (text.match(/[2-5EILA]/g) ?? [])
        .filter((each) => /\d/.test(each))
        .sort()
        .join('');
    if (typeof leaf === 'function') expect(figures(inChinese)).toBe(figures(inEnglish));
  });

  test('Chinese is Chinese', () => {
    const untranslated = [...chinese]
      .filter(([path, leaf]) => !/\p{Script=Han}/u.test(said(path, leaf)))
      .map(([path]) => path);
    expect(untranslated).toEqual([
      'listSeparator',
      'reason.withDetail',
      'change.verdict',
      'change.estimate',
      'asking.and',
      'measurement.n',
      'policyTest.of',
    ]);
  });
});
