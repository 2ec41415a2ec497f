import { expect, it } from 'vitest';
import { joinDays, type AnswerDays } from './answer-days.js';

const days = (from: string, to = from): AnswerDays => ({ from, to });

it.each<[string, AnswerDays | undefined, AnswerDays | undefined, AnswerDays | undefined]>([
  ['no answers', undefined, undefined, undefined],
  ['answers of one day', undefined, days('2026-11-02'), days('2026-11-02')],
  ['of two', days('2026-11-02'), days('2026-10-30'), days('2026-10-30', '2026-11-02')],
  ['one day within others', days('2026-10-01', '2026-11-02'), days('2026-10-30'), days('2026-10-01', '2026-11-02')],
  ['one that is not known', days('2026-10-01', '2026-11-02'), {}, { to: '2026-11-02' }],
  ['none that is known', {}, {}, {}],
])('days of %s', (_, one, other, expected) => {
  expect(joinDays(one, other)).toEqual(expected);
  expect(joinDays(other, one)).toEqual(expected);
});
