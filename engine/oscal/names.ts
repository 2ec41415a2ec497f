/** Names between OSCAL and Assay: ids, parameters, versions, files. */

/** Camel case, as parameters of standards are named: `aia-73_prm_1` is `aia73Prm1`. */
export function parameterName(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
  const name = joined.slice(0, 90);
  return /^[A-Za-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : `p${name}`;
}

/** `name`, or with a number behind it where it is taken; it is taken from then on. */
export function unique(name: string, taken: Set<string>, separator = ''): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${separator}${number}`;
  taken.add(free);
  return free;
}

const GENERIC: ReadonlySet<string> = new Set(['catalog', 'catalogue', 'profile', 'index', 'oscal']);

/**
 * The id of a standard or profile, of a file's name: `NIST_SP-800-53_rev5_catalog.json` is `nist-sp-800-53-rev5-catalog`;
 * of `eu-ai-act/catalog.json`, whose name says nothing, it is that of the folder.
 */
export function idOfFile(path: string): string {
  const steps = path.split(/[\\/]+/).filter((step) => step !== '' && step !== '.' && step !== '..');
  const last = slug((steps.at(-1) ?? '').replace(/\.(json|ya?ml|xml)$/i, ''));
  const folder = slug(steps.at(-2) ?? '');
  return (GENERIC.has(last) || last === '') && folder !== '' ? folder : last === '' ? 'oscal' : last;
}

/** Lower-case letters and digits, the rest hyphens; empty where nothing of it is either. */
export const slug = (text: string, most = 90): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, most)
    .replace(/-$/, '');

const SEMANTIC =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** A semantic version for any: itself, or its first three numbers (`1.1` is `1.1.0`). */
export function semanticVersion(version: string): string {
  // A numeric part of a pre-release may not begin with 0.
  if (SEMANTIC.test(version) && !/[-.]0\d+([.+-]|$)/.test(version)) return version;
  const numbers = [...version.slice(0, 200).matchAll(/\d{1,9}/g)].slice(0, 3).map(([digits]) => Number(digits));
  return [0, 1, 2].map((at) => numbers[at] ?? 0).join('.');
}

/** OSCAL's tokens begin with a letter or `_`: a clause `4.1` becomes `clause-4.1`. */
const TOKEN = /^[\p{L}_][\p{L}\p{N}.\-_]*$/u;

export function token(id: string, prefix: string): string {
  if (TOKEN.test(id)) return id;
  const safe = id.replace(/[^\p{L}\p{N}.\-_]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${prefix}-${safe}`;
}
