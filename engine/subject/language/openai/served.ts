import { ModelFault } from '../../view.js';

/**
 * Whether what the server says that it served is the model that was asked: by its name, by the name with a date, a
 * version or a tag after it (`gpt-4o-2024-08-06` for `gpt-4o`, `llama3:latest` for `llama3`), or as the subject says.
 */
export function checkServed(
  served: string | undefined,
  { name, servedAs = name }: { readonly name: string; readonly servedAs?: string },
): void {
  if (served === undefined || served === name || served === servedAs) return;
  const rest = served.startsWith(servedAs) ? served.slice(servedAs.length) : '';
  if (/^([@:-]v?\d|:latest$|@)/.test(rest)) return;
  throw new ModelFault(
    'failed',
    `the server answers as model ${served.slice(0, 100)}; ${name} was asked (is it the same? then name it under servedAs)`,
  );
}
