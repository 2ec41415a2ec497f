/**
 * Dead Simple Signing Envelopes (DSSE 1.0.2, secure-systems-lab/dsse: protocol.md, envelope.md) with Ed25519. They carry
 * any payload of any type; what it means is the caller's.
 */
import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { keyId, type SigningKey } from './keys.js';
import { TrustFault } from './trust-fault.js';

export interface EnvelopeSignature {
  /** A hint of which key it is, never to be relied on. */
  readonly keyid?: string;
  readonly sig: Uint8Array;
}

export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly EnvelopeSignature[];
}

const MAX_SIGNATURES = 100;

/** What is signed: type and payload, each with its length in bytes, so that neither passes for part of the other. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}

/** One more signature; that of a key which has signed already takes its place. Signatures stand in the order of their key ids. */
export function signed(envelope: Envelope, key: SigningKey): Envelope {
  const keyid = keyId(key.publicKey);
  const sig = sign(null, preAuthEncoding(envelope.payloadType, envelope.payload), key.privateKey);
  const others = envelope.signatures.filter((signature) => signature.keyid !== keyid);
  const signatures = [...others, { keyid, sig }].sort((a, b) => ((a.keyid ?? '') < (b.keyid ?? '') ? -1 : 1));
  return { ...envelope, signatures };
}

export const isSignedBy = (envelope: Envelope, signature: EnvelopeSignature, key: KeyObject): boolean =>
  verify(null, preAuthEncoding(envelope.payloadType, envelope.payload), key, signature.sig);

/** Whether signatures on the one are signatures on the other. */
export const holdSame = (a: Envelope, b: Envelope): boolean =>
  a.payloadType === b.payloadType && Buffer.compare(a.payload, b.payload) === 0;

export function envelopeText({ payloadType, payload, signatures }: Envelope): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const written = {
    payloadType,
    payload: base64(payload),
    signatures: signatures.map(({ keyid, sig }) => ({ ...(keyid !== undefined && { keyid }), sig: base64(sig) })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

/** Throws `TrustFault` (ASSAY1910). Fields that the specification does not know are passed over, as it asks. */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('it is no JSON');
  }
  const { payloadType, payload, signatures } = asObject(value);
  if (typeof payloadType !== 'string') throw unreadable('it has no payloadType');
  if (!Array.isArray(signatures) || signatures.length === 0) throw unreadable('it has no signatures');
  if (signatures.length > MAX_SIGNATURES) throw unreadable(`it has more than ${MAX_SIGNATURES} signatures`);
  return {
    payloadType,
    payload: bytesOf(payload, 'payload'),
    signatures: signatures.map((signature: unknown): EnvelopeSignature => {
      const { keyid, sig } = asObject(signature);
      if (keyid !== undefined && typeof keyid !== 'string') throw unreadable('a keyid is no text');
      return { ...(keyid !== undefined && keyid !== '' && { keyid }), sig: bytesOf(sig, 'sig') };
    }),
  };
}

/** Standard or URL-safe base64, with or without padding: verifiers accept either. */
function bytesOf(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string' || !/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/.test(value)) {
    throw unreadable(`its ${name} is no base64`);
  }
  return Buffer.from(value, 'base64');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('it is no envelope');
  return value as Readonly<Record<string, unknown>>;
}

const unreadable = (why: string): TrustFault => new TrustFault('ASSAY1910', `the envelope cannot be read: ${why}`);
