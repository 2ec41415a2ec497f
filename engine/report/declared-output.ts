import { CATALOGUE } from '../plugins/catalogue.generated.js';
import type { Report } from './report.js';

/** How an output was declared when the report was made; where no rule reads it, how this version declares it. */
export function declaredOutput({ policy }: Report, plugin: string, output: string) {
  const recorded = own(policy.effective.outputs, plugin);
  return (recorded && own(recorded, output)) ?? own(own(CATALOGUE, plugin)?.outputs ?? {}, output);
}

const own = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;
