/** Parquet with modular encryption: an encrypted footer ends in PARE (Apache Parquet, "Encryption", section 5). */
import { hex, latin1, startsWith, viewOf } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const TRAILER = 8;
/** Thrift's compact protocol: field 1 or 2, a structure. */
const GCM = 0x1c;
const GCM_CTR = 0x2c;
const BINARY = 8;
const FILE_UNIQUE = 2;

export function parquet({ head, tail }: Glimpse): Container | undefined {
  const magic = latin1(tail.subarray(-4));
  if (startsWith(head, 'PAR1') && magic === 'PAR1') {
    // Columns may be encrypted: names and types of all of them, rows and often extremes are readable still.
    return { name: 'Parquet', encrypts: false, authenticated: false, nonces: [] };
  }
  if (!startsWith(head, 'PARE') || magic !== 'PARE' || tail.length < TRAILER) return undefined;
  const length = viewOf(tail).getUint32(tail.length - TRAILER, true);
  const footer = tail.subarray(Math.max(0, tail.length - TRAILER - length));
  const algorithm = footer[0] === GCM ? footer[1] : undefined;
  const unique = fileUnique(footer.subarray(2));
  return {
    name: 'encrypted Parquet',
    encrypts: true,
    cipher: algorithm === GCM ? 'AES_GCM_V1' : algorithm === GCM_CTR ? 'AES_GCM_CTR_V1' : 'unknown',
    // With CTR the pages of data are not authenticated.
    authenticated: algorithm === GCM,
    nonces: unique === undefined ? [] : [`Parquet ${unique}`],
  };
}

/** `aad_file_unique` of the algorithm's structure: random, and part of every module's authenticated data. */
function fileUnique(fields: Uint8Array): string | undefined {
  let field = 0;
  for (let at = 0; at < fields.length;) {
    const header = fields[at]!;
    field += header >> 4;
    const length = fields[at + 1];
    if ((header & 0xf) !== BINARY || length === undefined || length > 127) return undefined;
    if (field === FILE_UNIQUE) return hex(fields.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return undefined;
}
