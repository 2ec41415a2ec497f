import { arch, cpus, platform } from 'node:os';
import { deviceInWords, PROCESSOR, usesAdapter } from '../backends/device.js';
import type { LogicalDevice } from '../backends/device.js';
import type { PlannedMeasurement } from '../plan/plan.js';
import type { CatalogueEntry, MeasureResult, Need } from '../plugins/contract.js';
import { isUnmeasured } from '../plugins/figure.js';
import type { UnmeasuredCause } from '../plugins/figure.js';
import { unmeasuredAll } from '../plugins/unmeasured.js';
import { validateResult } from '../plugins/validate-result.js';
import type { Measurement } from './measurement.js';
import type { Outcome } from './outcome.js';
import { oneLine } from '../programs/last-words.js';

/** A run's outcome as a measurement. A result that breaks the plugin's own contract is no result. */
export function measurementOf(
  planned: PlannedMeasurement,
  entry: CatalogueEntry,
  startedAt: Date,
  outcome: Outcome,
  device: LogicalDevice = PROCESSOR,
): Measurement {
  const base = { ...frame(planned, startedAt), device: processor(), seconds: outcome.seconds };
  if (outcome.kind === 'fault')
    return { ...base, outputs: unmeasuredAll(entry.outputs, outcome.cause, outcome.detail) };
  const faults = validateResult(entry, outcome.result);
  const [first] = faults;
  if (first !== undefined) {
    const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
    const detail = oneLine(`its answer breaks its contract: ${first.pointer} ${first.message}${more}`);
    return { ...base, outputs: unmeasuredAll(entry.outputs, 'failed', detail) };
  }
  const result = outcome.result as MeasureResult;
  return {
    ...base,
    outputs: result.outputs,
    details: result.details ?? [],
    ...(result.asking !== undefined && { asking: result.asking }),
    ...(result.backend !== undefined && { backend: result.backend }),
    ...(result.meter !== undefined && { meter: result.meter }),
    ...(result.dated !== undefined && { dated: result.dated }),
    ...(outcome.answered !== undefined && { answered: outcome.answered }),
    ...(usesAdapter(result.backend) && { device: deviceInWords(device) }),
  };
}

/** A measurement that was not run, or came to nothing: every output has the same cause. */
export function notMeasured(
  planned: PlannedMeasurement,
  entry: CatalogueEntry,
  startedAt: Date,
  cause: UnmeasuredCause,
  detail: string,
): Measurement {
  return { ...frame(planned, startedAt), seconds: 0, outputs: unmeasuredAll(entry.outputs, cause, detail) };
}

const NEED_IN_WORDS: Readonly<Record<Need, string>> = {
  model: 'a model (`model`)',
  predecessor: 'the model that it follows (`predecessor`)',
  estimator: 'how the model is trained again (`estimator`)',
  'data.train': 'training data (`data.train`)',
  'data.test': 'test data (`data.test`)',
  data: 'data (`data.path` or `data.train`)',
  'data.released': 'what is given away in place of the data (`data.released`)',
  'data.population': 'the people of whom the data are a sample (`data.population`)',
  target: 'a target (`data.target`)',
  training: 'evidence about the training (`training`)',
  storage: 'evidence about data at rest (`storage`)',
  history: 'a record of earlier checks (no cache is kept)',
  judge: 'a language model that judges answers (`judge`)',
  questions: 'sets of questions (`questions`)',
};

export const lackInWords = (lacks: readonly Need[]): string =>
  `the subject lacks ${lacks.map((need) => NEED_IN_WORDS[need]).join(', ')}`;

/** Whether another run might measure it: such a measurement is not kept. */
export const hasFailed = ({ outputs }: Pick<Measurement, 'outputs'>): boolean =>
  Object.values(outputs).some(
    (output) => isUnmeasured(output) && ['failed', 'timed-out', 'budget', 'stale'].includes(output.unmeasured),
  );

function frame(planned: PlannedMeasurement, startedAt: Date): Omit<Measurement, 'outputs' | 'seconds'> {
  const { key, plugin, version, with: parameters, about, seed, deterministic } = planned;
  return {
    key,
    plugin,
    version,
    with: parameters,
    about,
    details: [],
    seed,
    deterministic,
    startedAt: startedAt.toISOString(),
    cached: false,
  };
}

let described: string | undefined;
const processor = (): string =>
  (described ??= `${cpus()[0]?.model.trim() || 'processor'} × ${cpus().length} (${platform()} ${arch()})`);
