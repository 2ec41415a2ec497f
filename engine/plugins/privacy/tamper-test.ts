/** Whether who has the key notices that a sealed file was altered by one bit. */
import type { StorageView, StoredFile } from '../../subject/view.js';
import type { InspectedFile } from './encryption-files.js';

export type TamperOutcome =
  | { readonly kind: 'refused' | 'accepted' }
  /** The key opens not even the file as it is. */
  | { readonly kind: 'not-opened' }
  /** The container is none that can be opened here. */
  | { readonly kind: 'not-ours' };

const FIRST_CHUNK = 1 << 16;

/**
 * One bit is flipped at a time: in the header, in the first chunk, in the last byte. Files of more than `most` bytes are
 * read as far as their first chunk, and their last byte is left.
 */
export async function tamperTest(
  file: StoredFile,
  { container, size }: InspectedFile,
  opens: NonNullable<StorageView['opens']>,
  most: number,
): Promise<TamperOutcome> {
  const whole = size <= most;
  const enough = whole ? undefined : FIRST_CHUNK;
  const untouched = await opens(file.chunks(), enough);
  if (untouched === 'not-ours') return { kind: 'not-ours' };
  // Where the file itself is refused, that altered ones are says nothing.
  if (untouched === 'refused') return { kind: 'not-opened' };
  // Where the content begins is not known of text in armour: its middle is content.
  const payload = container?.payload;
  const places = payload === undefined ? [size >> 1] : [payload >> 1, payload, ...(whole ? [size - 1] : [])];
  for (const place of new Set(places.filter((at) => at < size))) {
    if ((await opens(flipped(file, place), enough)) === 'opened') return { kind: 'accepted' };
  }
  return { kind: 'refused' };
}

async function* flipped(file: StoredFile, place: number): AsyncGenerator<Uint8Array, void, undefined> {
  let from = 0;
  for await (const chunk of file.chunks()) {
    if (place >= from && place < from + chunk.length) {
      const altered = Uint8Array.from(chunk);
      altered[place - from]! ^= 1;
      yield altered;
    } else yield chunk;
    from += chunk.length;
  }
}
