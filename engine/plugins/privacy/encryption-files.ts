/** Each file at rest: what it is, and what speaks against its being well encrypted. */
import { blockStatistics } from '../../methods/privacy/encryption/block-statistics.js';
import type { BlockStatistics } from '../../methods/privacy/encryption/block-statistics.js';
import { recognise } from '../../methods/privacy/encryption/containers/recognise.js';
import type { Container } from '../../methods/privacy/encryption/glimpse.js';
import { repeatedKeystream, shareKeystream } from '../../methods/privacy/encryption/keystream-reuse.js';
import { readableText } from '../../methods/privacy/encryption/readable-text.js';
import type { StoredFile } from '../../subject/view.js';

export const FILE_FAULTS = [
  /** In a format that encrypts nothing, or of bytes that no cipher gives. */
  'plain',
  'unrecognised',
  'unauthenticated',
  'weak-cipher',
  'short-key',
  'repeated-blocks',
  'nonce-reuse',
  'readable',
  'accepts-changes',
] as const;
export type FileFault = (typeof FILE_FAULTS)[number];

export interface InspectedFile {
  readonly name: string;
  readonly size: number;
  /** Absent where no format is recognised. */
  readonly container?: Container;
  /** Of what no format is recognised in, and of what should be ciphertext by its header. */
  readonly statistics?: BlockStatistics;
  /** The first ciphertext, of what no format is recognised in: to be compared with that of other files. */
  readonly start?: Uint8Array;
  /** The offset of a chunk under the keystream of the first. */
  readonly repeatsAt?: number;
  readonly faults: readonly FileFault[];
}

/** Enough for a format's header. */
const HEAD_BYTES = 1 << 20;
const TAIL_BYTES = 1 << 16;
/** Of what no format is recognised in. */
const STATISTICS_BYTES = 16 * 2 ** 20;
const COMPARED_BYTES = 4096;
/** NIST SP 800-131A, revision 2. */
const LEAST_KEY_BITS = 128;

export async function inspectFile(file: StoredFile, columns: readonly string[]): Promise<InspectedFile> {
  const { name, size } = file;
  const head = await file.read(0, HEAD_BYTES);
  const tail = size <= HEAD_BYTES ? head : await file.read(size - TAIL_BYTES, size);
  const { container, inner } = recognise({ size, head, tail });
  if (container !== undefined) {
    const { content, ...known } = container;
    const statistics = content === undefined ? undefined : blockStatistics(content);
    const faults = [
      ...faultsOf(known, [head, tail], columns),
      // A header is soon written; what follows must be ciphertext too.
      ...(content === undefined || statistics === undefined ? [] : contentFaults(content, statistics, columns)),
    ];
    return { name, size, container: known, ...(statistics && { statistics }), faults };
  }
  const bytes = inner ?? (await file.read(0, STATISTICS_BYTES));
  const statistics = blockStatistics(bytes);
  // In ECB equal plain text gives equal blocks: there is no keystream.
  const repeatsAt = statistics.repeated > 0 || statistics.refuted ? undefined : repeatedKeystream(bytes);
  const readable = inner === undefined && readableText(head, columns);
  return {
    name,
    size,
    statistics,
    start: bytes.slice(0, COMPARED_BYTES),
    ...(repeatsAt !== undefined && { repeatsAt }),
    faults: [
      statistics.refuted ? 'plain' : 'unrecognised',
      ...(statistics.repeated > 0 && !statistics.refuted ? ['repeated-blocks' as const] : []),
      ...(readable ? ['readable' as const] : []),
    ],
  };
}

function contentFaults(
  content: Uint8Array,
  { refuted, repeated }: BlockStatistics,
  columns: readonly string[],
): readonly FileFault[] {
  const readable = readableText(content, columns);
  return [
    ...(refuted || readable ? ['plain' as const] : []),
    ...(repeated > 0 && !refuted && !readable ? ['repeated-blocks' as const] : []),
    ...(readable ? ['readable' as const] : []),
  ];
}

function faultsOf(
  { name, encrypts, authenticated, weak, keyBits }: Container,
  parts: readonly Uint8Array[],
  columns: readonly string[],
): readonly FileFault[] {
  if (!encrypts) {
    const text = ['CSV', 'JSON', 'text'].includes(name);
    const readable = text || parts.some((bytes) => hasName(bytes, columns));
    return ['plain', ...(readable ? ['readable' as const] : [])];
  }
  return [
    ...(authenticated ? [] : ['unauthenticated' as const]),
    ...(weak === true ? ['weak-cipher' as const] : []),
    ...(keyBits !== undefined && keyBits < LEAST_KEY_BITS ? ['short-key' as const] : []),
  ];
}

/** Compressed and binary formats are read by their names alone: runs of printable bytes are in all of them. */
const hasName = (bytes: Uint8Array, columns: readonly string[]): boolean =>
  columns.some((name) => Buffer.byteLength(name) >= 3 && Buffer.from(bytes).includes(name));

export interface Reuse {
  /** Files that share a nonce, a salt or a keystream with one before them. */
  readonly files: readonly InspectedFile[];
  /** Pairs, for people: which file repeats which. */
  readonly pairs: readonly (readonly [file: string, earlier: string])[];
}

/** Where ciphertext may begin: at once, or after a vector of 8, 12 or 16 bytes. */
const STARTS = [0, 8, 12, 16];
/** Unrecognised files are compared pair by pair. */
const MOST_COMPARED = 500;

/** Of files that share a nonce, each but the first gets the fault. */
export function withReuse(files: readonly InspectedFile[]): Reuse {
  const owners = new Map<string, string>();
  const pairs: (readonly [string, string])[] = [];
  const unknown: InspectedFile[] = [];
  const inspected = files.map((file): InspectedFile => {
    const earlier =
      file.container === undefined
        ? (sameKeystream(file, unknown) ?? itself(file))
        : file.container.nonces.map((nonce) => owners.get(nonce)).find((owner) => owner !== undefined);
    for (const nonce of file.container?.nonces ?? []) if (!owners.has(nonce)) owners.set(nonce, file.name);
    if (file.container === undefined && file.faults.includes('unrecognised') && unknown.length < MOST_COMPARED) {
      unknown.push(file);
    }
    if (earlier === undefined) return file;
    pairs.push([file.name, earlier]);
    return { ...file, faults: [...file.faults, 'nonce-reuse'] };
  });
  return { files: inspected, pairs };
}

const itself = ({ name, repeatsAt }: InspectedFile): string | undefined =>
  repeatsAt === undefined ? undefined : `${name}, ${repeatsAt} bytes before`;

/** Equal vectors at the start, or ciphertexts whose difference is one of texts. */
function sameKeystream(file: InspectedFile, earlier: readonly InspectedFile[]): string | undefined {
  const { start, faults } = file;
  if (start === undefined || !faults.includes('unrecognised') || faults.includes('repeated-blocks')) return undefined;
  return earlier.find(
    (other) =>
      !other.faults.includes('repeated-blocks') &&
      (sameVector(start, other.start!) ||
        STARTS.some((from) => shareKeystream(start.subarray(from), other.start!.subarray(from)))),
  )?.name;
}

const VECTOR_BYTES = 12;
/** Magic numbers and sizes have few different bytes, random ones many. */
const LEAST_DIFFERENT = 11;

function sameVector(a: Uint8Array, b: Uint8Array): boolean {
  const vector = a.subarray(0, VECTOR_BYTES);
  if (vector.length < VECTOR_BYTES || new Set(vector).size < LEAST_DIFFERENT) return false;
  return vector.every((byte, at) => byte === b[at]) && !isSame(a, b);
}

/** A copy of a file uses no nonce a second time. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0;
