/**
 * Files of attestations: one DSSE envelope or Sigstore bundle a line (JSON Lines), as in-toto's bundles have them; or one
 * Sigstore bundle, on however many lines.
 */
import { statSync } from 'node:fs';
import type { Source } from '../document/source.js';
import { envelopeText, parseEnvelope, type Envelope } from '../trust/envelope.js';
import { parseBundle } from '../trust/sigstore/sigstore-bundle.js';
import { TrustFault } from '../trust/trust-fault.js';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ENVELOPES = 1000;

export interface Attestation {
  readonly envelope: Envelope;
  /** The Sigstore bundle that the envelope came in, as JSON: its signature counts by that alone. */
  readonly bundle?: object;
}

export interface AttestationFault {
  readonly code: 'ASSAY1950' | 'ASSAY1951';
  readonly message: string;
}

export const attestationText = (attestations: readonly Attestation[]): string =>
  attestations
    .map(({ envelope, bundle }) => `${bundle === undefined ? lineOf(envelope) : JSON.stringify(bundle)}\n`)
    .join('');

/** What a file holds, or why it is refused as a whole. */
export function readAttestations(source: Source, path: string): readonly Attestation[] | AttestationFault {
  const tooLarge = { code: 'ASSAY1951', message: 'it is larger than 16 MiB' } as const;
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) return tooLarge;
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return { code: 'ASSAY1950', message: 'there is no such file' };
  return parseAttestations(bytes);
}

export function parseAttestations(bytes: Uint8Array): readonly Attestation[] | AttestationFault {
  const unreadable = (message: string): AttestationFault => ({ code: 'ASSAY1950', message });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unreadable('it is no UTF-8');
  }
  try {
    const single = parseBundle(text);
    if (single !== undefined) return [single];
    const lines = text.split('\n');
    if (lines.pop() !== '') return unreadable('its last line has no end');
    if (lines.length > MAX_ENVELOPES) return { code: 'ASSAY1951', message: `it has more than ${MAX_ENVELOPES} lines` };
    return lines.length === 0 ? unreadable('it is empty') : lines.map(attestationOn);
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    return unreadable(error.message);
  }
}

/** Throws `TrustFault`. */
function attestationOn(line: string, index: number): Attestation {
  const fault = (message: string): TrustFault => new TrustFault('ASSAY1910', `line ${index + 1}${message}`);
  try {
    const bundle = parseBundle(line);
    if (bundle !== undefined) return bundle;
    const envelope = parseEnvelope(Buffer.from(line));
    // Nothing in a line may be changed unnoticed, not even what no signature is on.
    if (lineOf(envelope) === line) return { envelope };
  } catch (error) {
    if (!(error instanceof TrustFault)) throw error;
    throw fault(`: ${error.message}`);
  }
  throw fault(' is not as it was written');
}

const lineOf = (envelope: Envelope): string => JSON.stringify(JSON.parse(envelopeText(envelope)));
