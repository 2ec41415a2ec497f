import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { PROCESSOR } from '../backends/device.js';
import type { LogicalDevice } from '../backends/device.js';
import type { PlannedMeasurement, Plan } from '../plan/plan.js';
import { SERVED } from '../plugins/contract.js';
import type { Catalogue, CatalogueEntry } from '../plugins/contract.js';
import type { SubjectSpec } from '../subject/spec.js';
import { openCache } from './cache.js';
import type { Cache } from './cache.js';
import type { ExternalPlugin } from './external/external-plugin.js';
import type { Limits } from './limits.js';
import { hasFailed, lackInWords, measurementOf, notMeasured } from './measured.js';
import type { Measurement } from './measurement.js';
import { MODEL_METER } from './meters/chosen-meter.js';
import type { ChosenMeter } from './meters/chosen-meter.js';
import type { ProgressEvent } from './progress.js';

export interface MeasureOptions {
  /** Built-in plugins and `externals`' entries. */
  readonly catalogue: Catalogue;
  /** Third parties' plugins, by id (`externalPluginOf`). */
  readonly externals?: Readonly<Record<string, ExternalPlugin>>;
  /** Absolute path of `.assay/`; without it nothing is kept. */
  readonly cacheFolder?: string;
  /** False (`--no-cache`): nothing is taken from the cache; new figures still go in. */
  readonly useCache: boolean;
  /** The engine's version: cache entries of another version do not count. */
  readonly engineVersion: string;
  /** Processes at a time; as many as the machine has processors where absent. */
  readonly concurrency?: number;
  /** The command line's word on limits, before the plugins' own and `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** True (`--no-commands`): plugins and models that are commands are `unsupported`. */
  readonly noCommands?: boolean;
  /** True (`--offline`): models behind servers are `unsupported`. */
  readonly offline?: boolean;
  /** Of each process: what models and trainings run on, where they can; the processor where absent. */
  readonly device?: LogicalDevice;
  /** What readings of energy are read from, asked for once something runs; the processors’ model where absent. */
  readonly meter?: () => Promise<ChosenMeter>;
  /** Something is about to run. */
  readonly onStart?: () => void;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** Processor seconds of a child process since its last answer. What killed children used is not known. */
  readonly onProcessorTime?: (seconds: number) => void;
  /** The cache folder cannot be used (code ASSAY1650), in the machine's words: the run goes on without. */
  readonly onCacheFault?: (message: string) => void;
}

/**
 * Runs a plan: every measurement of it, in the plan's order, whatever happens to each. Rejects only where `signal`
 * is aborted (with its reason, after every process has ended) or by a fault of the engine's own.
 */
export async function runMeasurements(
  plan: Plan,
  subject: SubjectSpec,
  options: MeasureOptions,
): Promise<Measurement[]> {
  const {
    catalogue,
    externals = {},
    device = PROCESSOR,
    meter = () => Promise.resolve(MODEL_METER),
    signal,
    onProgress = () => undefined,
  } = options;
  signal?.throwIfAborted();
  // Every process listens; on a large machine that is more than Node takes for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const cache = tolerantCache(options);
  const results = new Map<string, Measurement>();
  const settle = (planned: PlannedMeasurement, measurement: Measurement, state: ProgressEvent['state']): void => {
    results.set(planned.key, measurement);
    onProgress({ key: planned.key, plugin: planned.plugin, state });
  };

  const inOrder = (): Measurement[] => plan.measurements.map(({ key }) => results.get(key)!);

  const waiting: PlannedMeasurement[] = [];
  for (const planned of plan.measurements) {
    const entry = catalogue[planned.plugin]!;
    const { key, plugin, lacks } = planned;
    if (lacks.length > 0) {
      settle(planned, notMeasured(planned, entry, new Date(), 'missing-input', lackInWords(lacks)), 'done');
    } else if (options.noCommands === true && externals[plugin]?.run.kind === 'command') {
      const detail = 'it is a command, and commands may not run here (`--no-commands`)';
      settle(planned, notMeasured(planned, entry, new Date(), 'unsupported', detail), 'done');
    } else {
      const kept = options.useCache && isReusable(planned) ? cache.get(key) : undefined;
      if (kept !== undefined && givesAll(kept, entry)) settle(planned, { ...kept, cached: true }, 'cached');
      else waiting.push(planned);
    }
  }
  for (const { key, plugin } of waiting) onProgress({ key, plugin, state: 'queued' });

  if (waiting.length === 0) return inOrder();
  options.onStart?.();
  // Where all is in the cache, nothing of this is needed.
  const { runQueue } = await import('./queue.js');
  const { measurementFootprint } = await import('./measurement-footprint.js');
  const shared = {
    ...options,
    subject,
    externals,
    device,
    meter: await meter(),
    onProgress,
    allowCommands: options.noCommands !== true,
    offline: options.offline === true,
    ...(options.useCache && options.cacheFolder !== undefined && { memoFolder: options.cacheFolder }),
  };
  const run = (
    some: readonly PlannedMeasurement[],
    concurrency: number,
    before?: (planned: PlannedMeasurement) => Promise<void> | undefined,
  ): Promise<void> =>
    runQueue(some, { ...shared, concurrency, ...(before && { before }) }, (planned, startedAt, outcome) => {
      const { cpuSeconds } = outcome;
      const measurement = {
        ...measurementOf(planned, catalogue[planned.plugin]!, startedAt, outcome, device),
        ...(cpuSeconds !== undefined && { footprint: measurementFootprint(cpuSeconds) }),
      };
      if (cpuSeconds !== undefined) options.onProcessorTime?.(cpuSeconds);
      const failed = hasFailed(measurement);
      if (!failed && isReusable(planned)) cache.put(measurement);
      settle(planned, measurement, failed ? 'failed' : 'done');
    });
  const lanes = options.concurrency ?? availableParallelism();
  const isReading = ({ deterministic }: PlannedMeasurement): boolean => !deterministic;
  const asking = waiting.filter((planned) => asksServer(planned, subject));
  const others = waiting.filter((planned) => !asking.includes(planned));
  // Readings of time and power are taken alone: what ran beside them would be measured too.
  const beside = run(
    others.filter((planned) => !isReading(planned)),
    lanes,
  );
  await Promise.all([
    beside,
    // One process asks a server: its limits are those of the subject, and no question is under way twice.
    run(
      [...asking].sort((a, b) => Number(isReading(a)) - Number(isReading(b))),
      1,
      (planned) => (isReading(planned) ? beside : undefined),
    ),
  ]);
  await run(others.filter(isReading), 1);
  return inOrder();
}

const asksServer = ({ inputs }: PlannedMeasurement, subject: SubjectSpec): boolean =>
  SERVED.some((role) => {
    const format = subject[role]?.format;
    return (format === 'http' || format === 'openai') && inputs.some((input) => input.role === role);
  });

/** An endpoint may answer differently tomorrow: what rests on it is measured each time. */
const isReusable = ({ inputs }: PlannedMeasurement): boolean => inputs.every(({ digest }) => digest !== null);

/** A plugin whose declaration was changed without its version would leave rules without their outputs. */
const givesAll = ({ outputs }: Measurement, entry: CatalogueEntry): boolean =>
  Object.keys(entry.outputs).every((name) => Object.hasOwn(outputs, name));

/** A cache that cannot be written is said once, and costs no measurement. */
function tolerantCache({ cacheFolder, engineVersion, onCacheFault }: MeasureOptions): Pick<Cache, 'get' | 'put'> {
  const cache = cacheFolder === undefined ? undefined : openCache(cacheFolder, engineVersion);
  let faulty = cache === undefined;
  return {
    get: (key) => cache?.get(key),
    put(measurement) {
      if (faulty) return;
      try {
        cache?.put(measurement);
      } catch (error) {
        faulty = true;
        onCacheFault?.((error as Error).message);
      }
    },
  };
}
