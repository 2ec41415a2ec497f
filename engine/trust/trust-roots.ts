/** Documents of kind TrustRoots: whose signatures are asked for, on what. */
import type { KeyObject } from 'node:crypto';
import { posix } from 'node:path';
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

/** Whoever an OpenID Connect issuer vouches for: signs through Sigstore, without a key of their own. */
export interface TrustedIdentity {
  readonly name: string;
  /** The certificate’s subject alternative name, with `*` for any characters. */
  readonly identity: string;
  readonly issuer: string;
  /** A file of Sigstore’s TrustedRoot, as JSON. */
  readonly trustedRoot: { readonly path: string; readonly json: object };
  /** `YYYY-MM-DD`, as those of keys, but of the instant of signing, which a log has seen. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly revoked?: { readonly on: string };
}

export interface TrustRoot {
  readonly id: string;
  /** Of ids, with `*` for any characters: of packs and standards that it signs, and under which it attests verdicts. */
  readonly packs: readonly string[];
  readonly attestations: readonly string[];
  readonly threshold: number;
  readonly keys: readonly TrustedKey[];
  readonly identities?: readonly TrustedIdentity[];
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
  const { identities, faults: identityFaults } = readIdentities(source, file, document, positions);
  const faults = [...keyFaults(document, positions), ...identityFaults, ...rootFaults(document, positions)];
  if (faults.some(isError)) return { diagnostics: [...diagnostics, ...faults] };
  const roots = document.roots.map((root): TrustRoot => ({
    id: root.id,
    packs: root.packs ?? [],
    attestations: root.attestations ?? [],
    threshold: root.threshold,
    keys: (root.keys ?? []).map((name) => {
      const { publicKey, validFrom, validUntil, revoked } = document.keys![name]!;
      const days = { validFrom, validUntil };
      return { name, key: publicKeyOf(publicKey), ...days, ...(revoked !== undefined && { revoked }) };
    }),
    identities: (root.identities ?? []).map((name) => identities.get(name)!),
  }));
  return { roots: { file, roots }, diagnostics };
}

/** Sigstore’s own form of the file’s content is read where a bundle is verified. */
function readIdentities(
  source: Source,
  file: string,
  { identities = {} }: TrustRootsDocument,
  positions: Positions,
): { readonly identities: ReadonlyMap<string, TrustedIdentity>; readonly faults: readonly Diagnostic[] } {
  const found = new Map<string, TrustedIdentity>();
  const faults = Object.entries(identities).flatMap(([name, { sigstore, validFrom, validUntil, revoked }]) => {
    const path = posix.join(posix.dirname(file), sigstore.trustedRoot);
    const at = ['identities', name, 'sigstore', 'trustedRoot'];
    const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
    if (bytes === undefined) return [fault(positions, at, `there is no file ${path}`)];
    const json = trustedRootIn(bytes);
    if (json === undefined) return [fault(positions, at, `${path} is no TrustedRoot of Sigstore in JSON`)];
    const { identity, issuer } = sigstore;
    found.set(name, {
      name,
      identity,
      issuer,
      trustedRoot: { path, json },
      ...(validFrom !== undefined && { validFrom }),
      ...(validUntil !== undefined && { validUntil }),
      ...(revoked !== undefined && { revoked }),
    });
    return [];
  });
  return { identities: found, faults };
}

function trustedRootIn(bytes: Uint8Array): object | undefined {
  try {
    const json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as {
      readonly mediaType?: unknown;
    };
    return String(json?.mediaType).startsWith('application/vnd.dev.sigstore.trustedroot') ? json : undefined;
  } catch {
    return undefined;
  }
}

/** The roots that govern an id; each of them asks for its own signatures. */
export const rootsOf = (
  roots: TrustRoots | undefined,
  id: string,
  what: 'packs' | 'attestations' = 'packs',
): readonly TrustRoot[] => (roots?.roots ?? []).filter((root) => root[what].some((pattern) => matches(pattern, id)));

/** `*` stands for any characters. In time that grows with the product of the lengths, whatever the pattern. */
export function matches(pattern: string, id: string): boolean {
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

function keyFaults({ keys = {} }: TrustRootsDocument, positions: Positions): Diagnostic[] {
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

function rootFaults({ keys = {}, identities = {}, roots }: TrustRootsDocument, positions: Positions): Diagnostic[] {
  return roots.flatMap((root, index) => {
    const named = { keys: root.keys ?? [], identities: root.identities ?? [] };
    const count = named.keys.length + named.identities.length;
    return [
      ...named.keys.flatMap((name, at) =>
        Object.hasOwn(keys, name) ? [] : [fault(positions, ['roots', index, 'keys', at], `there is no key ${name}`)],
      ),
      ...named.identities.flatMap((name, at) =>
        Object.hasOwn(identities, name)
          ? []
          : [fault(positions, ['roots', index, 'identities', at], `there is no identity ${name}`)],
      ),
      ...(named.identities.length > 0 && root.packs !== undefined
        ? [
            fault(
              positions,
              ['roots', index, 'identities'],
              'packs are signed with keys: give identities a root of their own',
            ),
          ]
        : []),
      ...(root.threshold <= count
        ? []
        : [
            fault(
              positions,
              ['roots', index, 'threshold'],
              `${root.threshold} signatures are asked for, of ${count} keys and identities`,
            ),
          ]),
    ];
  });
}

const fault = (positions: Positions, pointer: readonly (string | number)[], message: string): Diagnostic => ({
  code: 'ASSAY1914',
  severity: 'error',
  message,
  ...positions.value(pointer),
});
