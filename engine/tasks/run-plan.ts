/** Runs a prepared plan with the request's cache and limits, and tells its progress in the API's words. */
import { resolve } from 'node:path';
import type { MeasureProgress, Running } from '../running-api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Measurement } from '../measure/measurement.js';
import type { ProgressEvent } from '../measure/progress.js';
import { runMeasurements } from '../measure/run.js';
import { logUse, testSetUse } from '../measure/test-set-log.js';
import { engineVersion } from './engine-version.js';
import type { Prepared } from './prepare.js';

export interface PlanRun {
  readonly measurements: readonly Measurement[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of the child processes that answered. */
  readonly cpuSeconds: number;
}

export async function runPlan(
  {
    plan,
    subject,
    catalogue,
    externals,
    device,
    meter,
  }: Pick<Prepared, 'plan' | 'subject' | 'catalogue' | 'externals' | 'device' | 'meter'>,
  request: Running,
  onStart: () => void = () => undefined,
): Promise<PlanRun> {
  const diagnostics: Diagnostic[] = [];
  const { cache, allowCommands, offline, concurrency, limits, signal, onProgress } = request;
  const cacheFault = (message: string): void =>
    void diagnostics.push({
      code: 'ASSAY1650',
      severity: 'warning',
      message: `nothing is kept in the cache: ${message}`,
      file: cache === false ? '' : cache,
    });
  let finished = 0;
  let cpuSeconds = 0;
  const tell = (event: ProgressEvent): void => {
    if (event.state === 'queued') return;
    const over = event.state !== 'running';
    if (over) finished += 1;
    onProgress?.({
      subject: subject.name,
      plugin: event.plugin,
      key: event.key,
      state: over ? 'finished' : event.done === undefined ? 'started' : 'advanced',
      cached: event.state === 'cached',
      ...(event.done === undefined ? {} : { done: event.done }),
      ...(event.total === undefined ? {} : { total: event.total }),
      ...(event.note === undefined ? {} : { note: event.note }),
      finished,
      of: plan.measurements.length,
    } satisfies MeasureProgress);
  };
  const measurements = await runMeasurements(plan, subject.spec, {
    catalogue,
    externals,
    engineVersion: engineVersion(),
    useCache: cache !== false,
    ...(cache === false ? {} : { cacheFolder: resolve(cache) }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(limits === undefined ? {} : { limits }),
    ...(signal === undefined ? {} : { signal }),
    noCommands: !allowCommands,
    offline,
    device,
    meter,
    onStart,
    onProgress: tell,
    onProcessorTime: (seconds) => (cpuSeconds += seconds),
    onCacheFault: cacheFault,
  });
  const use = testSetUse(subject.spec);
  const judged = plan.measurements.some(({ inputs }) =>
    ['model', 'data.test'].every((role) => inputs.some((input) => input.role === role)),
  );
  if (cache !== false && use !== undefined && judged) {
    try {
      logUse(resolve(cache), use);
    } catch (error) {
      if (diagnostics.length === 0) cacheFault((error as Error).message);
    }
  }
  return { measurements, diagnostics, cpuSeconds };
}
