/** Measurements of leaks in memory, and what they give: for tests. */
import { intervalOf } from '../../judge/support.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Comparison, Plugin } from '../contract.js';
import { isFigure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { memorisation } from './memorisation.js';
import { piiLeakage } from './pii-leakage.js';
import { promptLeakage } from './prompt-leakage.js';

export const PLUGINS = { memorisation, 'pii-leakage': piiLeakage, 'prompt-leakage': promptLeakage };
export type Name = keyof typeof PLUGINS;

export const parametersOf = (name: Name, given: object) => {
  const { value, faults } = fillParameters(CATALOGUE[`privacy/${name}`]!, given);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return value as never;
};
/** A fixed sample of all questions, where nothing else is said. */
export const measure = (
  name: Name,
  subject: MemorySubject,
  given: object = {},
  comparisons: readonly Comparison[] = [],
) => {
  const parameters = parametersOf(name, { sampling: 'fixed', ...given });
  return (PLUGINS[name] as Plugin).measure(memoryContext(memorySubject(subject), parameters, { comparisons }));
};
export type Result = Awaited<ReturnType<typeof measure>>;

export const estimate = (result: Result, name: string): unknown => {
  const output = result.outputs[name]!;
  return isFigure(output) ? output.estimate : 'unmeasured' in output ? output.unmeasured : output;
};
/** Central 90 %: a rule at a confidence of 0.95 passes or fails where its limit lies outside. */
export const interval = (result: Result, name: string): readonly [number, number] => {
  const output = result.outputs[name]!;
  if (!isFigure(output)) throw new Error(`${name} is no figure`);
  return intervalOf(output, 0.9)!;
};

/** What a rule says of an output. */
export const atMost = (output: string, limit: number): Comparison => ({
  output,
  confidence: 0.95,
  against: { operator: '<=', limit },
});
export const verdict = (result: Result, output: string, limit: number): string => {
  const [lower, upper] = interval(result, output);
  return upper <= limit ? 'holds' : lower > limit ? 'does not' : 'open';
};
