/** Resolving policies with the manifests that profiles name: what `check`, `plan`, `validate` and `explain` share. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Place } from '../document/source-text.js';
import type { Source } from '../document/source.js';
import type { ExternalPlugin } from '../measure/external/external-plugin.js';
import { externalPluginOf } from '../measure/external/manifest.js';
import { faultAt } from '../pack/layer.js';
import type { Named } from '../pack/named.js';
import {
  resolvePolicy,
  resolveRules,
  type Resolved,
  type ResolvedRules,
  type ResolveRequest,
} from '../pack/resolve-policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import type { CatalogueEntry } from '../plugins/contract.js';

export interface PolicyPath {
  /** Relative to the working folder where it can be. */
  readonly path: string;
  /** Where a document names it; absent for the command line. */
  readonly named?: NonNullable<Named>;
}

export interface Policies extends Resolved {
  readonly externals: Readonly<Record<string, ExternalPlugin>>;
}

export function resolvePolicies(source: Source, paths: readonly PolicyPath[], asOf: Date): Policies {
  const manifests = new Manifests(source);
  const resolved = resolvePolicy(source, requestFor(paths, manifests, asOf));
  return { ...resolved, externals: manifests.externals };
}

/** Their rules, statically checked, where no policy is wanted of them. */
export const resolvePolicyRules = (source: Source, paths: readonly PolicyPath[], asOf: Date): ResolvedRules =>
  resolveRules(source, requestFor(paths, new Manifests(source), asOf));

const requestFor = (paths: readonly PolicyPath[], manifests: Manifests, asOf: Date): ResolveRequest => ({
  paths,
  catalogue: CATALOGUE,
  asOf: asOf.toISOString().slice(0, 10),
  readManifest: (path, named) => manifests.read(path, named),
});

/** Third parties' plugins of one check, read as data. */
export class Manifests {
  readonly externals: Record<string, ExternalPlugin> = {};
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
    return { entry: plugin.entry, diagnostics: [...diagnostics, ...found] };
  }
}
