/** The device of a request: what of a subject's work runs on it, and whether anything did. */
import { deviceInWords, usesAdapter } from '../backends/device.js';
import type { DeviceRequest, LogicalDevice } from '../backends/device.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { heedsDevice } from '../estimators/registry.js';
import type { Measurement } from '../measure/measurement.js';
import type { PlanAdapter } from '../plan/plan-measurements.js';
import type { Plan } from '../plan/plan.js';
import { isUnmeasured } from '../plugins/figure.js';
import { MODEL_FORMATS } from '../subject/formats/registry.js';
import type { SubjectSpec } from '../subject/spec.js';

export const DEFAULT_DEVICE: DeviceRequest = { choice: 'cpu' };

/** What of a subject's work has a way to the device; `undefined` for the processor, where nothing is to be told apart. */
export async function adapterFor(
  { model, estimator }: SubjectSpec,
  device: LogicalDevice,
): Promise<PlanAdapter | undefined> {
  if (device.kind === 'cpu') return undefined;
  return {
    name: deviceInWords(device),
    ...(device.memory !== undefined && { memory: device.memory }),
    model: model !== undefined && (await MODEL_FORMATS[model.format]()).usesDevice === true,
    estimator: estimator !== undefined && (await heedsDevice(estimator.type)),
  };
}

/** Where a device was asked for by name: a plan of which nothing can run on it is a fault before it is run. */
export const nothingFor = ({ choice }: DeviceRequest, { measurements }: Plan, file: string): readonly Diagnostic[] =>
  choice === 'cpu' || choice === 'auto' || measurements.some(({ device }) => device !== undefined)
    ? []
    : [fault(choice, 'no measurement has a way to it', file)];

/**
 * The same once it has run: a fault where nothing took the device that could have and nothing failed there, and a
 * notice of what ran on the processor beside it.
 */
export function ranElsewhere(
  { choice }: DeviceRequest,
  { measurements: planned }: Plan,
  measurements: readonly Measurement[],
  file: string,
): readonly Diagnostic[] {
  const meant = new Set(planned.flatMap(({ key, device }) => (device === undefined ? [] : [key])));
  const some = measurements.filter(({ key }) => meant.has(key));
  const left = some.filter(({ backend }) => backend !== undefined && !usesAdapter(backend));
  const taken = some.filter(({ backend }) => usesAdapter(backend));
  const failed = some.filter(({ outputs }) => Object.values(outputs).every(isUnmeasured));
  if ((choice === 'gpu' || choice === 'software') && taken.length + failed.length === 0) {
    return [fault(choice, 'all that was measured has been measured on the processor', file)];
  }
  if (left.length === 0) return [];
  const names = [...new Set(left.map(({ plugin }) => plugin))].sort().join(', ');
  const message = `on the processor, because the device lacks operators of the model: ${names}`;
  return [{ code: 'ASSAY1653', severity: 'notice', message, file }];
}

const fault = (choice: 'gpu' | 'software', why: string, file: string): Diagnostic => ({
  code: 'ASSAY1652',
  severity: 'error',
  message: `nothing ran on the ${choice === 'gpu' ? 'GPU' : 'software adapter'} that was asked for: ${why}`,
  file,
  hint: '--device auto takes it for what can run on it, and --device cpu for nothing',
});
