/**
 * Calibration of evaluation/cross-validation: whole cross-validations of populations on which the training procedure's
 * worth is known, with limits exactly there. Writes docs/calibration-resampling.md, and the truths beside the
 * populations for the test; exits 1 where a wrong verdict is more frequent than the confidence allows, within three
 * standard errors. Each case has random streams of its own, so the figures do not depend on the number of threads.
 *
 * Usage: node dist/bench/calibrate-resampling.js [threads] [file of finished cases, to go on from]
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { simulateCase } from './measure-calibration/case.js';
import type { CaseCounts } from './measure-calibration/case.js';
import { caseName, limitsOf, simulatedTruth, truthKey } from './resampling-calibration/case.js';
import { CASES } from './resampling-calibration/cases.js';
import { missesOfCase, resamplingPage } from './resampling-calibration/page.js';

type Truths = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Job {
  /** Cases by number. */
  readonly cases: readonly number[];
}

interface Done {
  readonly name: string;
  readonly truth: Truths[string];
  readonly counts: readonly CaseCounts[];
}

if (isMainThread) await main(Number(process.argv[2] ?? availableParallelism()), process.argv[3]);
else await work(workerData as Job);

async function work({ cases }: Job): Promise<void> {
  const truths = new Map<string, Truths[string]>();
  for (const one of cases.map((index) => CASES[index]!)) {
    const truth = truths.get(truthKey(one)) ?? (await simulatedTruth(one));
    truths.set(truthKey(one), truth);
    const counts = await simulateCase(limitsOf(one, truth), one.simulations);
    parentPort!.postMessage({ name: caseName(one), truth, counts } satisfies Done);
  }
}

async function main(threads: number, file: string | undefined): Promise<void> {
  const finished = new Map<string, Done>();
  const known = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  for (const done of known.map((line) => JSON.parse(line) as Done)) finished.set(done.name, done);
  const open = [...CASES.keys()].filter((index) => !finished.has(caseName(CASES[index]!)));
  const run = (from: number): Promise<void> => {
    const workerData: Job = { cases: open.filter((_, place) => place % threads === from) };
    const worker = new Worker(new URL(import.meta.url), { workerData });
    worker.on('message', (done: Done) => {
      finished.set(done.name, done);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(done)}\n`);
      process.stderr.write(`${done.name}: ${missesOfCase(done.counts).join(', ') || 'holds'}\n`);
    });
    return new Promise((resolve, reject) => worker.on('error', reject).on('exit', () => resolve()));
  };
  await Promise.all(Array.from({ length: threads }, (_, from) => run(from)));
  write(CASES.map((one) => finished.get(caseName(one))!));
}

function write(all: readonly Done[]): void {
  const truths = all.map(({ truth }, at) => [truthKey(CASES[at]!), truth] as const);
  const sorted: Truths = Object.fromEntries(truths.sort(([a], [b]) => (a < b ? -1 : 1)));
  const here = (path: string): URL => new URL(path, import.meta.url);
  writeFileSync(here('../../bench/resampling-calibration/truths.json'), `${JSON.stringify(sorted, undefined, 2)}\n`);
  const counts = all.map((one) => one.counts);
  writeFileSync(here('../../docs/calibration-resampling.md'), resamplingPage(CASES, counts));
  if (counts.some((one) => missesOfCase(one).length > 0)) process.exitCode = 1;
}
