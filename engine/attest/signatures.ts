/** Whether those who may attest verdicts under a policy have signed. Pure but for the crypto. */
import type { PackSigners } from '../pack-api.js';
import { keyId } from '../trust/keys.js';
import { isSignedBy, type Envelope } from '../trust/envelope.js';
import { rootsOf, type TrustRoot, type TrustRoots } from '../trust/trust-roots.js';
import { verifyEnvelope, type KeylessFindings } from '../trust/verify-envelope.js';
import type { TrustCode } from '../trust/codes.js';
import type { Attestation } from './attestation-file.js';
import type { AttestCode } from './codes.js';

export interface WeighedSignatures {
  readonly signers: readonly PackSigners[];
  /** Empty where every root that governs the policy is content. */
  readonly faults: readonly { readonly code: AttestCode | TrustCode; readonly message: string }[];
}

/**
 * @param ids of the policy's packs, standards and profiles: each is governed, and each root asks for its own signatures
 * @param bundles what the Sigstore bundles around the envelope say
 */
export function weighSignatures(
  envelope: Envelope,
  ids: readonly string[],
  roots: TrustRoots | undefined,
  at: Date,
  bundles: readonly KeylessFindings[] = [],
): WeighedSignatures {
  const governing = ids.map((id) => ({ id, roots: rootsOf(roots, id, 'attestations') }));
  const ungoverned = governing.filter((each) => each.roots.length === 0);
  if (ids.length === 0 || ungoverned.length > 0) {
    const message = `no trust root governs attestations under ${ungoverned.map(({ id }) => id).join(', ') || 'the policy'}`;
    return { signers: [], faults: [{ code: 'ASSAY1954', message }] };
  }
  const asked = [...new Set(governing.flatMap((each) => each.roots))];
  const weighed = asked.map((root) => ({ root, ...verifyEnvelope(envelope, root, at, bundles) }));
  return {
    signers: weighed.map(({ root: { id, threshold }, signers }) => ({ root: id, threshold, signers })),
    faults: [...weighed.flatMap(({ faults }) => faults), ...asked.flatMap((root) => misnamed(envelope, root))],
  };
}

/** What the Sigstore bundles among attestations say of each identity of the roots. The library is loaded only for these. */
export async function keylessFindings(
  attestations: readonly Attestation[],
  roots: TrustRoots | undefined,
): Promise<readonly KeylessFindings[]> {
  const identities = [...new Set((roots?.roots ?? []).flatMap((root) => root.identities ?? []))];
  const bundles = attestations.filter((each) => each.bundle !== undefined);
  if (identities.length === 0 || bundles.length === 0) return [];
  const { signedBy } = await import('../trust/sigstore/verify-bundle.js');
  return bundles.map(
    ({ envelope, bundle }) =>
      new Map(identities.map((identity) => [identity, signedBy({ envelope, bundle: bundle! }, identity)])),
  );
}

/** A key's signature under the name of another key: somebody changed the one or the other. */
const misnamed = (envelope: Envelope, root: TrustRoot): WeighedSignatures['faults'] =>
  envelope.signatures.flatMap((signature) => {
    const by = root.keys.find(({ key }) => isSignedBy(envelope, signature, key));
    if (by === undefined || signature.keyid === undefined || signature.keyid === keyId(by.key)) return [];
    return [{ code: 'ASSAY1905', message: `the signature of ${by.name} goes by the name of another key` } as const];
  });
