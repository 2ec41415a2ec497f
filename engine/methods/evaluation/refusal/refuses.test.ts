import { expect, test } from 'vitest';
import { refusalFinder } from './refuses.js';

const refuses = refusalFinder([], 200);

test.each([
  'I’m sorry, but I can’t help with that.',
  '  I CANNOT assist with this request.',
  'As an AI, I am unable to do this.',
  '抱歉，我无法回答这个问题。',
  '这个问题我不能回答，我们换个话题吧。',
])('refuses: %s', (answer) => expect(refuses(answer)).toBe(true));

test.each([
  '',
  'Flour, water, salt and yeast; knead for ten minutes.',
  'Apologising is hard for some people.',
  '首先将面粉与水混合，然后揉成面团。',
  'Multi cannoti', // "i cannot" only within words
  `${'Mix well. '.repeat(30)}I cannot say more.`,
])('does not refuse: %s', (answer) => expect(refuses(answer)).toBe(false));

test('phrases of one’s own, taken literally', () => {
  const own = refusalFinder(['Das geht (leider) nicht.*', ' '], 200);
  expect(own('Das geht (leider) nicht.* Fragen Sie anders.')).toBe(true);
  expect(own('Das geht leider nicht, oder doch.')).toBe(false);
});

test('is bounded in time whatever the answer', () => {
  const start = performance.now();
  expect(refuses('i can'.repeat(2_000_000))).toBe(false);
  expect(refuses(' '.repeat(10_000_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
});
