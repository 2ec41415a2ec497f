/** Waiver documents: from profiles and `--waivers`, never from a subject or an imported pack. */
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { Waiver } from './policy.js';
import { namedFault, type Named } from './named.js';

export interface ReadWaivers {
  readonly waivers: readonly Waiver[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The waivers of a document. */
export function readWaivers(source: Source, path: string, named: Named): ReadWaivers {
  if (source.kind(path) !== 'file') {
    const fault = { code: 'ASSAY1301', message: `${path} is not there` };
    return { waivers: [], diagnostics: [namedFault(path, named, fault)] };
  }
  const { document, positions, diagnostics } = readDocument(source, path, { kinds: ['Waiver'] });
  if (document?.kind !== 'Waiver') return { waivers: [], diagnostics };
  const waivers = document.waivers.map((entry, index): Waiver => {
    const { rule, subject, reason, approvedBy, ticket, issued, expires, covers = ['fail'] } = entry;
    return {
      rule,
      subject,
      reason,
      approvedBy: typeof approvedBy === 'string' ? [approvedBy] : approvedBy,
      ...(ticket === undefined ? {} : { ticket }),
      ...(issued === undefined ? {} : { issued }),
      expires,
      covers,
      origin: { file: path, range: positions.value(['waivers', index]).range, layer: '' },
    };
  });
  return { waivers, diagnostics };
}
