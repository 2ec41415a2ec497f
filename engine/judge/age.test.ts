import { describe, expect, it } from 'vitest';
import type { Output } from '../plugins/figure.js';
import { freshOutputs, type DatedMeasurement } from './age.js';

const figure: Output = { estimate: 1, unit: '1', uncertainty: { kind: 'exact' }, basis: 'observed' };
const broken: Output = { unmeasured: 'failed', detail: 'it broke' };
const measured = (more: Partial<DatedMeasurement>): DatedMeasurement => ({
  outputs: { a: figure, b: broken },
  about: 'model',
  deterministic: true,
  startedAt: '2026-01-01T12:00:00.000Z',
  ...more,
});
const causes = (one: DatedMeasurement, maxAge: number | undefined, asOf: string, dated?: string): readonly string[] =>
  Object.values(freshOutputs(one, maxAge, asOf, dated)).map((output) =>
    'unmeasured' in output ? output.unmeasured : '',
  );

describe('freshOutputs', () => {
  it.each<[string, Partial<DatedMeasurement>, number | undefined, string, string | undefined, string]>([
    ['a reading of the day', { deterministic: false }, 90, '2026-01-01T12:00:00Z', undefined, ''],
    ['exactly as old as it may be', { deterministic: false }, 90, '2026-04-01T12:00:00Z', undefined, ''],
    ['a second older', { deterministic: false }, 90, '2026-04-01T12:00:01Z', undefined, 'stale'],
    ['where nothing is said', { deterministic: false }, undefined, '2036-01-01T00:00:00Z', undefined, ''],
    ['read after the day of the check', { deterministic: false }, 1, '2025-01-01T00:00:00Z', undefined, ''],
    ['computed from files: no age', {}, 1, '2036-01-01T00:00:00Z', undefined, ''],
    ['evidence about a training with a date', { about: 'training' }, 90, '2026-03-01T00:00:00Z', '2026-01-01', ''],
    ['an old one', { about: 'training' }, 90, '2026-05-01T00:00:00Z', '2026-01-01', 'stale'],
    ['one without a date', { about: 'training' }, 90, '2026-01-01T00:00:00Z', undefined, 'stale'],
    ['one of tomorrow, as days begin elsewhere', { about: 'training' }, 90, '2026-01-01T00:00:00Z', '2026-01-02', ''],
    ['one of a day to come', { about: 'training' }, 90, '2026-01-01T00:00:00Z', '2026-01-03', 'stale'],
    [
      'evidence that says its day',
      { dated: { of: 'b', day: '2026-01-01' } },
      31,
      '2026-02-01T00:00:00Z',
      undefined,
      '',
    ],
    ['the same later', { dated: { of: 'b', day: '2026-01-01' } }, 31, '2026-02-01T00:00:01Z', undefined, 'stale'],
    ['the same without its day', { dated: { of: 'b' } }, 31, '2026-01-01T00:00:00Z', '2026-01-01', 'stale'],
    ['the same at any age', { dated: { of: 'b' } }, undefined, '2026-01-01T00:00:00Z', undefined, ''],
    [
      'a reading of the day of evidence that is old',
      { deterministic: false, dated: { of: 'b', day: '2025-01-01' } },
      31,
      '2026-01-01T12:00:00Z',
      undefined,
      'stale',
    ],
    [
      'answers of a server',
      { answered: { from: '2026-01-01', to: '2026-02-01' } },
      31,
      '2026-02-01T00:00:00Z',
      undefined,
      '',
    ],
    [
      'the same later',
      { answered: { from: '2026-01-01', to: '2026-02-01' } },
      31,
      '2026-02-01T00:00:01Z',
      undefined,
      'stale',
    ],
    ['answers without their day', { answered: { to: '2026-01-01' } }, 31, '2026-01-01T00:00:00Z', undefined, 'stale'],
    ['the same at any age', { answered: {} }, undefined, '2026-01-01T00:00:00Z', undefined, ''],
    // As readings: the engine's own clock gave the day.
    [
      'given after the day of the check',
      { answered: { from: '2026-01-05' } },
      31,
      '2026-01-01T00:00:00Z',
      undefined,
      '',
    ],
  ])('%s', (_, more, maxAge, asOf, dated, expected) => {
    // What has no figure keeps its own cause.
    expect(causes(measured(more), maxAge, asOf, dated)).toEqual([expected, 'failed']);
  });

  it.each<[string, Partial<DatedMeasurement>, string]>([
    [
      'the evidence',
      { dated: { of: 'b', day: '2026-01-01' }, answered: { from: '2026-01-02' } },
      'the evidence is of 2026-01-01 (b), 90 days old, and may be 31 at most',
    ],
    [
      'an answer',
      { dated: { of: 'b', day: '2026-01-03' }, answered: { from: '2026-01-02' } },
      'the evidence is of 2026-01-02 (the oldest answer of a server), 89 days old, and may be 31 at most: ask anew, with --no-cache or another --cache',
    ],
    [
      'an answer of which it is not known',
      { dated: { of: 'b', day: '2025-01-01' }, answered: {} },
      "the evidence has no date (a server's answer that was kept without its day), and may be 31 days old at most: ask anew, with --no-cache or another --cache",
    ],
  ])('of two dates the older is told: %s', (_, more, detail) => {
    expect(freshOutputs(measured(more), 31, '2026-04-01T00:00:00Z', undefined)['a']).toEqual({
      unmeasured: 'stale',
      detail,
    });
  });
});
