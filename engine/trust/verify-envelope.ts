/** Whether enough of a root's keys have signed an envelope, whatever it holds. */
import type { Envelope, EnvelopeSignature } from './envelope.js';
import { isSignedBy } from './envelope.js';
import { keyId } from './keys.js';
import type { Fault } from './trust-fault.js';
import type { TrustedKey, TrustRoot } from './trust-roots.js';

export interface Verification {
  /** Names of the root's keys whose signatures count, sorted. */
  readonly signers: readonly string[];
  /** Empty where they are as many as the root asks for. */
  readonly faults: readonly Fault[];
}

/**
 * A (threshold, n)-verification of DSSE: different keys are counted, not signatures, and `keyid` is not relied on. When
 * a signature was made nobody can say for certain, so a key has to be valid `at` the instant that is asked about.
 */
export function verifyEnvelope(envelope: Envelope, root: TrustRoot, at: Date): Verification {
  const made = envelope.signatures.map((signature) => ({ signature, key: signerOf(envelope, signature, root) }));
  const keys = [...new Set(made.flatMap(({ key }) => key ?? []))];
  const signers = keys.filter((key) => standingOf(key, at) === undefined).map(({ name }) => name);
  if (signers.length >= root.threshold) return { signers: signers.sort(), faults: [] };
  const count = `${signers.length} of the ${root.threshold} signatures that ${root.id} asks for`;
  const why = [
    ...keys.flatMap((key) => standingOf(key, at) ?? []),
    ...made.flatMap(({ signature, key }) => (key === undefined ? (alteredOf(signature, root) ?? []) : [])),
  ];
  if (why.length > 0) {
    const faults = why.map(({ code, message }) => ({ code, message: `${message}: ${count}` }));
    return { signers: signers.sort(), faults };
  }
  const unknown = signers.length === 0;
  const message = unknown ? `no key of ${root.id} has signed` : `there are ${count} (${signers.sort().join(', ')})`;
  return { signers, faults: [{ code: unknown ? 'ASSAY1911' : 'ASSAY1901', message }] };
}

function signerOf(envelope: Envelope, signature: EnvelopeSignature, root: TrustRoot): TrustedKey | undefined {
  return root.keys.find(({ key }) => isSignedBy(envelope, signature, key));
}

/** Why a key's signatures do not count. */
function standingOf({ name, revoked, validFrom, validUntil }: TrustedKey, at: Date): Fault | undefined {
  const now = at.toISOString();
  if (revoked !== undefined) return { code: 'ASSAY1904', message: `the key ${name} was revoked on ${revoked.on}` };
  if (now >= validUntil) return { code: 'ASSAY1902', message: `the key ${name} expired on ${validUntil}` };
  if (now < validFrom) return { code: 'ASSAY1903', message: `the key ${name} is valid from ${validFrom} on` };
  return undefined;
}

/** A signature that says it is a key's of the root, and is not. */
function alteredOf({ keyid }: EnvelopeSignature, root: TrustRoot): Fault | undefined {
  const claimed = root.keys.find(({ key }) => keyId(key) === keyid);
  if (claimed === undefined) return undefined;
  return { code: 'ASSAY1905', message: `the signature of ${claimed.name} does not fit what it is on` };
}
