import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan, PlannedMeasurement } from '../plan/plan.js';
import { openCache } from './cache.js';
import { expectedSeconds } from './expected-seconds.js';
import type { Measurement } from './measurement.js';

const planned = (key: string, plugin: string, lacks: PlannedMeasurement['lacks'] = []): PlannedMeasurement => ({
  key,
  streams: key,
  plugin,
  version: '1.0.0',
  about: 'data',
  with: {},
  inputs: [],
  seed: 1,
  deterministic: true,
  lacks,
  askedBy: [],
});

const measured = (key: string, plugin: string, seconds: number): Measurement => ({
  ...planned(key, plugin),
  outputs: {},
  details: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds,
  cached: false,
});

describe('expected seconds', () => {
  it.each<[string, number[], number | undefined]>([
    ['nothing, where the plugin never ran', [], undefined],
    ['what its one run took', [3], 3],
    ['the median of two', [3, 5], 4],
    ['the median of three', [9, 3, 5], 5],
  ])('are %s', (_, seconds, expected) => {
    const cache = openCache(mkdtempSync(join(tmpdir(), 'assay-expected-')), 'test');
    seconds.forEach((each, index) => cache.put(measured(`sha256:${index}`, 'a/b', each)));
    cache.put(measured('sha256:99', 'a/c', 77));
    const plan: Plan = {
      seed: 1,
      seedChosen: true,
      measurements: [planned('sha256:98', 'a/b'), planned('sha256:97', 'a/b', ['data']), planned('sha256:99', 'a/c')],
    };
    expect(expectedSeconds(plan, cache)).toEqual({
      ...(expected !== undefined && { 'sha256:98': expected }),
      'sha256:99': 77,
    });
  });

  it('of a folder that is not there are none, and it is not made', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'assay-expected-')), 'none');
    const plan: Plan = { seed: 1, seedChosen: true, measurements: [planned('sha256:98', 'a/b')] };
    expect(expectedSeconds(plan, openCache(folder, 'test'))).toEqual({});
    expect(openCache(folder, 'test').seconds('a/b')).toEqual([]);
  });
});
