/** What speaks against a pack that is offered: the same that would when it is loaded, and who signed it. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { Admission, type PackSigners } from '../../pack/admission.js';
import { contentsSource } from '../../pack/contents-source.js';
import type { Lock, LockUse } from '../../pack/lock.js';
import { ViewReader } from '../../pack/read-view.js';
import type { TrustRoots } from '../../trust/trust-roots.js';
import type { OpenedPack } from './opened-pack.js';

export interface ExamineTerms {
  readonly trust?: TrustRoots;
  readonly lock?: Lock;
  readonly lockUse: LockUse;
  readonly at: Date;
}

export interface Examination {
  readonly signers: readonly PackSigners[];
  readonly diagnostics: readonly Diagnostic[];
}

export function examine({ path, contents, pack }: OpenedPack, terms: ExamineTerms): Examination {
  const admission = new Admission(terms);
  const reader = new ViewReader(contentsSource(path, contents), admission);
  reader.read(path, undefined);
  return { signers: admission.signersOf(pack.id), diagnostics: reader.diagnostics };
}
