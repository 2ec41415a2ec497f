/** Whether enough of a root's keys have signed an envelope, whatever it holds. */
import type { Envelope, EnvelopeSignature } from './envelope.js';
import { isSignedBy } from './envelope.js';
import { keyId } from './keys.js';
import type { Fault } from './trust-fault.js';
import type { TrustedIdentity, TrustedKey, TrustRoot } from './trust-roots.js';

export interface Verification {
  /** Names of the root's keys and identities whose signatures count, sorted. */
  readonly signers: readonly string[];
  /** Empty where they are as many as the root asks for. */
  readonly faults: readonly Fault[];
}

/** What a Sigstore bundle around the envelope says of each identity that is trusted: when that signed, or why it did not. */
export type KeylessFindings = ReadonlyMap<TrustedIdentity, Date | Fault>;

/**
 * A (threshold, n)-verification of DSSE: different keys and identities are counted, not signatures, and `keyid` is not
 * relied on. When a signature was made with a key nobody can say for certain, so a key has to be valid `at` the instant
 * that is asked about; an identity, when the log saw it sign.
 */
export function verifyEnvelope(
  envelope: Envelope,
  root: TrustRoot,
  at: Date,
  bundles: readonly KeylessFindings[] = [],
): Verification {
  const made = envelope.signatures.map((signature) => ({ signature, key: signerOf(envelope, signature, root) }));
  const keys = [...new Set(made.flatMap(({ key }) => key ?? []))];
  const weighed = [
    ...keys.map((key) => ({ name: key.name, fault: standingOf(key, at) })),
    ...bundles.flatMap((bundle) => standingsOf(bundle, root)),
  ];
  const signers = [...new Set(weighed.flatMap(({ name, fault }) => (fault === undefined ? [name] : [])))].sort();
  if (signers.length >= root.threshold) return { signers, faults: [] };
  const count = `${signers.length} of the ${root.threshold} signatures that ${root.id} asks for`;
  const why = [
    ...weighed.flatMap(({ name, fault }) => (fault === undefined || signers.includes(name) ? [] : [fault])),
    ...made.flatMap(({ signature, key }) => (key === undefined ? (alteredOf(signature, root) ?? []) : [])),
  ];
  if (why.length > 0) {
    return { signers, faults: why.map(({ code, message }) => ({ code, message: `${message}: ${count}` })) };
  }
  const unknown = signers.length === 0;
  const message = unknown ? `no key of ${root.id} has signed` : `there are ${count} (${signers.join(', ')})`;
  return { signers, faults: [{ code: unknown ? 'ASSAY1911' : 'ASSAY1901', message }] };
}

/**
 * A bundle has one signer, who counts once: as the first identity of the root that is found and stands. Where one is
 * found, that it is none of the others is no fault.
 */
function standingsOf(bundle: KeylessFindings, { identities = [] }: TrustRoot): readonly Standing[] {
  const found = identities.map((identity) => ({ identity, signed: bundle.get(identity) }));
  const signed = found.flatMap(({ identity, signed }) =>
    signed instanceof Date ? [{ name: identity.name, fault: standingOf(identity, signed) }] : [],
  );
  const counted = signed.find(({ fault }) => fault === undefined);
  if (counted !== undefined) return [counted];
  if (signed.length > 0) return signed;
  return found.flatMap(({ identity: { name }, signed: fault }) =>
    fault === undefined || fault instanceof Date ? [] : [{ name, fault }],
  );
}

interface Standing {
  readonly name: string;
  /** Why it does not count. */
  readonly fault: Fault | undefined;
}

function signerOf(envelope: Envelope, signature: EnvelopeSignature, root: TrustRoot): TrustedKey | undefined {
  return root.keys.find(({ key }) => isSignedBy(envelope, signature, key));
}

/** Why the signatures of a key or an identity do not count. */
function standingOf(
  { name, revoked, validFrom, validUntil }: Pick<TrustedIdentity, 'name' | 'revoked' | 'validFrom' | 'validUntil'>,
  at: Date,
): Fault | undefined {
  const then = at.toISOString();
  if (revoked !== undefined) return { code: 'ASSAY1904', message: `the key ${name} was revoked on ${revoked.on}` };
  if (validUntil !== undefined && then >= validUntil)
    return { code: 'ASSAY1902', message: `the key ${name} expired on ${validUntil}` };
  if (validFrom !== undefined && then < validFrom)
    return { code: 'ASSAY1903', message: `the key ${name} is valid from ${validFrom} on` };
  return undefined;
}

/** A signature that says it is a key's of the root, and is not. */
function alteredOf({ keyid }: EnvelopeSignature, root: TrustRoot): Fault | undefined {
  const claimed = root.keys.find(({ key }) => keyId(key) === keyid);
  if (claimed === undefined) return undefined;
  return { code: 'ASSAY1905', message: `the signature of ${claimed.name} does not fit what it is on` };
}
