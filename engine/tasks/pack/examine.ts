/** What speaks against a pack that is offered: the same that would when it is loaded, and who signed it. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { Admission } from '../../pack/admission.js';
import { contentsSource } from '../../pack/contents-source.js';
import { verifyPack } from '../../pack/found-pack.js';
import type { Lock, LockUse } from '../../pack/lock.js';
import { ViewReader } from '../../pack/read-view.js';
import type { PackSigners } from '../../pack-api.js';
import { rootsOf, type TrustRoots } from '../../trust/trust-roots.js';
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
  const reader = new ViewReader(contentsSource(path, contents), new Admission(terms));
  const { layers } = reader.read(path, undefined);
  const ids = new Set([pack.id, ...layers.keys()]);
  const roots = new Set([...ids].flatMap((id) => rootsOf(terms.trust, id)));
  const signers = [...roots].map((root): PackSigners => ({
    root: root.id,
    threshold: root.threshold,
    signers: verifyPack(pack, root, terms.at).signers,
  }));
  return { signers, diagnostics: reader.diagnostics };
}
