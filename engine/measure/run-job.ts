import { pathToFileURL } from 'node:url';
import type { LogicalDevice } from '../backends/device.js';
import { createRng } from '../numerics/generator.js';
import { streamSeed } from '../plan/seed.js';
import type { MeasureContext, MeasureResult } from '../plugins/contract.js';
import type { EnergyMeter, Instruments } from '../plugins/energy-meter.js';
import { PLUGINS } from '../plugins/registry.js';
import { ModelFault } from '../subject/view.js';
import type { SubjectView } from '../subject/view.js';
import { MAX_ANSWER_BYTES } from './limits.js';
import type { FromChild, Job } from './messages.js';
import { restrictView } from './restricted-view.js';
import { oneLine } from '../programs/last-words.js';

const PROGRESS_MS = 100;

const INSTRUMENTS: Instruments = {
  now: () => performance.now() / 1000,
  // getrusage's peak is in KiB.
  resident: () => ({ now: process.memoryUsage.rss(), most: process.resourceUsage().maxRSS * 1024 }),
};

type Measure = (context: MeasureContext<never>) => Promise<MeasureResult>;
type Answer = Extract<FromChild, { type: 'result' | 'fault' }>;

/** Runs one measurement inside a child process. Never rejects: an exception is an answer too. */
export async function runJob(
  job: Job,
  view: SubjectView,
  signal: AbortSignal,
  onProgress: (done: number, total: number, note?: string) => void,
  { device, meter }: { readonly device: LogicalDevice; readonly meter: EnergyMeter },
): Promise<Answer> {
  const start = performance.now();
  const spent = (): { seconds: number; cpuSeconds: number } => ({
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: cpuSinceLastAnswer(),
  });
  let last = Number.NEGATIVE_INFINITY;
  try {
    const measure = await measureOf(job);
    const result = await measure({
      subject: restrictView(view, job),
      params: job.with as never,
      rng: (stream) => createRng(streamSeed(job.seed, job.streams, stream)),
      signal,
      device,
      meter,
      instruments: INSTRUMENTS,
      comparisons: job.comparisons ?? [],
      progress(done, total, note) {
        const now = performance.now();
        if (now - last < PROGRESS_MS) return;
        last = now;
        onProgress(done, total, note === undefined ? undefined : oneLine(note, 80));
      },
    });
    const bytes = Buffer.byteLength(JSON.stringify(result) ?? '');
    if (bytes > MAX_ANSWER_BYTES - 1024) {
      const detail = `its answer is ${Math.ceil(bytes / 1024 / 1024)} MiB; the limit is ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`;
      return { type: 'fault', id: job.id, ...spent(), cause: 'failed', detail, fatal: false };
    }
    return { type: 'result', id: job.id, ...spent(), result };
  } catch (error) {
    if (process.env['ASSAY_DEBUG'] !== undefined) process.stderr.write(`${job.plugin}: ${(error as Error).stack}\n`);
    const cause = error instanceof ModelFault ? error.unmeasured : 'failed';
    return { type: 'fault', id: job.id, ...spent(), cause, detail: errorInWords(error), fatal: false };
  }
}

let counted = 0;

/** Processor time of this process since it last asked, in seconds; the first time with what starting took. */
function cpuSinceLastAnswer(): number {
  const { user, system } = process.cpuUsage();
  const before = counted;
  counted = (user + system) / 1e6;
  return counted - before;
}

/** The message of whatever was thrown, without a stack. */
export function errorInWords(error: unknown): string {
  if (!(error instanceof Error))
    return oneLine(`it threw ${typeof error === 'string' ? error : JSON.stringify(error)}`);
  return oneLine(error.message === '' ? error.name : error.message);
}

async function measureOf(job: Job): Promise<Measure> {
  if (job.module === undefined) {
    const load = PLUGINS[job.plugin];
    if (load === undefined) throw new Error(`there is no built-in plugin ${job.plugin}`);
    const plugin = await load();
    return (context) => plugin.measure(context);
  }
  const module = (await import(pathToFileURL(job.module).href)) as {
    readonly measure?: unknown;
    readonly default?: { readonly measure?: unknown };
  };
  const measure = module.measure ?? module.default?.measure;
  if (typeof measure !== 'function') throw new Error('the module exports no function `measure`');
  return measure as Measure;
}
