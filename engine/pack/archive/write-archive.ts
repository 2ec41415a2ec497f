/** The archive of a pack, the same bytes wherever and whenever it is built. */
import { gzipSync } from 'fflate';
import { Header, Pax } from 'tar';
import { PREFIX, type ArchiveForm } from './form.js';

const BLOCK = 512;
const MODE = 0o644;
const EPOCH = new Date(0);

/**
 * A gzipped POSIX tar archive: names in the order of their UTF-8 bytes, no times, owners or folders, mode 644; in gzip's
 * header neither time nor name. Compressed in plain JavaScript: what zlib makes of the same bytes depends on its version
 * and on the processor.
 *
 * @param files contents by path
 */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>, form: ArchiveForm): Uint8Array {
  const names = [...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const blocks = names.flatMap((name) => entry(`${PREFIX[form]}${name}`, files.get(name)!));
  const tar = Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
  // A time of zero is none (RFC 1952).
  return gzipSync(tar, { level: 9, mtime: 0 });
}

function entry(path: string, content: Uint8Array): Uint8Array[] {
  const header = new Header({ path, mode: MODE, uid: 0, gid: 0, size: content.length, mtime: EPOCH, type: 'File' });
  const isLong = header.encode();
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [...(isLong ? [new Pax({ path }).encode()] : []), header.block!, content, padding];
}
