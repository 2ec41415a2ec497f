/**
 * The files of an archive, from bytes that may be hostile. All in memory: nothing is written before all of it was found
 * to be in order. Headers are decoded by the library; what may stand where is decided here, because readers that pass
 * over what they do not know disagree on what an archive holds.
 */
import { gunzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';
import { TrustFault } from '../../trust/trust-fault.js';
import { collisionIn, nameFault } from './entry-name.js';
import { PREFIX, type ArchiveForm } from './form.js';
import { MAX_HEADER_BYTES, MAX_RATIO, PACK_LIMITS, RATIO_FREE_BYTES, type ArchiveLimits } from './limits.js';

const BLOCK = 512;
const NPM_PREFIX = PREFIX.npm;

export interface ReadArchive {
  /** Contents by path, as the archive orders them; without npm's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly form: ArchiveForm;
}

/** Throws `TrustFault` (ASSAY1920–1928). */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits = PACK_LIMITS): ReadArchive {
  const entries = [...entriesOf(unzipped(bytes, limits), limits)];
  const names = entries.map(({ name }) => name);
  const isNpm = names.length > 0 && names.every((name) => name.startsWith(NPM_PREFIX));
  const files = entries.map(({ name, content }) => ({ name: isNpm ? name.slice(NPM_PREFIX.length) : name, content }));
  for (const { name } of files) {
    const fault = nameFault(name);
    if (fault !== undefined) throw new TrustFault(fault.code, fault.message);
  }
  const collision = collisionIn(files.map(({ name }) => name));
  if (collision !== undefined) throw new TrustFault(collision.code, collision.message);
  return { files: new Map(files.map(({ name, content }) => [name, content])), form: isNpm ? 'npm' : 'tar' };
}

/** Inflates no further than the limits; what follows the compressed data is refused. */
function unzipped(bytes: Uint8Array, limits: ArchiveLimits): Buffer {
  if (bytes.length > limits.archive) throw tooLarge(`the archive has more than ${limits.archive} bytes`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw damaged('it is not gzipped');
  const most = Math.min(limits.unpacked, Math.max(RATIO_FREE_BYTES, MAX_RATIO * bytes.length));
  let inflated: { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
  try {
    inflated = gunzipSync(bytes, { maxOutputLength: most, info: true }) as unknown as typeof inflated;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(`the archive unpacks to more than ${most} bytes`);
    if (code === 'Z_BUF_ERROR') throw damaged('it is cut off');
    throw damaged('its compressed data are damaged, or something follows them');
  }
  if (inflated.engine.bytesWritten < bytes.length) throw trailing();
  return inflated.buffer;
}

interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
}

function* entriesOf(tar: Buffer, limits: ArchiveLimits): Generator<Entry> {
  let extended: Pax | undefined;
  let count = 0;
  for (let at = 0; ;) {
    if (at + BLOCK > tar.length) throw damaged('it is cut off');
    if (isZero(tar.subarray(at, at + BLOCK))) {
      if (extended !== undefined || tar.length < at + 2 * BLOCK) throw damaged('it is cut off');
      if (!isZero(tar.subarray(at))) throw trailing();
      return;
    }
    const { type, path, size } = decoded(tar, at, extended);
    at += BLOCK;
    if (type === 'ExtendedHeader') {
      if (size > MAX_HEADER_BYTES) throw new TrustFault('ASSAY1928', `an extended header has ${size} bytes`);
      if (extended !== undefined) throw damaged('an extended header follows another');
      extended = Pax.parse(contentAt(tar, at, size).toString());
    } else {
      extended = undefined;
      if (type === 'File' || type === 'OldFile') {
        if (++count > limits.files) throw tooLarge(`the archive has more than ${limits.files} files`);
        if (size > limits.file) throw tooLarge(`a file has more than ${limits.file} bytes`);
        yield { name: path, content: contentAt(tar, at, size) };
      } else refuseOther(type, path, size);
    }
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** What an extended header says of the entry after it comes before what that says of itself (POSIX, pax). */
function decoded(
  tar: Buffer,
  at: number,
  extended: Pax | undefined,
): Pick<Header, 'type'> & { path: string; size: number } {
  let header: Header;
  try {
    header = new Header(tar, at);
  } catch {
    throw damaged('a header cannot be read');
  }
  const path = extended?.path ?? header.path ?? '';
  const size = Number(extended?.size ?? header.size ?? 0);
  if (!header.cksumValid || !Number.isSafeInteger(size) || size < 0)
    throw damaged('a header does not fit its checksum');
  return { type: header.type, path, size };
}

function contentAt(tar: Buffer, at: number, size: number): Buffer {
  if (at + size > tar.length) throw damaged('it is cut off');
  return tar.subarray(at, at + size);
}

/** Folders are those of the files in them; their names say as much of the archive as others'. */
function refuseOther(type: Header['type'], path: string, size: number): void {
  if (type === 'Link' || type === 'SymbolicLink') throw new TrustFault('ASSAY1922', `“${path}” is a link`);
  if (type !== 'Directory' || size > 0) {
    throw new TrustFault('ASSAY1923', `“${path}” is neither a file nor a folder (${type})`);
  }
  const named = nameFault(path.replace(/\/$/, ''));
  if (named !== undefined) throw new TrustFault(named.code, named.message);
}

const isZero = (bytes: Buffer): boolean => bytes.equals(Buffer.alloc(bytes.length));
const damaged = (why: string): TrustFault => new TrustFault('ASSAY1920', `it cannot be read as an archive: ${why}`);
const tooLarge = (why: string): TrustFault => new TrustFault('ASSAY1924', why);
const trailing = (): TrustFault => new TrustFault('ASSAY1927', 'something follows the end of the archive');
