/** How a pack is named that is to be taken: a folder, an archive, a package of npm's, or an id in a registry's folder. */
import { statSync } from 'node:fs';
import type { PackSource } from '../../pack/lock.js';
import { TrustFault } from '../../trust/trust-fault.js';

const NPM_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A range or tag without blanks and shell's signs: `^1.0.0`, `1.x`, `latest`. */
const RANGE = /^[A-Za-z0-9.^~*+][A-Za-z0-9.^~*+-]*$/;

/** Paths stay as they were given. Throws `TrustFault` (ASSAY1942). */
export function sourceOf(spec: string, registry: string | undefined): PackSource {
  if (registry !== undefined) {
    const { name, range } = split(spec);
    if (!ID.test(name)) throw noSuch(spec, 'the id of a pack is lower-case letters, digits and hyphens');
    return { type: 'registry', folder: registry, range: ranged(spec, range ?? '*') };
  }
  if (statSync(spec, { throwIfNoEntry: false }) !== undefined) return { type: 'path', path: spec };
  if (!spec.startsWith('npm:')) throw noSuch(spec, `a package of npm’s is npm:${spec}`);
  const { name, range } = split(spec.slice('npm:'.length));
  if (!NPM_NAME.test(name)) throw noSuch(spec, 'that is no name of an npm package');
  return { type: 'npm', name, range: ranged(spec, range ?? 'latest') };
}

/** The id that a spec asks for in a registry's folder. */
export const idOf = (spec: string): string => split(spec).name;

function split(spec: string): { readonly name: string; readonly range?: string } {
  const at = spec.indexOf('@', 1);
  return at < 0 ? { name: spec } : { name: spec.slice(0, at), range: spec.slice(at + 1) };
}

function ranged(spec: string, range: string): string {
  if (RANGE.test(range) && range.length <= 200) return range;
  throw noSuch(spec, 'a range is written without blanks: ^1.0.0, ~1.2, 1.x, latest');
}

const noSuch = (spec: string, hint: string): TrustFault =>
  new TrustFault('ASSAY1942', `there is no pack ${spec}`, hint);
