/**
 * in-toto Statements (Statement v1, in-toto/attestation: spec/v1/statement.md): a claim of some type about things known
 * by their digests. What signatures of packs and attestations of checks have in common.
 */
import canonicalize from 'canonicalize';
import { TrustFault } from './trust-fault.js';
import type { Envelope } from './envelope.js';

export const STATEMENT_TYPE = 'application/vnd.in-toto+json';
const STATEMENT = 'https://in-toto.io/Statement/v1';

export interface Statement<Predicate = unknown> {
  /** Digests (`sha256:…`) by name. */
  readonly subject: ReadonlyMap<string, string>;
  /** A URI. */
  readonly predicateType: string;
  readonly predicate: Predicate;
}

/** Unsigned, in the bytes of RFC 8785. */
export function envelopeOf({ subject, predicateType, predicate }: Statement): Envelope {
  const value = {
    _type: STATEMENT,
    subject: [...subject].map(([name, digest]) => ({ name, digest: { sha256: digest.replace(/^sha256:/, '') } })),
    predicateType,
    predicate,
  };
  const text = (canonicalize as unknown as (value: unknown) => string)(value);
  return { payloadType: STATEMENT_TYPE, payload: Buffer.from(text), signatures: [] };
}

/** Of an envelope whose signatures have been verified. Throws `TrustFault` (ASSAY1910) where it holds another thing. */
export function statementOf({ payloadType, payload }: Envelope, predicateType: string): Statement {
  if (payloadType !== STATEMENT_TYPE) throw another(`a payload of type ${payloadType}`);
  let value: Partial<Record<string, unknown>>;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as typeof value;
  } catch {
    throw another('a payload that is no JSON');
  }
  if (value?.['_type'] !== STATEMENT) throw another('no in-toto statement');
  if (value['predicateType'] !== predicateType) throw another(`a statement of type ${String(value['predicateType'])}`);
  const subject = new Map<string, string>();
  for (const entry of Array.isArray(value['subject']) ? (value['subject'] as unknown[]) : []) {
    const { name, digest } = entry as { readonly name?: unknown; readonly digest?: { readonly sha256?: unknown } };
    const sha256 = digest?.sha256;
    if (typeof name !== 'string' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256) || subject.has(name)) {
      throw another('a statement whose subjects cannot be read');
    }
    subject.set(name, `sha256:${sha256}`);
  }
  return { subject, predicateType, predicate: value['predicate'] };
}

const another = (what: string): TrustFault => new TrustFault('ASSAY1910', `the envelope holds ${what}`);
