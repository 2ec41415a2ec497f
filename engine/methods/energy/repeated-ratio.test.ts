import { expect, test } from 'vitest';
import { repeatedRatio } from './repeated-ratio.js';

test('the mean log ratio of pairs with its noise', () => {
  const pairs = [2, 8].map((value) => ({ above: { value }, below: { value: 1 } }));
  expect(repeatedRatio(pairs)).toEqual({
    kind: 'student-t',
    mean: expect.closeTo(Math.log(4), 12) as number,
    scale: expect.closeTo(Math.log(2), 12) as number,
    df: 1,
  });
});

test('a band that both share cancels but for what it does not do alike', () => {
  const pair = (above: readonly [number, number, number], below: readonly [number, number, number]) => ({
    above: { value: above[1], range: [above[0], above[2]] as const },
    below: { value: below[1], range: [below[0], below[2]] as const },
  });
  const alike = pair([5, 10, 20], [10, 20, 40]);
  expect(repeatedRatio([alike, alike])).toMatchObject({ kind: 'range', lower: Math.log(0.5), upper: Math.log(0.5) });
  const unlike = pair([5, 10, 30], [10, 20, 40]);
  expect(repeatedRatio([unlike, unlike])).toMatchObject({ lower: Math.log(0.5), upper: Math.log(0.75) });
});

test.each([
  ['one pair', [{ above: { value: 1 }, below: { value: 2 } }]],
  ['nothing read', [0, 0].map((value) => ({ above: { value }, below: { value: 2 } }))],
  ['no noise and no band', [1, 1].map((value) => ({ above: { value }, below: { value: 2 } }))],
])('%s tells nothing', (_, pairs) => expect(repeatedRatio(pairs)).toBeUndefined());
