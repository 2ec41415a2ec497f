import { dirname, resolve } from 'node:path';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import { assemble } from './assemble.js';
import type { NodePlace } from './findings.js';
import type { LoadOptions, LoadResult } from './loaded.js';

/**
 * Reads a Subject document and all that it names: files found (inside its folder, unless `allowOutside`), tables
 * parsed and checked, the model read as a graph and held against features and target. All faults together, each at
 * its place: in the document, or in the CSV file. `path` is relative to the working folder or absolute.
 */
export async function loadSubject(source: Source, path: string, options: LoadOptions = {}): Promise<LoadResult> {
  const { document, positions, diagnostics } = readDocument(source, path, { kinds: ['Subject'] });
  if (document === undefined) return { diagnostics };
  const folder = dirname(resolve(path));
  const locate = (pointer: readonly (string | number)[], part: 'key' | 'value'): NodePlace => positions[part](pointer);
  const policies = (document.policies ?? []).map((given, index) => ({
    path: resolve(folder, given),
    range: positions.value(['policies', index]).range,
  }));
  const result = await assemble(document, { source, folder, file: path, locate, policies }, options);
  return { ...result, diagnostics: [...diagnostics, ...result.diagnostics] };
}
