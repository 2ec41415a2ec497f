/** `pack sign`: one more signature on a pack, in its folder or archive. */
import { join } from 'node:path';
import type { PackSignOutcome, PackSignRequest } from '../../pack-api.js';
import { listingFaults, unsignedEnvelope, type FoundPack } from '../../pack/found-pack.js';
import { SIGNATURES_FILE } from '../../pack/pack-contents.js';
import { envelopeText, parseEnvelope, signed, type Envelope } from '../../trust/envelope.js';
import { keyId } from '../../trust/keys.js';
import { readSigningKey } from '../../trust/signing-key-source.js';
import { diagnosticOf } from '../../trust/trust-fault.js';
import { shown } from '../shown-path.js';
import { caught, hasError } from './faults.js';
import { archiveBytes } from './form-of.js';
import { openPack } from './opened-pack.js';
import { writeWhole } from './write-whole.js';

export async function packSign({ pack: given, key: place, passphrase }: PackSignRequest): Promise<PackSignOutcome> {
  const path = shown(given);
  try {
    const { opened, diagnostics } = openPack(path);
    if (opened === undefined) return { diagnostics };
    const { pack, form, contents, document, carrier } = opened;
    const faults = listingFaults(pack).map((fault) => diagnosticOf(fault, path));
    if (hasError(faults)) return { diagnostics: [...diagnostics, ...faults] };
    const key = await readSigningKey(place, passphrase);
    const { envelope, dropped } = envelopeToSign(pack);
    const made = signed(envelope, key);
    const text = envelopeText(made);
    if (form === 'folder') writeWhole(join(path, SIGNATURES_FILE), text);
    else {
      const all = { ...contents, signatures: new TextEncoder().encode(text) };
      writeWhole(path, archiveBytes(all, document, form, carrier));
    }
    const { id, version, digest } = pack;
    const about = { keyId: keyId(key.publicKey), signatures: made.signatures.length, dropped };
    return { signed: { id, version, digest, ...about }, diagnostics };
  } catch (error) {
    return { diagnostics: [caught(error, path)] };
  }
}

/** The signatures there are stay where they are on the same content; those on an earlier one are void. */
function envelopeToSign(pack: FoundPack): { readonly envelope: Envelope; readonly dropped: number } {
  const envelope = unsignedEnvelope(pack);
  if (pack.signatures === undefined) return { envelope, dropped: 0 };
  const before = parseEnvelope(pack.signatures);
  const isSame = before.payloadType === envelope.payloadType && Buffer.compare(before.payload, envelope.payload) === 0;
  return isSame ? { envelope: before, dropped: 0 } : { envelope, dropped: before.signatures.length };
}
