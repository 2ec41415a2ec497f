import type { Diagnostic } from '../document/diagnostic.js';
import type { Fault } from './layer.js';

/** Where a path is named: a node of a document, or, where absent, the command line. */
export type Named = Pick<Diagnostic, 'file' | 'range' | 'source'> | undefined;

/** A fault of a path, at the node that names it; of a path on the command line, at the path. */
export function namedFault(path: string, named: Named, { code, severity = 'error', message, hint }: Fault): Diagnostic {
  return { code, severity, message, ...(hint === undefined ? {} : { hint }), ...(named ?? { file: path }) };
}
