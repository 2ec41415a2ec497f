/** The containers in which data sets are sealed, told by the first bytes of a file. */

/** `age`: https://age-encryption.org/v1; `jwe`: RFC 7516, compact. */
export const CONTAINERS = ['age', 'jwe'] as const;
export type Container = (typeof CONTAINERS)[number];

export const suffixOf = (container: Container): string => `.${container}`;

/** `p.csv` of `p.csv.age`. */
export const unsealedName = (path: string): string =>
  path.slice(0, path.length - (CONTAINERS.map(suffixOf).find((end) => path.endsWith(end))?.length ?? 0));

/** So many bytes tell. */
export const HEAD_BYTES = 4096;

const AGE = 'age-encryption.org/v1\n';
const ARMOUR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** `undefined` where the file is in none of them. */
export function containerOf(head: Uint8Array): Container | undefined {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  if (text.startsWith(AGE) || text.startsWith(ARMOUR)) return 'age';
  return isCompactJwe(text) ? 'jwe' : undefined;
}

export const isArmoured = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, ARMOUR.length)).toString('latin1') === ARMOUR;

/** Five parts with a point between; the first is a JSON object that names the cipher. */
function isCompactJwe(text: string): boolean {
  const end = text.indexOf('.');
  if (end === -1 || !/^[A-Za-z0-9_-]+$/.test(text.slice(0, end))) return false;
  try {
    const header: unknown = JSON.parse(Buffer.from(text.slice(0, end), 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && 'enc' in header;
  } catch {
    return false;
  }
}
