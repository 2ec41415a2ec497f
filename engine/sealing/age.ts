/**
 * The age container, by its author's library: a file key of 128 bits wrapped for each recipient, a header under HMAC, the
 * content in chunks of 64 KiB, each under ChaCha20-Poly1305 with its number and an end mark in the nonce. A chunk that is
 * altered, out of order or missing is refused, the last one too (https://age-encryption.org/v1, "Payload").
 */
import { ReadableStream } from 'node:stream/web';
import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { isArmoured } from './container.js';
import { concatenated, headOf } from './chunks.js';
import type { Chunks } from './chunks.js';
import type { Key } from './key.js';
import { SealingFault } from './sealing-fault.js';

/** Of a post-quantum recipient a stanza takes 1.6 kB: hundreds of them fit. The library reads headers of any length. */
const MAX_HEADER_BYTES = 1 << 20;
/** Armoured files are decoded whole. */
const MAX_ARMOURED_BYTES = 64 * 2 ** 20;

/** Whom a file is sealed for: public, `age1…`; or a passphrase alone. */
export type AgeRecipients =
  { readonly recipients: readonly string[]; readonly passphrase?: never } | { readonly passphrase: string };

export { generateIdentity, identityToRecipient };

export async function* sealAge(plain: Chunks, to: AgeRecipients): Chunks {
  const encrypter = new Encrypter();
  if (to.passphrase !== undefined) encrypter.setPassphrase(to.passphrase);
  else for (const recipient of to.recipients) addRecipient(encrypter, recipient);
  yield* await encrypter.encrypt(streamOf(plain));
}

/**
 * Gives each chunk once it is authenticated. Only the end of the sequence says that nothing is missing: until then the
 * caller must not use what it got. Throws `SealingFault`, and what reading `sealed` throws.
 */
export async function* openAge(sealed: Chunks, key: Key): Chunks {
  const decrypter = decrypterOf(key);
  let broken: { readonly cause: unknown } | undefined;
  const watched = async function* (): Chunks {
    try {
      yield* await withBoundedHeader(sealed);
    } catch (cause) {
      broken = { cause };
      throw cause;
    }
  };
  const faultOf = (error: unknown, otherwise: string): unknown => {
    if (broken !== undefined) return broken.cause;
    if (error instanceof Error && error.message.startsWith('no identity matched')) {
      const message = 'the key does not open it: it is sealed for another, or its header was altered';
      return new SealingFault('wrong-key', message);
    }
    return new SealingFault('damaged', otherwise);
  };
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(streamOf(watched()));
  } catch (error) {
    throw faultOf(error, 'its header is damaged or was altered');
  }
  let chunk = 0;
  try {
    for await (const bytes of plain) {
      yield bytes;
      chunk += 1;
    }
  } catch (error) {
    throw faultOf(error, `chunk ${chunk + 1} fails its authentication: the file is cut off or was altered`);
  }
}

const streamOf = (chunks: Chunks): ReadableStream<Uint8Array> => ReadableStream.from(chunks);

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

/** The file's bytes, once its header has an end where the library may look for it. */
async function withBoundedHeader(sealed: Chunks): Promise<Chunks> {
  const hasEnd = (bytes: Uint8Array): boolean => isArmoured(bytes) || Buffer.from(bytes).includes('\n--- ');
  const { head, all } = await headOf(sealed, MAX_HEADER_BYTES, hasEnd);
  if (!hasEnd(head)) throw new SealingFault('damaged', 'its header has no end');
  return isArmoured(head) ? fromArmour(all) : all;
}

async function* fromArmour(all: Chunks): Chunks {
  const text = Buffer.from(await concatenated(all, MAX_ARMOURED_BYTES)).toString('latin1');
  try {
    yield armor.decode(text);
  } catch {
    throw new SealingFault('damaged', 'its armour is damaged');
  }
}
