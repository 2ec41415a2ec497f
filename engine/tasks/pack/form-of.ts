/** A pack in the form in which it travels. */
import type { PackDocument } from '../../document/types.generated.js';
import type { ArchiveForm } from '../../pack/archive/form.js';
import { writeArchive } from '../../pack/archive/write-archive.js';
import { carrierText, npmName } from '../../pack/carrier.js';
import { allFiles, CARRIER_FILE, type PackContents } from '../../pack/pack-contents.js';

/** @param carrier the `package.json` that it has already */
export function archiveBytes(
  contents: PackContents,
  document: PackDocument,
  form: ArchiveForm,
  carrier?: Uint8Array,
): Uint8Array {
  const files = allFiles(contents);
  if (form === 'tar') return writeArchive(files, form);
  return writeArchive(files.set(CARRIER_FILE, carrier ?? new TextEncoder().encode(carrierText(document))), form);
}

export function archiveName(document: PackDocument, form: ArchiveForm): string {
  const { id, version } = document.metadata;
  if (form === 'tar') return `${id}-${version}.tar.gz`;
  // As `npm pack` does.
  return `${npmName(document.metadata).replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
}
