import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createRng } from '../numerics/generator.js';
import { planMeasurements } from '../plan/plan-measurements.js';
import type { Plan } from '../plan/plan.js';
import { fixturePlugins, peopleSpec } from '../../tests/fixtures/plugins/load.js';
import { openCache } from './cache.js';
import { runMeasurements } from './run.js';

const RUNNER = fileURLToPath(new URL('../../tests/fixtures/measure/runner.mjs', import.meta.url));
const { externals, catalogue, code } = fixturePlugins('misbehaves');
const subject = peopleSpec();

const planOf = (plugin: string, parameters: object, seed: number): Plan =>
  planMeasurements({
    policy: { digest: 'sha256:aa', rules: [{ id: 's/R-1', measurements: { a: { plugin, with: { ...parameters } } } }] },
    subject: {
      task: subject.task,
      inputs: [{ role: 'data', digest: subject.tables.whole!.digest }],
      settings: {},
      lacks: [],
    },
    catalogue,
    code,
    backends: {},
    seed,
  });

/** Many quick measurements, so that a kill meets every stage of writing. */
const manyQuick: Plan = {
  seed: 0,
  seedChosen: true,
  measurements: Array.from({ length: 300 }, (_, seed) => planOf('privacy/anonymity', {}, seed).measurements[0]!),
};

const start = (plan: Plan, folder: string, environment: NodeJS.ProcessEnv = {}) => {
  const file = join(mkdtempSync(join(tmpdir(), 'assay-job-')), 'job.json');
  const options = { catalogue, externals, engineVersion: 'test', cacheFolder: folder, concurrency: 2 };
  writeFileSync(file, JSON.stringify({ plan, subject, ...options }));
  const runner = spawn(process.execPath, [RUNNER, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  /** Resolves once a measurement is in this state. */
  const reached = (state: string): Promise<void> =>
    new Promise((resolve) => runner.stdout.on('data', (text: Buffer) => String(text).includes(state) && resolve()));
  const ended = new Promise<number | null>((resolve) => runner.on('close', resolve));
  return { runner, reached, ended };
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function allEnded(pids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 100 && pids.some(isAlive); tries++) await sleep(100);
  return !pids.some(isAlive);
}

describe('Ctrl-C', () => {
  it('at ten random moments leaves a cache that the next run accepts', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'assay-cancel-')), '.assay');
    const rng = createRng('moments');
    const statuses: (number | null)[] = [];
    for (let moment = 0; moment < 10; moment++) {
      const { runner, reached, ended } = start(manyQuick, folder);
      // Half of them while processes start and the first are measured, half while entries are written.
      await Promise.race([reached(moment % 2 === 0 ? 'running' : 'done'), ended]);
      await sleep(rng.next() * 100);
      runner.kill('SIGINT');
      statuses.push(await ended);
      const entries = join(folder, 'measurements');
      const names = existsSync(entries) ? readdirSync(entries) : [];
      const cache = openCache(folder, 'test');
      expect(names.filter((name) => !name.endsWith('.json') || !cache.get(`sha256:${name.slice(0, -5)}`))).toEqual([]);
    }
    expect(statuses).toContain(130);
    expect(new Set([...statuses, 0, 130]).size).toBe(2);
    const kept = readdirSync(join(folder, 'measurements')).length;
    expect(kept).toBeGreaterThan(0);
    const options = { catalogue, engineVersion: 'test', cacheFolder: folder, useCache: true };
    const results = await runMeasurements(manyQuick, subject, options);
    expect(results.filter(({ cached }) => cached)).toHaveLength(kept);
    expect(results.every(({ outputs }) => 'k' in outputs && 'estimate' in outputs['k']!)).toBe(true);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('by %s ends a plugin that is busy in a loop', async (signal) => {
    const pids = join(mkdtempSync(join(tmpdir(), 'assay-pids-')), 'pids');
    mkdirSync(pids);
    const plan = planOf('evaluation/fixture-misbehaves', { how: 'deaf' }, 1);
    const { runner, ended } = start(plan, join(pids, '../.assay'), { ASSAY_TEST_PIDS: pids });
    while (readdirSync(pids).length === 0) await sleep(50);
    const [pid] = readdirSync(pids).map(Number);
    expect(isAlive(pid!)).toBe(true);
    runner.kill(signal);
    await ended;
    expect(await allEnded([pid!])).toBe(true);
  });
});
