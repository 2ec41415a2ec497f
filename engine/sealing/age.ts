/**
 * The container age (https://age-encryption.org/v1). Keys and header are its author's library's: a file key of 128 bits,
 * wrapped for each recipient, under an HMAC of the whole header.
 */
import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { openPayload, sealPayload } from './age-payload.js';
import { isArmoured } from './container.js';
import { concatenated, headOf } from './chunks.js';
import type { Chunks } from './chunks.js';
import type { Key } from './key.js';
import { SealingFault } from './sealing-fault.js';

/** Of a post-quantum recipient a stanza takes 1.6 kB: hundreds of them fit. The library reads headers of any length. */
const MAX_HEADER_BYTES = 1 << 20;
const WORK_FACTOR = 18;
/** Armoured files are decoded whole. */
const MAX_ARMOURED_BYTES = 64 * 2 ** 20;

/** Whom a file is sealed for: public, `age1…`; or a passphrase alone. */
export type AgeRecipients =
  | { readonly recipients: readonly string[]; readonly passphrase?: never }
  | {
      readonly passphrase: string;
      /** 2^n rounds of scrypt; 18 where absent, as age has it. */
      readonly workFactor?: number;
    };

export { generateIdentity, identityToRecipient };

export async function* sealAge(plain: Chunks, to: AgeRecipients): Chunks {
  const { header, fileKey } =
    to.passphrase === undefined
      ? await newHeader(to.recipients)
      : await byPassphrase(to.passphrase, to.workFactor ?? WORK_FACTOR);
  yield header;
  yield* sealPayload(plain, fileKey);
}

/**
 * Gives each chunk once it is authenticated. Only the end of the sequence says that nothing is missing: until then the
 * caller must not use what it got. Throws `SealingFault`, and what reading `sealed` throws.
 */
export async function* openAge(sealed: Chunks, key: Key): Chunks {
  const decrypter = decrypterOf(key);
  const { header, payload } = await takeHeader(sealed);
  yield* openPayload(payload, await fileKeyOf(decrypter, header));
}

interface Header {
  /** To its last line's end. */
  readonly header: Uint8Array;
  readonly fileKey: Uint8Array;
}

/** The library makes the key within `encrypt`; a recipient of ours among the others learns it, and adds nothing. */
async function newHeader(recipients: readonly string[]): Promise<Header> {
  if (recipients.length === 0) throw new SealingFault('no-key', 'there is nobody to seal it for');
  const encrypter = new Encrypter();
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  let fileKey: Uint8Array | undefined;
  encrypter.addRecipient({
    wrapFileKey(made) {
      fileKey = Uint8Array.from(made);
      return [];
    },
  });
  return { header: headerOf(await encrypter.encrypt(new Uint8Array(0))), fileKey: fileKey! };
}

/** A passphrase stands alone in a header: its key is learnt by opening what was made. */
async function byPassphrase(passphrase: string, workFactor: number): Promise<Header> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  const header = headerOf(await encrypter.encrypt(new Uint8Array(0)));
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return { header, fileKey: await decrypter.decryptHeader(header) };
}

const headerOf = (file: Uint8Array): Uint8Array => file.slice(0, endOfHeader(file));

/** The offset after the line of the HMAC; 0 where there is none. */
function endOfHeader(bytes: Uint8Array): number {
  const mac = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf('\n--- ');
  return mac === -1 ? 0 : bytes.indexOf(0x0a, mac + 1) + 1;
}

async function fileKeyOf(decrypter: Decrypter, header: Uint8Array): Promise<Uint8Array> {
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) {
      const message = 'the key does not open it: it is sealed for another, or its header was altered';
      throw new SealingFault('wrong-key', message);
    }
    throw new SealingFault('damaged', 'its header is damaged or was altered');
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new SealingFault('unusable-key', `${recipient.slice(0, 80)} is no age recipient`, 'It begins with age1.');
  }
}

function decrypterOf(key: Key): Decrypter {
  const decrypter = new Decrypter();
  if (key.kind === 'secret') {
    throw new SealingFault('wrong-key', 'it is sealed in the container age, and the key is one for JWE');
  }
  if (key.kind === 'passphrase') decrypter.addPassphrase(key.text);
  else {
    for (const identity of key.identities) {
      try {
        decrypter.addIdentity(identity);
      } catch {
        throw new SealingFault('unusable-key', 'an age identity of the key is mistyped: its checksum is wrong');
      }
    }
  }
  return decrypter;
}

/** The header, and what comes after it. */
async function takeHeader(sealed: Chunks): Promise<{ readonly header: Uint8Array; readonly payload: Chunks }> {
  const { head, all } = await headOf(sealed, MAX_HEADER_BYTES, (bytes) => isArmoured(bytes) || endOfHeader(bytes) > 0);
  if (isArmoured(head)) return await takeHeader(fromArmour(all));
  const end = endOfHeader(head);
  if (end === 0) throw new SealingFault('damaged', 'its header has no end');
  const payload = async function* (): Chunks {
    let left = end;
    for await (const chunk of all) {
      if (left < chunk.length) yield chunk.subarray(left);
      left = Math.max(0, left - chunk.length);
    }
  };
  return { header: head.slice(0, end), payload: payload() };
}

async function* fromArmour(all: Chunks): Chunks {
  const text = Buffer.from(await concatenated(all, MAX_ARMOURED_BYTES)).toString('latin1');
  try {
    yield armor.decode(text);
  } catch {
    throw new SealingFault('damaged', 'its armour is damaged');
  }
}
