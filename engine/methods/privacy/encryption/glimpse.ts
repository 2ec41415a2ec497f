/** What is looked at of a file to tell what it is. */
export interface Glimpse {
  /** Bytes of the whole file. */
  readonly size: number;
  /** Its first bytes: all of them, or at least 1 MiB. */
  readonly head: Uint8Array;
  /** Its last bytes: all of them, or at least 64 KiB. */
  readonly tail: Uint8Array;
}

/** A format that a file's own bytes tell. */
export interface Container {
  readonly name: string;
  /** Whether what is in it is encrypted. */
  readonly encrypts: boolean;
  /** As the file shows it. */
  readonly cipher?: string;
  /** Of the key that encrypts the content: the bits that an attacker must guess. */
  readonly keyBits?: number;
  /** Whether a change of the content is noticed by who has the key. */
  readonly authenticated: boolean;
  /** The cipher or its mode is known to be broken. */
  readonly weak?: true;
  /** Nonces, initialisation vectors, salts: what must not stand in two files. */
  readonly nonces: readonly string[];
  /** The offset of the encrypted content. */
  readonly payload?: number;
  /** What is ciphertext if the header tells the truth; as much of it as was looked at. */
  readonly content?: Uint8Array;
}

export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const startsWith = (bytes: Uint8Array, text: string): boolean => latin1(bytes.subarray(0, text.length)) === text;
/** Over the same memory. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes of base64 text, standard or URL-safe, with line ends; `undefined` where it is other text. */
export function fromBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (packed === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(packed)) return undefined;
  return new Uint8Array(Buffer.from(packed, 'base64'));
}
