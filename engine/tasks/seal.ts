/** `seal`: data sets into an authenticated container; a new key. */
import { randomBytes } from 'node:crypto';
import type { SealedFile, SealOutcome, SealRequest } from '../api.js';
import { generateIdentity, identityToRecipient, sealAge } from '../sealing/age.js';
import type { AgeRecipients } from '../sealing/age.js';
import { chunksOf, concatenated } from '../sealing/chunks.js';
import type { Chunks } from '../sealing/chunks.js';
import { suffixOf } from '../sealing/container.js';
import type { Container } from '../sealing/container.js';
import { MAX_JWE_BYTES, sealJwe } from '../sealing/jwe.js';
import { secretText } from '../sealing/key.js';
import type { Key } from '../sealing/key.js';
import { DEFAULT_KEY, readKey } from '../sealing/key-source.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import { sealingDiagnostic } from '../sealing/sealing-diagnostic.js';
import { writeBeside } from '../sealing/write-beside.js';
import { eachFile } from './each-file.js';

/** Only its reader may read a key. */
const KEY_MODE = 0o600;
const SEALED_MODE = 0o644;

export async function seal(request: SealRequest): Promise<SealOutcome> {
  const { files, output, newKey } = request;
  let recipient: string | undefined;
  try {
    if (newKey !== undefined) recipient = await makeKey(newKey, request.container ?? 'age');
  } catch (error) {
    return { files: [], diagnostics: [sealingDiagnostic(error, newKey!)] };
  }
  const made = recipient === undefined ? {} : { recipient };
  if (files.length === 0) return { files: [], diagnostics: [], ...made };
  let way: Way;
  try {
    way = await wayOf(request);
  } catch (error) {
    return { files: [], diagnostics: [sealingDiagnostic(error, '')], ...made };
  }
  const { container, sealed } = way;
  const outcome = await eachFile(request, async (from, chunks): Promise<SealedFile> => {
    const to = output ?? `${from}${suffixOf(container)}`;
    const written = await writeBeside(to, sealed(chunks), { force: request.force, mode: SEALED_MODE });
    return { from, to, written };
  });
  return { ...outcome, ...made };
}

interface Way {
  readonly container: Container;
  readonly sealed: (plain: Chunks) => Chunks;
}

async function wayOf({ to, key, newKey, container: asked }: SealRequest): Promise<Way> {
  const own = newKey === undefined ? key : { file: newKey };
  const known = own === undefined && to !== undefined ? undefined : readKey(own ?? DEFAULT_KEY);
  const container = asked ?? (known?.kind === 'secret' ? 'jwe' : 'age');
  if (container === 'jwe') {
    if (to !== undefined || known === undefined) {
      throw new SealingFault('wrong-key', 'a JWE is sealed with a key of 256 bits or a passphrase, not to recipients');
    }
    return {
      container,
      sealed: async function* (plain) {
        yield* chunksOf(await sealJwe(await concatenated(plain, MAX_JWE_BYTES), known));
      },
    };
  }
  const recipients = await recipientsOf(known, to ?? []);
  return { container, sealed: (plain) => sealAge(plain, recipients) };
}

async function recipientsOf(key: Key | undefined, to: readonly string[]): Promise<AgeRecipients> {
  if (key === undefined) return { recipients: to };
  if (key.kind === 'secret') {
    throw new SealingFault(
      'wrong-key',
      'the container age takes an identity or a passphrase, and the key is one for JWE',
    );
  }
  if (key.kind === 'identities') {
    const own = await Promise.all(key.identities.map((identity) => recipientOf(identity)));
    return { recipients: [...own, ...to] };
  }
  if (to.length > 0) {
    throw new SealingFault('unusable-key', 'a file is sealed with a passphrase or to recipients, not both');
  }
  return { passphrase: key.text };
}

async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch {
    throw new SealingFault('unusable-key', 'an age identity of the key is mistyped: its checksum is wrong');
  }
}

/** The public recipient of a new identity; none of a secret. */
async function makeKey(path: string, container: Container): Promise<string | undefined> {
  const identity = container === 'age' ? await generateIdentity() : undefined;
  const recipient = identity === undefined ? undefined : await identityToRecipient(identity);
  const text = identity === undefined ? secretText(randomBytes(32)) : `# public key: ${recipient}\n${identity}\n`;
  await writeBeside(path, chunksOf(new TextEncoder().encode(text)), { force: false, mode: KEY_MODE });
  return recipient;
}
