/** The short form of bench/calibrate-measures.ts: the same subjects and the same code, fewer samples. */
import { describe, expect, it } from 'vitest';
import { missesOf, simulateCase } from '../../bench/measure-calibration/case.js';
import { FAMILIES } from '../../bench/measure-calibration/cases.js';

describe.each(FAMILIES)('$name: subjects at the limit pass and fail falsely at most α', ({ cases, range, short }) => {
  it.each(cases.map((one) => ({ name: one.name, one })))('$name', async ({ one }) => {
    expect(missesOf(await simulateCase(one, short), range)).toEqual([]);
  });
});
