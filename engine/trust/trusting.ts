/** What signs and verifies, whatever is signed: packs here, reports and anything else through the public door. */
export { envelopeText, parseEnvelope, preAuthEncoding, signed } from './envelope.js';
export type { Envelope, EnvelopeSignature } from './envelope.js';
export { keyId, newSigningKey, publicKeyText, sealedPrivateKey } from './keys.js';
export type { SigningKey } from './keys.js';
export { readSigningKey } from './signing-key-source.js';
export { envelopeOf, statementOf } from './statement.js';
export type { Statement } from './statement.js';
export { TrustFault } from './trust-fault.js';
export { readTrustRoots, rootsOf } from './trust-roots.js';
export type { TrustedKey, TrustRoot, TrustRoots } from './trust-roots.js';
export { verifyEnvelope } from './verify-envelope.js';
export type { Verification } from './verify-envelope.js';
