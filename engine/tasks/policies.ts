/**
 * Resolving policies with the manifests that profiles name: what all commands that load policies share. Trust roots and
 * lock are asked here, so that no command can pass them by.
 */
import { resolve } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import { rememberingSource } from '../document/remembering-source.js';
import type { Place } from '../document/source-text.js';
import type { Source } from '../document/source.js';
import type { ExternalPlugin } from '../measure/external/external-plugin.js';
import { externalPluginOf } from '../measure/external/manifest.js';
import type { PackSigners } from '../pack/admission.js';
import { EMPTY_VIEW, faultAt } from '../pack/layer.js';
import { lockFaults, type Found } from '../pack/lock.js';
import { namedFault, type Named } from '../pack/named.js';
import {
  resolvePolicy,
  resolveRules,
  type Resolved,
  type ResolvedRules,
  type ResolveRequest,
} from '../pack/resolve-policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import type { CatalogueEntry } from '../plugins/contract.js';
import { digestBytes, digestValue } from '../trust/digest.js';
import { admissionOf, type SupplyOf } from './supply.js';

export interface PolicyPath {
  /** Relative to the working folder where it can be. */
  readonly path: string;
  /** Where a document names it; absent for the command line. */
  readonly named?: NonNullable<Named>;
}

export interface Policies extends Resolved {
  readonly externals: Readonly<Record<string, ExternalPlugin>>;
  /** What was admitted, for a lock to pin, and whose signatures it was admitted on, for a report to say. */
  readonly supplied: {
    readonly packs: readonly Found[];
    readonly plugins: readonly Found[];
    readonly signatures: readonly ({ readonly pack: string } & PackSigners)[];
  };
}

export function resolvePolicies(
  source: Source,
  paths: readonly PolicyPath[],
  asOf: Date,
  supply: SupplyOf = {},
): Policies {
  const { policy, ...resolved } = supplied<Resolved>(resolvePolicy, NOTHING, source, paths, asOf, supply);
  return { ...resolved, ...(policy !== undefined && !resolved.diagnostics.some(isError) && { policy }) };
}

/** Their rules, statically checked, where no policy is wanted of them. */
export const resolvePolicyRules = (
  source: Source,
  paths: readonly PolicyPath[],
  asOf: Date,
  supply: SupplyOf = {},
): ResolvedRules => supplied<ResolvedRules>(resolveRules, { ...NOTHING, rules: [] }, source, paths, asOf, supply);

const NOTHING = { catalogue: CATALOGUE, view: EMPTY_VIEW, diagnostics: [] };

/** What `resolve` makes of the paths, each pack and plugin admitted by trust roots and lock. */
function supplied<T extends Omit<Resolved, 'policy'>>(
  resolve: (source: Source, request: ResolveRequest) => T,
  nothing: T,
  source: Source,
  paths: readonly PolicyPath[],
  asOf: Date,
  supply: SupplyOf,
): T & Pick<Policies, 'externals' | 'supplied'> {
  const once = rememberingSource(source);
  const manifests = new Manifests(once);
  const { admission, lock, lockUse, diagnostics } = admissionOf(once, supply, asOf);
  if (diagnostics.some(isError))
    return { ...nothing, diagnostics, externals: {}, supplied: { packs: [], plugins: [], signatures: [] } };
  const resolved = resolve(once, {
    paths,
    admission,
    catalogue: CATALOGUE,
    asOf: asOf.toISOString().slice(0, 10),
    readManifest: (path, named) => manifests.read(path, named),
  });
  const { plugins } = manifests;
  const unlocked = plugins.flatMap(({ found, path, named }) =>
    lock === undefined ? [] : lockFaults('plugin', found, lock, lockUse).map((fault) => namedFault(path, named, fault)),
  );
  return {
    ...resolved,
    diagnostics: [...diagnostics, ...resolved.diagnostics, ...unlocked],
    externals: manifests.externals,
    supplied: {
      packs: [...admission.admitted.values()],
      plugins: plugins.map(({ found }) => found),
      signatures: [...admission.admitted.keys()].flatMap((pack) =>
        admission.signersOf(pack).map((signers) => ({ pack, ...signers })),
      ),
    },
  };
}

/** Third parties' plugins of one check, read as data. */
export class Manifests {
  readonly externals: Record<string, ExternalPlugin> = {};
  readonly plugins: { readonly found: Found; readonly path: string; readonly named: Named }[] = [];
  readonly #fileOf = new Map<string, string>();

  constructor(private readonly source: Source) {}

  read(path: string, named?: Place): { readonly entry?: CatalogueEntry; readonly diagnostics: readonly Diagnostic[] } {
    if (this.source.kind(path) !== 'file') {
      const message = `the manifest ${path} is not there`;
      return { diagnostics: [{ code: 'ASSAY1601', severity: 'error', message, ...(named ?? { file: path }) }] };
    }
    const { document, positions, diagnostics } = readDocument(this.source, path, { kinds: ['Plugin'] });
    if (document === undefined) return { diagnostics };
    const { plugin, faults } = externalPluginOf(document, resolve(path), this.source, CATALOGUE);
    const { id } = plugin.entry;
    const found = faults.map((fault) => faultAt(positions, fault.path, 'value', fault));
    const other = this.#fileOf.get(id);
    if (other !== undefined && other !== path) {
      const message = `${id} is also the id of ${other}`;
      found.push(faultAt(positions, ['id'], 'value', { code: 'ASSAY1607', message }));
    }
    this.#fileOf.set(id, path);
    this.externals[id] = plugin;
    this.plugins.push({
      found: { id, version: plugin.entry.version, digest: this.#digest(path, plugin) },
      path,
      named,
    });
    return { entry: plugin.entry, diagnostics: [...diagnostics, ...found] };
  }

  /** Of what a plugin declares and of its code. */
  #digest(path: string, { code }: ExternalPlugin): string {
    return digestValue({ manifest: digestBytes(this.source.read(path) ?? new Uint8Array()), code });
  }
}
