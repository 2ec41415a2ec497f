/** What a file is, by its own bytes: the first format that knows it. */
import { fromBase64, latin1 } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';
import { age } from './age.js';
import { ansibleVault } from './ansible-vault.js';
import { fernet } from './fernet.js';
import { jwe } from './jwe.js';
import { luks } from './luks.js';
import { openpgp } from './openpgp.js';
import { openssl } from './openssl.js';
import { parquet } from './parquet.js';
import { isEncoded, plain } from './plain.js';
import { sevenZip } from './seven-zip.js';
import { zip } from './zip.js';

const FORMATS = [age, jwe, fernet, ansibleVault, luks, parquet, openssl, zip, sevenZip, openpgp, plain] as const;

export interface Recognised {
  readonly container?: Container;
  /** Where nothing is known of a file that is base64 or base 16 of something else: that. */
  readonly inner?: Uint8Array;
}

export function recognise(glimpse: Glimpse): Recognised {
  const container = firstOf(glimpse);
  if (container !== undefined) return { container };
  const inner = decodedText(glimpse);
  if (inner === undefined) return {};
  const within = firstOf({ size: inner.length, head: inner, tail: inner });
  if (within === undefined) return { inner };
  const base = isBase16(latin1(glimpse.head)) ? 'base 16' : 'base64';
  return { container: { ...within, name: `${within.name} in ${base}`, payload: 0 }, inner };
}

function firstOf(glimpse: Glimpse): Container | undefined {
  for (const format of FORMATS) {
    const container = format(glimpse);
    if (container !== undefined) return container;
  }
  return undefined;
}

const isBase16 = (text: string): boolean => /^[0-9A-Fa-f\r\n]+$/.test(text);

function decodedText({ head }: Glimpse): Uint8Array | undefined {
  const text = latin1(head);
  if (!isEncoded(text)) return undefined;
  return isBase16(text) ? new Uint8Array(Buffer.from(text.replace(/[\r\n]/g, ''), 'hex')) : fromBase64(text.trimEnd());
}
