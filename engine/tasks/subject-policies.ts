import { posix } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { PolicyPath } from './policies.js';
import { shown } from './shown-path.js';

/** The policies that a subject names, without loading its model and data. */
export function readSubjectPolicies(
  source: Source,
  path: string,
): { readonly policies: readonly PolicyPath[]; readonly diagnostics: readonly Diagnostic[] } {
  const file = shown(path);
  const { document, positions, diagnostics } = readDocument(source, file, { kinds: ['Subject'] });
  const policies = (document?.policies ?? []).map((policy, index) => ({
    path: posix.isAbsolute(policy) ? policy : posix.join(posix.dirname(file), policy),
    named: positions.value(['policies', index]),
  }));
  return { policies, diagnostics };
}
