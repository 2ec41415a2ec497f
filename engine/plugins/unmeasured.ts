import { EstimatorFault } from '../estimators/estimator-fault.js';
import { ModelFault } from '../subject/view.js';
import type { MeasureResult, OutputSpec } from './contract.js';
import type { Output, Unmeasured, UnmeasuredCause } from './figure.js';

export const unmeasured = (cause: UnmeasuredCause, detail: string): Unmeasured => ({ unmeasured: cause, detail });

/** Every declared output, unmeasured for one cause. */
export const unmeasuredAll = (
  specs: Readonly<Record<string, OutputSpec>>,
  cause: UnmeasuredCause,
  detail: string,
): Record<string, Output> =>
  Object.fromEntries(Object.keys(specs).map((name): [string, Output] => [name, unmeasured(cause, detail)]));

/** A result of which nothing could be measured. */
export const nothingMeasured = (
  specs: Readonly<Record<string, OutputSpec>>,
  { unmeasured: cause, detail }: Unmeasured,
): MeasureResult => ({ outputs: unmeasuredAll(specs, cause, detail) });

/** What `measure` gives; faults of a model or of a training become the cause of every output. Others are thrown on. */
export async function faultsUnmeasured(
  specs: Readonly<Record<string, OutputSpec>>,
  measure: () => Promise<MeasureResult>,
): Promise<MeasureResult> {
  try {
    return await measure();
  } catch (fault) {
    if (!(fault instanceof ModelFault) && !(fault instanceof EstimatorFault)) throw fault;
    return { outputs: unmeasuredAll(specs, fault.unmeasured, fault.message) };
  }
}
