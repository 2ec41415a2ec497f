/** `pack keygen`: a new Ed25519 key, encrypted in a file, and what trust roots say of it. */
import { existsSync } from 'node:fs';
import type { PackKeygenOutcome, PackKeygenRequest } from '../../pack-api.js';
import { keyId, newSigningKey, publicKeyText, sealedPrivateKey } from '../../trust/keys.js';
import { TrustFault } from '../../trust/trust-fault.js';
import { caught } from './faults.js';
import { writeWhole } from './write-whole.js';

/** Only its owner may read a key. */
const KEY_MODE = 0o600;
const DAY_MS = 86_400_000;

export async function packKeygen({ file, passphrase, asOf, days }: PackKeygenRequest): Promise<PackKeygenOutcome> {
  try {
    if (existsSync(file)) throw new TrustFault('ASSAY1940', `${file} is there already`);
    const secret = await passphrase();
    if (secret === undefined) throw new TrustFault('ASSAY1915', 'there is no passphrase to encrypt the key with');
    const key = newSigningKey();
    writeWhole(file, sealedPrivateKey(key, secret), KEY_MODE);
    const day = (date: Date): string => date.toISOString().slice(0, 10);
    return {
      key: {
        keyId: keyId(key.publicKey),
        publicKey: publicKeyText(key.publicKey),
        validFrom: day(asOf),
        validUntil: day(new Date(asOf.getTime() + days * DAY_MS)),
      },
      diagnostics: [],
    };
  } catch (error) {
    return { diagnostics: [caught(error, file)] };
  }
}
