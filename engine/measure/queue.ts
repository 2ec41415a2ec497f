import type { LogicalDevice } from '../backends/device.js';
import type { PlannedMeasurement } from '../plan/plan.js';
import type { Catalogue } from '../plugins/contract.js';
import { sweepWorkingFolders } from '../programs/working-folder.js';
import type { SubjectSpec } from '../subject/spec.js';
import { startChild } from './child-process.js';
import type { MeasuringProcess } from './child-process.js';
import type { ExternalPlugin } from './external/external-plugin.js';
import { requestOf, sealedIn } from './external/request.js';
import { runCommand } from './external/run-command.js';
import { limitsOf } from './limits.js';
import type { Limits } from './limits.js';
import { sweepMemo } from './memo.js';
import type { ChosenMeter } from './meters/chosen-meter.js';
import type { Job } from './messages.js';
import type { Outcome } from './outcome.js';
import type { ProgressEvent } from './progress.js';

export interface QueueOptions {
  readonly subject: SubjectSpec;
  readonly catalogue: Catalogue;
  readonly externals: Readonly<Record<string, ExternalPlugin>>;
  readonly limits?: Partial<Limits>;
  readonly concurrency: number;
  /** What a measurement waits for before it runs. */
  readonly before?: (planned: PlannedMeasurement) => Promise<void> | undefined;
  /** Absolute; where the processes share predictions. */
  readonly memoFolder?: string;
  /** False: a model that is a command must not run. */
  readonly allowCommands: boolean;
  /** True: a model behind a server must not be asked. */
  readonly offline: boolean;
  readonly device: LogicalDevice;
  readonly meter: ChosenMeter;
  readonly signal?: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

/**
 * Runs measurements in at most `concurrency` processes, each of which serves one after another. `onOutcome` is
 * called in the order of finishing. Rejects, once every process has ended, only where `signal` is aborted.
 */
export async function runQueue(
  waiting: readonly PlannedMeasurement[],
  options: QueueOptions,
  onOutcome: (planned: PlannedMeasurement, startedAt: Date, outcome: Outcome) => void,
): Promise<void> {
  const queue = [...waiting];
  const stopped = (): boolean => options.signal?.aborted === true;
  const lanes = Array.from({ length: Math.min(options.concurrency, queue.length) }, async () => {
    const lane = new Lane(options);
    try {
      for (let planned = queue.shift(); planned !== undefined; planned = queue.shift()) {
        await options.before?.(planned);
        if (stopped()) return;
        const startedAt = new Date();
        const outcome = await lane.run(planned);
        if (stopped()) return;
        onOutcome(planned, startedAt, outcome);
      }
    } finally {
      await lane.close();
    }
  });
  await Promise.all(lanes);
  options.signal?.throwIfAborted();
}

/** One place for a process; the process is made where it is first needed and made anew after it was lost. */
class Lane {
  #child: MeasuringProcess | undefined;
  #jobs = 0;

  constructor(private readonly options: QueueOptions) {}

  async run(planned: PlannedMeasurement): Promise<Outcome> {
    const { catalogue, externals, signal, onProgress } = this.options;
    const entry = catalogue[planned.plugin]!;
    const limits = limitsOf(entry.limits, this.options.limits);
    const external = externals[planned.plugin];
    const { key, plugin } = planned;
    onProgress({ key, plugin, state: 'running' });
    if (external?.run.kind === 'command') {
      const request = requestOf(planned, entry, this.options.subject);
      const sealed = sealedIn(request);
      if (sealed !== undefined) return { kind: 'fault', seconds: 0, cause: 'unsupported', detail: sealed };
      return await runCommand(external.run, external.folder, request, limits, signal);
    }
    const job: Job = {
      id: this.#jobs++,
      streams: planned.streams,
      plugin,
      about: entry.about,
      needs: entry.needs,
      ...(entry.reads !== undefined && { reads: entry.reads }),
      with: planned.with,
      seed: planned.seed,
      ...(planned.comparisons !== undefined && { comparisons: planned.comparisons }),
      ...(external?.run.kind === 'module' && { module: external.run.path }),
    };
    // What a stranger's code leaves behind in a process must not reach another measurement.
    if (external !== undefined) await this.close();
    const attempt = async (): Promise<Awaited<ReturnType<MeasuringProcess['run']>>> => {
      const child = await this.#process(limits);
      const kill = (): void => void child.kill();
      signal?.addEventListener('abort', kill);
      try {
        return await child.run(job, limits, ({ done, total, note }) =>
          onProgress({ key, plugin, state: 'running', done, total, ...(note !== undefined && { note }) }),
        );
      } finally {
        signal?.removeEventListener('abort', kill);
      }
    };
    let ending = await attempt();
    // An earlier measurement may have spoilt the process or filled its memory; alone this one gets its fair chance.
    if (ending.lost && (this.#child?.served() ?? 0) > 1 && signal?.aborted !== true) ending = await attempt();
    if (external !== undefined) await this.close();
    return ending.outcome;
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    await child?.kill();
    if (child?.pid === undefined) return;
    sweepWorkingFolders(child.pid);
    if (this.options.memoFolder !== undefined) sweepMemo(this.options.memoFolder, child.pid);
  }

  async #process(limits: Limits): Promise<MeasuringProcess> {
    if (this.#child?.usable() !== true) await this.close();
    this.#child ??= startChild(
      {
        type: 'open',
        subject: this.options.subject,
        allowCommands: this.options.allowCommands,
        offline: this.options.offline,
        device: this.options.device,
        meter: this.options.meter,
        ...(this.options.memoFolder !== undefined && { cacheFolder: this.options.memoFolder }),
      },
      // One process serves plugins of different limits; V8's must allow for the largest.
      Math.max(
        limits.memoryMiB,
        ...Object.values(this.options.catalogue).map((e) => limitsOf(e.limits, this.options.limits).memoryMiB),
      ),
    );
    return this.#child;
  }
}
