/** Files of attestations: one DSSE envelope a line (JSON Lines), as in-toto's bundles have them. */
import { statSync } from 'node:fs';
import type { Source } from '../document/source.js';
import { envelopeText, parseEnvelope, type Envelope } from '../trust/envelope.js';
import { TrustFault } from '../trust/trust-fault.js';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ENVELOPES = 1000;

export interface AttestationFault {
  readonly code: 'ASSAY1950' | 'ASSAY1951';
  readonly message: string;
}

export const attestationText = (envelopes: readonly Envelope[]): string =>
  envelopes.map((envelope) => `${lineOf(envelope)}\n`).join('');

/** A file's envelopes, or why it is refused as a whole. */
export function readAttestations(source: Source, path: string): readonly Envelope[] | AttestationFault {
  const tooLarge = { code: 'ASSAY1951', message: 'it is larger than 16 MiB' } as const;
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) return tooLarge;
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) return { code: 'ASSAY1950', message: 'there is no such file' };
  return parseAttestations(bytes);
}

export function parseAttestations(bytes: Uint8Array): readonly Envelope[] | AttestationFault {
  const unreadable = (message: string): AttestationFault => ({ code: 'ASSAY1950', message });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unreadable('it is no UTF-8');
  }
  const lines = text.split('\n');
  if (lines.pop() !== '') return unreadable('its last line has no end');
  if (lines.length > MAX_ENVELOPES) return { code: 'ASSAY1951', message: `it has more than ${MAX_ENVELOPES} lines` };
  const envelopes: Envelope[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      const envelope = parseEnvelope(Buffer.from(line));
      // Nothing in a line may be changed unnoticed, not even what no signature is on.
      if (lineOf(envelope) !== line) return unreadable(`line ${index + 1} is not as it was written`);
      envelopes.push(envelope);
    } catch (error) {
      if (!(error instanceof TrustFault)) throw error;
      return unreadable(`line ${index + 1}: ${error.message}`);
    }
  }
  return envelopes.length === 0 ? unreadable('it is empty') : envelopes;
}

const lineOf = (envelope: Envelope): string => JSON.stringify(JSON.parse(envelopeText(envelope)));
