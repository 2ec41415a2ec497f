/** `pack.yaml` with the digests of the other files. */
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocumentBytes } from '../document/read-document.js';
import type { PackDocument } from '../document/types.generated.js';
import { TrustFault } from '../trust/trust-fault.js';
import { fileDigests, PACK_FILE, type PackContents } from './pack-contents.js';

export interface ReadPackFile {
  /** Absent where there is an error. */
  readonly document?: PackDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** @param shownAs the name of `pack.yaml` in diagnostics */
export function readPackFile({ files }: PackContents, shownAs: string): ReadPackFile {
  const bytes = files.get(PACK_FILE);
  if (bytes !== undefined) return readDocumentBytes(shownAs, bytes, { kinds: ['Pack'] });
  throw new TrustFault('ASSAY1920', `there is no ${PACK_FILE} in it`);
}

/**
 * The contents with `files` in `pack.yaml`; as they are where that has been written before. Throws `TrustFault` where
 * the document is not written as a block that lines can be added to.
 */
export function withListing(contents: PackContents, document: PackDocument): PackContents {
  if (document.files !== undefined) return contents;
  const others = [...fileDigests(contents)].filter(([path]) => path !== PACK_FILE);
  const lines = ['files:', ...others.map(([path, digest]) => `  ${JSON.stringify(path)}: ${digest}`)];
  const text = new TextDecoder().decode(contents.files.get(PACK_FILE)).trimEnd();
  const bytes = new TextEncoder().encode(`${text}\n${lines.join('\n')}\n`);
  const read = readDocumentBytes(PACK_FILE, bytes, { kinds: ['Pack'] }).document;
  if (read === undefined || Object.keys(read.files ?? {}).length !== others.length) {
    const hint = 'Write the document as a block: `metadata:` at the beginning of a line.';
    throw new TrustFault('ASSAY1939', `the digests of the files cannot be added to ${PACK_FILE}`, hint);
  }
  // Signatures of what was not listed yet are void.
  return { files: new Map(contents.files).set(PACK_FILE, bytes) };
}
