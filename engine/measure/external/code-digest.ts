import { dirname, join, resolve } from 'node:path';
import type { Source } from '../../document/source.js';
import { digestBytes, digestValue } from '../../trust/digest.js';

const RELATIVE_IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;

/**
 * Of a module and of the files that it imports by relative path, they too. Packages that it imports are not in it:
 * whoever changes those raises the plugin's version. Paths in it are relative, so a moved folder keeps its digest.
 */
export function moduleDigest(source: Source, path: string): string {
  const digests = new Map<string, string>();
  const visit = (file: string): void => {
    const bytes = digests.has(file) ? undefined : source.read(file);
    if (bytes === undefined) return;
    digests.set(file, digestBytes(bytes));
    for (const [, target] of Buffer.from(bytes).toString('utf8').matchAll(RELATIVE_IMPORT)) {
      visit(resolve(dirname(file), target!));
    }
  };
  visit(path);
  return digestValue([...digests.values()].sort());
}

/** Of an argument list and of those of its arguments that are files in `folder`. */
export function commandDigest(source: Source, folder: string, command: readonly string[]): string {
  const fileDigest = (argument: string): string | null => {
    const path = join(folder, argument);
    const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
    return bytes === undefined ? null : digestBytes(bytes);
  };
  return digestValue(command.map((argument) => [argument, fileDigest(argument)]));
}
