import { expect, test } from 'vitest';
import { neutralise, neutraliseAll } from './neutralise.js';

test.each([
  ['plain', 'plain'],
  ['a\u001b[2Jb', 'a␛[2Jb'],
  ['a\nb\r\nc\td', 'a b c d'],
  ['\u0007\u0000', '␇␀'],
  ['x\u202eevil\u202c', 'x\ufffdevil\ufffd'],
  ['\u009b31m', '\ufffd31m'],
  ['\ud800', '\ufffd'],
  ['emoji 🚀 中文', 'emoji 🚀 中文'],
  ['\u2028', '\ufffd'],
])('%j becomes %j', (text, expected) => {
  expect(neutralise(text)).toBe(expected);
});

test('all strings of plain data, keys too', () => {
  expect(neutraliseAll({ 'a\u001b': ['\u0007', 1, null, { b: true, c: 'x\ny' }] })).toEqual({
    'a␛': ['␇', 1, null, { b: true, c: 'x y' }],
  });
});
