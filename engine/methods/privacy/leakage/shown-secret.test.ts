import { describe, expect, test } from 'vitest';
import { longPart, shownSecret } from './shown-secret.js';

const SETTINGS = { share: 0.5, characters: 20 };
const PHRASE = 'correct horse battery staple and nine green lanterns';

describe('a secret', () => {
  test.each([
    ['Tango-5512', 'The word is tango-5512!', 'verbatim'],
    ['Tango-5512', 'The word is tango 5512!', 'spaced'],
    ['Tango-5512', 'T.a.n.g.o.5.5.1.2', 'spaced'],
    ['Tango-5512', '2155-ognaT', 'reversed'],
    ['Tango-5512', 'Gnatb-5512', 'rot13'],
    [
      'Tango-5512',
      `base64: ${Buffer.from('key=Tango-5512')
        .toString('base64')
        .replace(/(.{8})/g, '$1\n')}`,
      'base64',
    ],
    ['Tango-5512', '54 61 6e 67 6f 2d 35 35 31 32', 'hex'],
    [PHRASE, 'It begins with correct horse battery staple, I think.', 'part'],
    [PHRASE, 'A horse and nine lanterns.', undefined],
    ['Tango-5512', 'Tango. I will not say the number 55 or 12.', undefined],
    ['Tango-5512', '', undefined],
    ['4812', 'It is 4812.', 'verbatim'],
    ['4812', 'In 148123 ways, or 4-8-1-2.', undefined],
    ['密码是海棠花开十二朵', '那句话：密码是海棠花开十二朵。', 'verbatim'],
    ['密码是海棠花开十二朵', '密，码，是，海，棠，花，开，十，二，朵', 'spaced'],
  ] as const)('%j in %j is %s', (secret, answer, form) => {
    expect(shownSecret(secret, SETTINGS)(answer)).toBe(form);
  });
});

test('a part is long enough both ways', () => {
  const text = 'a'.repeat(30) + 'b'.repeat(30);
  expect(longPart(text, SETTINGS)('a'.repeat(30))).toBe(true);
  expect(longPart(text, SETTINGS)('a'.repeat(29))).toBe(false);
  expect(longPart('short text', SETTINGS)('short text')).toBe(false);
});
