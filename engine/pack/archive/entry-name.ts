import type { Fault } from '../../trust/trust-fault.js';

const MAX_NAME_BYTES = 1000;
const MAX_PART_BYTES = 255;
/** What Windows cannot hold, and control characters of Unicode, by which names look like others. */
const UNPORTABLE = /[\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/iu;

/** Why a file of a pack cannot have this name (relative, with `/`). */
export function nameFault(name: string): Fault | undefined {
  const parts = name.split('/');
  if (/^([\\/]|[a-z]:)/iu.test(name) || parts.includes('..')) {
    return { code: 'ASSAY1921', message: `the name “${shownName(name)}” leads out of the folder` };
  }
  const fault = (why: string): Fault => ({ code: 'ASSAY1926', message: `the name “${shownName(name)}” ${why}` });
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return fault(`has more than ${MAX_NAME_BYTES} bytes`);
  for (const part of parts) {
    if (part === '' || part === '.') return fault('has an empty part');
    if (Buffer.byteLength(part) > MAX_PART_BYTES) return fault(`has a part of more than ${MAX_PART_BYTES} bytes`);
    if (UNPORTABLE.test(part)) return fault('has a character that not every system can hold');
    if (/^ |[ .]$/.test(part)) return fault('has a blank or dot at an end');
    if (DEVICE.test(part)) return fault('is a device of Windows');
  }
  return undefined;
}

/** Names that some file system takes for one another have one key. */
export const nameKey = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

/** Without what could play tricks on a terminal, and short. */
function shownName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}

/**
 * Faults of all names together: two that are one on some file system, or one that is a file and a folder.
 *
 * @param names relative paths of files
 */
export function collisionIn(names: Iterable<string>): Fault | undefined {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const name of names) {
    const other = files.get(nameKey(name));
    if (other !== undefined) return collision(other, name);
    files.set(nameKey(name), name);
    const parts = name.split('/').slice(0, -1);
    for (let length = 1; length <= parts.length; length++) {
      const folder = parts.slice(0, length).join('/');
      const same = folders.get(nameKey(folder)) ?? folder;
      if (same !== folder) return collision(same, folder);
      folders.set(nameKey(folder), folder);
    }
  }
  for (const [key, folder] of folders) {
    const file = files.get(key);
    if (file !== undefined) return collision(file, `${folder}/`);
  }
  return undefined;
}

const collision = (a: string, b: string): Fault => ({
  code: 'ASSAY1925',
  message: `“${shownName(a)}” and “${shownName(b)}” are one name on some file systems`,
});
