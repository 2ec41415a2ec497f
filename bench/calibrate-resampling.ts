/**
 * Calibration of evaluation/cross-validation: whole cross-validations of populations on which the training procedure's
 * worth is known, with limits exactly there. Writes docs/calibration-resampling.md, and the truths beside the
 * populations for the test; exits 1 where a wrong verdict is more frequent than the confidence allows, within three
 * standard errors. Each case has random streams of its own, so the figures do not depend on the number of threads.
 *
 * Usage: node dist/bench/calibrate-resampling.js [threads] [text to match, writes nothing]
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { simulateCase } from './measure-calibration/case.js';
import type { CaseCounts } from './measure-calibration/case.js';
import { caseName, limitsOf, simulatedTruth, truthKey } from './resampling-calibration/case.js';
import { CASES } from './resampling-calibration/cases.js';
import { missesOfCase, resamplingPage } from './resampling-calibration/page.js';

type Truths = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Job {
  readonly wanted: string;
  /** This thread takes every `of`-th case from `from` on. */
  readonly from: number;
  readonly of: number;
}

interface Done {
  readonly index: number;
  readonly truth: Truths[string];
  readonly counts: readonly CaseCounts[];
}

if (isMainThread) await main(Number(process.argv[2] ?? availableParallelism()), process.argv[3] ?? '');
else await work(workerData as Job);

async function work({ wanted, from, of }: Job): Promise<void> {
  const truths = new Map<string, Truths[string]>();
  for (const [index, one] of CASES.entries()) {
    if (index % of !== from || !caseName(one).includes(wanted)) continue;
    const truth = truths.get(truthKey(one)) ?? (await simulatedTruth(one));
    truths.set(truthKey(one), truth);
    const done: Done = { index, truth, counts: await simulateCase(limitsOf(one, truth), one.simulations) };
    parentPort!.postMessage(done);
  }
}

async function main(threads: number, wanted: string): Promise<void> {
  const counts: (readonly CaseCounts[])[] = [];
  const truths: Record<string, Truths[string]> = {};
  const run = (from: number): Promise<void> => {
    const workerData: Job = { wanted, from, of: threads };
    const worker = new Worker(new URL(import.meta.url), { workerData });
    worker.on('message', (done: Done) => {
      counts[done.index] = done.counts;
      truths[truthKey(CASES[done.index]!)] = done.truth;
      process.stderr.write(`${caseName(CASES[done.index]!)}: ${missesOfCase(done.counts).join(', ') || 'holds'}\n`);
    });
    return new Promise((resolve, reject) => worker.on('error', reject).on('exit', () => resolve()));
  };
  await Promise.all(Array.from({ length: threads }, (_, from) => run(from)));
  if (wanted === '') {
    const sorted = Object.fromEntries(Object.entries(truths).sort(([a], [b]) => (a < b ? -1 : 1)));
    const here = (path: string): URL => new URL(path, import.meta.url);
    writeFileSync(here('../../bench/resampling-calibration/truths.json'), `${JSON.stringify(sorted, undefined, 2)}\n`);
    writeFileSync(here('../../docs/calibration-resampling.md'), resamplingPage(CASES, counts));
  }
  if (counts.some((one) => missesOfCase(one).length > 0)) process.exitCode = 1;
}
