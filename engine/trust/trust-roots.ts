/** Documents of kind TrustRoots: whose signatures are asked for, on what. */
import type { KeyObject } from 'node:crypto';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import type { Positions } from '../document/positions.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { TrustRootsDocument } from '../document/types.generated.js';
import { publicKeyOf } from './keys.js';

export interface TrustedKey {
  readonly name: string;
  readonly key: KeyObject;
  /** `YYYY-MM-DD`: from the first moment of the one day, UTC, to the first of the other. */
  readonly validFrom: string;
  readonly validUntil: string;
  readonly revoked?: { readonly on: string };
}

export interface TrustRoot {
  readonly id: string;
  /** Of ids, with `*` for any characters: of packs and standards that it signs, and under which it attests verdicts. */
  readonly packs: readonly string[];
  readonly attestations: readonly string[];
  readonly threshold: number;
  readonly keys: readonly TrustedKey[];
}

export interface TrustRoots {
  /** The document's file. */
  readonly file: string;
  readonly roots: readonly TrustRoot[];
}

export interface ReadTrustRoots {
  /** Absent where there is an error. */
  readonly roots?: TrustRoots;
  readonly diagnostics: readonly Diagnostic[];
}

export function readTrustRoots(source: Source, file: string): ReadTrustRoots {
  const { document, positions, diagnostics } = readDocument(source, file, { kinds: ['TrustRoots'] });
  if (document === undefined) return { diagnostics };
  const faults = [...keyFaults(document, positions), ...rootFaults(document, positions)];
  if (faults.some(isError)) return { diagnostics: [...diagnostics, ...faults] };
  const roots = document.roots.map(({ id, packs = [], attestations = [], threshold, keys }): TrustRoot => ({
    id,
    packs,
    attestations,
    threshold,
    keys: keys.map((name) => {
      const { publicKey, validFrom, validUntil, revoked } = document.keys[name]!;
      const days = { validFrom, validUntil };
      return { name, key: publicKeyOf(publicKey), ...days, ...(revoked !== undefined && { revoked }) };
    }),
  }));
  return { roots: { file, roots }, diagnostics };
}

/** The roots that govern an id; each of them asks for its own signatures. */
export const rootsOf = (
  roots: TrustRoots | undefined,
  id: string,
  what: 'packs' | 'attestations' = 'packs',
): readonly TrustRoot[] => (roots?.roots ?? []).filter((root) => root[what].some((pattern) => matches(pattern, id)));

/** `*` stands for any characters. In time that grows with the product of the lengths, whatever the pattern. */
function matches(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === id;
  if (!id.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop()!;
  for (const part of rest) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return id.length - last.length >= at && id.endsWith(last);
}

function keyFaults({ keys }: TrustRootsDocument, positions: Positions): Diagnostic[] {
  const named = new Map<string, string>();
  return Object.entries(keys).flatMap(([name, { publicKey, validFrom, validUntil }]) => {
    const other = named.get(publicKey);
    named.set(publicKey, name);
    return [
      ...(other === undefined
        ? []
        : [fault(positions, ['keys', name, 'publicKey'], `${name} is the same key as ${other}`)]),
      ...(validFrom < validUntil
        ? []
        : [
            fault(
              positions,
              ['keys', name, 'validUntil'],
              `${name} ends (${validUntil}) before it begins (${validFrom})`,
            ),
          ]),
    ];
  });
}

function rootFaults({ keys, roots }: TrustRootsDocument, positions: Positions): Diagnostic[] {
  return roots.flatMap((root, index) => [
    ...root.keys.flatMap((name, at) =>
      Object.hasOwn(keys, name) ? [] : [fault(positions, ['roots', index, 'keys', at], `there is no key ${name}`)],
    ),
    ...(root.threshold <= root.keys.length
      ? []
      : [
          fault(
            positions,
            ['roots', index, 'threshold'],
            `${root.threshold} signatures are asked for, of ${root.keys.length} keys`,
          ),
        ]),
  ]);
}

const fault = (positions: Positions, pointer: readonly (string | number)[], message: string): Diagnostic => ({
  code: 'ASSAY1914',
  severity: 'error',
  message,
  ...positions.value(pointer),
});
