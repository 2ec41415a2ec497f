/** A pack as it was found, in a folder or an archive, and what its signatures say. */
import type { PackDocument } from '../document/types.generated.js';
import { envelopeOf, statementOf } from '../trust/statement.js';
import { parseEnvelope, type Envelope } from '../trust/envelope.js';
import { TrustFault, type Fault } from '../trust/trust-fault.js';
import type { TrustRoot } from '../trust/trust-roots.js';
import { verifyEnvelope, type Verification } from '../trust/verify-envelope.js';
import {
  differences,
  fileDigests,
  PACK_FILE,
  packDigest,
  type FileDigests,
  type PackContents,
} from './pack-contents.js';

/** The statement about a pack: its files by path, `{id, version, digest}`. */
const PREDICATE = 'urn:assay:pack:v1';

export interface FoundPack {
  readonly id: string;
  readonly version: string;
  /** Of its files. */
  readonly digest: string;
  readonly files: FileDigests;
  /** Without `pack.yaml` itself: what that lists, where it does. */
  readonly listed?: FileDigests;
  readonly signatures?: Uint8Array;
}

export function foundPack({ metadata, files: listed }: PackDocument, contents: PackContents): FoundPack {
  const files = fileDigests(contents);
  return {
    id: metadata.id,
    version: metadata.version,
    digest: packDigest(files),
    files,
    ...(listed !== undefined && { listed: new Map(Object.entries(listed)) }),
    ...(contents.signatures !== undefined && { signatures: contents.signatures }),
  };
}

/** Files that are not as `pack.yaml` lists them. */
export function listingFaults({ files, listed }: FoundPack): readonly Fault[] {
  if (listed === undefined) return [];
  return differences(new Map([...files].filter(([path]) => path !== PACK_FILE)), listed, 'listed');
}

/** What is signed of a pack, without signatures. */
export const unsignedEnvelope = ({ id, version, digest, files }: FoundPack): Envelope =>
  envelopeOf({ subject: files, predicateType: PREDICATE, predicate: { id, version, digest } });

/** Whether enough keys of the root have signed this pack, as it is found. */
export function verifyPack(pack: FoundPack, root: TrustRoot, at: Date): Verification {
  if (pack.signatures === undefined) {
    const message = `the pack ${pack.id} is not signed, and ${root.id} asks for signatures`;
    return { signers: [], faults: [{ code: 'ASSAY1900', message }] };
  }
  try {
    const envelope = parseEnvelope(pack.signatures);
    const verified = verifyEnvelope(envelope, root, at);
    return { signers: verified.signers, faults: [...verified.faults, ...statementFaults(pack, envelope)] };
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    const { code, message } = error;
    return { signers: [], faults: [{ code, message }] };
  }
}

function statementFaults(pack: FoundPack, envelope: Envelope): readonly Fault[] {
  const { subject, predicate } = statementOf(envelope, PREDICATE);
  const { id, version } = (predicate ?? {}) as { readonly id?: unknown; readonly version?: unknown };
  if (id !== pack.id || version !== pack.version) {
    const message = `what was signed is ${String(id)} ${String(version)}, not ${pack.id} ${pack.version}`;
    return [{ code: 'ASSAY1912', message }];
  }
  return differences(pack.files, subject, 'signed');
}
