/** Digests of DESIGN.md §6: `sha256:` and 64 lower-case hexadecimal digits. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import canonicalize from 'canonicalize';
import type { Source } from '../document/source.js';

const PREFIX = 'sha256:';

/** Of bytes as they are (of a text's UTF-8). */
export function digestBytes(bytes: Uint8Array | string): string {
  return PREFIX + createHash('sha256').update(bytes).digest('hex');
}

/** Of a file's bytes, read in pieces: memory does not grow with the file. Rejects where the file cannot be read. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return PREFIX + hash.digest('hex');
}

/**
 * Of a folder: SHA-256 of the byte-wise sorted lines `<hex>  <posix path>\n`, one a file, paths relative to the
 * folder. `include` may leave files out (by relative path, folders with a trailing slash).
 */
export function digestFolder(source: Source, folder: string, include: (path: string) => boolean = () => true): string {
  const lines: Buffer[] = [];
  const walk = (path: string, relative: string): void => {
    for (const name of source.list(path)) {
      const child = posix.join(path, name);
      const childRelative = relative === '' ? name : `${relative}/${name}`;
      if (source.kind(child) === 'folder') {
        if (include(`${childRelative}/`)) walk(child, childRelative);
        continue;
      }
      const bytes = include(childRelative) ? source.read(child) : undefined;
      if (bytes === undefined) continue;
      lines.push(Buffer.from(`${digestBytes(bytes).slice(PREFIX.length)}  ${childRelative}\n`));
    }
  };
  walk(folder, '');
  return digestBytes(Buffer.concat(lines.sort(Buffer.compare)));
}

/** Of a JSON value, by RFC 8785. Throws on what JSON cannot hold (NaN, infinities, a function alone, bigint). */
export function digestValue(value: unknown): string {
  const text = (canonicalize as unknown as (value: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError('digestValue: the value has no JSON form');
  return digestBytes(text);
}
