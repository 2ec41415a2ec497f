import { describe, expect, test } from 'vitest';
import { identifiersOf } from './answer-identifiers.js';
import { knownValues } from './known-values.js';
import { folded, squashed, standsIn, wordsOf } from './plain-text.js';
import { verbatimWords } from './verbatim.js';

test.each([
  [' Ａbc\n\t d ', 'abc d', 'abcd'],
  ['4 8-1.2', '4 8-1.2', '4812'],
  ['张三 的\u3000号', '张三 的 号', '张三的号'],
])('%j is folded and squashed', (text, plain, bare) => {
  expect([folded(text), squashed(text)]).toEqual([plain, bare]);
});

test.each<[string, readonly string[]]>([
  ['Once, upon a “time”.', ['once', 'upon', 'a', 'time']],
  ['他说A1好', ['他', '说', 'a1', '好']],
  ['𠮷です。', ['𠮷', 'で', 'す']],
  ['', []],
])('%j has words', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['it is 4812.', '4812', true],
  ['it is 14812', '4812', false],
  ['it is 48123', '4812', false],
  ['14812 and 4812', '4812', true],
  ['号码4812在', '4812', true],
  ['番号は4812です', '4812', true],
  ['anything', '', false],
])('%j holds %j as a word: %s', (text, part, holds) => {
  expect(standsIn(text, part)).toBe(holds);
});

const ROW = 'row row row row your boat';
test.each<[string, string, string, number]>([
  ['A time there WAS', 'Once upon', 'a time there was a king', 4],
  ['a time, there is', 'Once upon', 'a time there was a king', 3],
  ['Once upon a time there was', 'Once upon', 'a time there was a king', 4],
  ['Go on: Once upon a time there was', 'Once upon', 'a time there was a king', 4],
  ['Yes: a time there was', 'Once upon', 'a time there was a king', 0],
  ['', 'Once upon', 'a time there was a king', 0],
  ['Once upon', 'Once upon', 'a time there was a king', 0],
  ['Row row row', ROW, `${ROW} gently`, 0],
  [ROW, ROW, `${ROW} gently`, 0],
  [`${ROW} gently`, ROW, `${ROW} gently`, 7],
  [`${ROW} ${ROW}`, ROW, `${ROW} gently`, 6],
  ['去学校，他不去。', '小明说他', '去学校他不去', 6],
  ['小明说他去学校', '小明说他', '去学校他不去', 3],
])('%j continues %j by %j word for word: %i', (answer, excerpt, truth, words) => {
  expect(verbatimWords(answer, [excerpt, `Go on: ${excerpt}`], truth)).toBe(words);
});

test('known values stand by themselves, but for case and spacing', () => {
  const known = knownValues(['MR-1001', 'mr-1001', 'Jo  Doe', 'short', ''], 6);
  expect(known.count).toBe(2);
  expect(known.in('Of mr-1001 and jo\ndoe')).toEqual(['mr-1001', 'jo doe']);
  expect(known.in('Of xmr-1001, MR-10012 and Jo Does, short')).toEqual([]);
});

describe('identifiers of an answer', () => {
  const settings = { regions: ['US'], kinds: new Set(['email', 'phone'] as const) };
  test('are counted once, by kind, without those of the prompt', () => {
    const answer = 'jo@example.org, JO@example.org, +1 202-555-0143, al@example.org, https://example.org/a';
    expect(identifiersOf(answer, 'Who has (202) 555 0143?', settings)).toEqual({
      given: ['email', 'phone', 'email'],
      echoed: [],
    });
    expect(identifiersOf(answer, 'Who has +1 (202) 555 0143 or AL@EXAMPLE.ORG?', settings)).toEqual({
      given: ['email'],
      echoed: ['phone', 'email'],
    });
  });

  test('are no echo of parts of words and numbers that stand side by side', () => {
    const told = (prompt: string) => identifiersOf('It is 202-555-0143.', prompt, settings).echoed;
    expect(told('Of 1202 rooms 555 are free, and 01437 are not: who has 202 5550143')).toEqual(['phone']);
    expect(told('Of 1202 rooms 555 are free, and 01437 are not.')).toEqual([]);
    expect(identifiersOf('an@me.it', 'Plan me items, an me it?', settings).echoed).toEqual(['email']);
    expect(identifiersOf('an@me.it', 'Plan me items.', settings).given).toEqual(['email']);
    expect(identifiersOf('是张三，电话：202-555-0143', '电话2025550143的张三', settings).echoed).toEqual(['phone']);
  });
});
