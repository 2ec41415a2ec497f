/** The code and configuration of a subject, searched for what undoes encryption. */
import { isUtf8 } from 'node:buffer';
import type { CodeFinding } from '../../methods/privacy/encryption/code/code-finding.js';
import { searchCode, searchKeys } from '../../methods/privacy/encryption/code/search-code.js';
import type { StoredFile } from '../../subject/view.js';

export interface CodePlace extends CodeFinding {
  readonly path: string;
}

/** Code that people write is shorter. */
const MOST_BYTES = 1 << 20;

/** `undefined` where the file is no text, or too large. */
export const codePlaces = (file: StoredFile): Promise<readonly CodePlace[] | undefined> => placesIn(file, searchCode);

/** Keys that lie among the data. */
export const keyPlaces = async (file: StoredFile): Promise<readonly CodePlace[]> =>
  (await placesIn(file, searchKeys)) ?? [];

async function placesIn(file: StoredFile, search: typeof searchKeys): Promise<readonly CodePlace[] | undefined> {
  if (file.size > MOST_BYTES) return undefined;
  const bytes = await file.read(0, file.size);
  if (!isUtf8(bytes) || bytes.includes(0)) return undefined;
  const text = new TextDecoder().decode(bytes);
  return search(file.name, text).map((finding) => ({ path: file.name, ...finding }));
}
