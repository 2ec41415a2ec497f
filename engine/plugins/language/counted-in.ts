import type { Counted, OutputSpec, ScalarSpec } from '../contract.js';

/** The outputs with what the `n` of their figures counts, where they do not say it themselves. */
export const countedIn = <Outputs extends Readonly<Record<string, OutputSpec>>>(
  counted: Counted,
  outputs: Outputs,
): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, spec]) => [
      name,
      spec.type === 'list' ? { ...spec, items: countedIn(counted, spec.items) } : scalar(counted, spec),
    ]),
  ) as Outputs;

const scalar = (counted: Counted, spec: ScalarSpec): ScalarSpec =>
  spec.type === 'number' ? { counted, ...spec } : spec;
