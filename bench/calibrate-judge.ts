/**
 * Calibration of the engine's verdicts: simulated subjects exactly at their limits, for every kind of uncertainty,
 * every combination of parts and arithmetic. Writes docs/calibration.md; exits 1 where a wrong verdict is more frequent
 * than the rule's confidence allows, within three standard errors. Every scenario has a random stream of its own, so
 * the figures do not depend on the number of threads.
 *
 * Usage: node dist/bench/calibrate-judge.js [trials] [text to match, writes no page]
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { calibrationPage } from './judge-calibration/page.js';
import { calibrate, type Row } from './judge-calibration/scenario.js';
import { allScenarios } from './judge-calibration/scenarios.js';

interface Job {
  readonly trials: number;
  readonly wanted: string | undefined;
  /** This thread takes every `of`-th scenario from `from` on. */
  readonly from: number;
  readonly of: number;
}

const chosen = (wanted: string | undefined): ReturnType<typeof allScenarios> =>
  allScenarios().filter(({ section, name }) => wanted === undefined || `${section}/${name}`.includes(wanted));

if (isMainThread) await main(Number(process.argv[2] ?? 4000), process.argv[3]);
else work(workerData as Job);

function work({ trials, wanted, from, of }: Job): void {
  chosen(wanted).forEach((scenario, index) => {
    if (index % of === from) parentPort!.postMessage([index, calibrate(scenario, trials)]);
  });
}

async function main(trials: number, wanted: string | undefined): Promise<void> {
  const rows: Row[] = [];
  const threads = Array.from({ length: availableParallelism() }, (_, from) => {
    const workerData: Job = { trials, wanted, from, of: availableParallelism() };
    const worker = new Worker(new URL(import.meta.url), { workerData });
    worker.on('message', ([index, row]: [number, Row]) => {
      rows[index] = row;
      process.stderr.write(`${lineOf(row)}\n`);
    });
    return new Promise<void>((resolve, reject) => worker.on('error', reject).on('exit', () => resolve()));
  });
  await Promise.all(threads);
  if (wanted === undefined) {
    writeFileSync(new URL('../../docs/calibration.md', import.meta.url), calibrationPage(rows, trials));
  }
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
}

function lineOf({ holds, falsePasses, falseFails, power, section, name }: Row): string {
  const figures = [falsePasses, falseFails, power].map((share) => share.toFixed(4)).join('  ');
  return `${holds ? 'ok  ' : 'MISS'}  ${figures}  ${section}: ${name}`;
}
