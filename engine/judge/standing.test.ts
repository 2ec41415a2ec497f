import { expect, it } from 'vitest';
import { standingOf } from './standing.js';

const rule = {
  level: 'shall' as const,
  effectiveFrom: '2026-03-01',
  effectiveUntil: '2028-01-01',
  transition: { until: '2027-01-01' },
};

it.each([
  ['2026-02-28T23:59:59.999Z', { level: 'should', effect: 'later' }],
  ['2026-03-01T00:00:00.000Z', { level: 'should', effect: 'in-effect' }],
  ['2026-12-31', { level: 'should', effect: 'in-effect' }],
  ['2027-01-01', { level: 'shall', effect: 'in-effect' }],
  ['2027-12-31T12:00:00Z', { level: 'shall', effect: 'in-effect' }],
  ['2028-01-01', { level: 'shall', effect: 'over' }],
] as const)('on %s: %j', (day, expected) => expect(standingOf(rule, day)).toEqual(expected));

it('without dates a rule is what it says on every day', () => {
  expect(standingOf({ level: 'should' }, '1970-01-01')).toEqual({ level: 'should', effect: 'in-effect' });
});
