import type { OutputSpec } from './contract.js';
import type { Output, UnmeasuredCause } from './figure.js';

/** Every declared output, unmeasured for one cause. */
export const unmeasuredAll = (
  specs: Readonly<Record<string, OutputSpec>>,
  unmeasured: UnmeasuredCause,
  detail: string,
): Record<string, Output> =>
  Object.fromEntries(Object.keys(specs).map((name): [string, Output] => [name, { unmeasured, detail }]));
