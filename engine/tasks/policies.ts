/** Resolving policies with the manifests that profiles name: what `check`, `plan`, `validate` and `explain` share. */
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Place } from '../document/source-text.js';
import type { Source } from '../document/source.js';
import type { ExternalPlugin } from '../measure/external/external-plugin.js';
import { externalPluginOf } from '../measure/external/manifest.js';
import { faultAt } from '../pack/layer.js';
import { resolvePolicy, type Resolved } from '../pack/resolve-policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';

export interface PolicyPath {
  /** Relative to the working folder where it can be. */
  readonly path: string;
  /** Where a document names it; absent for the command line. */
  readonly named?: Place;
}

export interface Policies extends Resolved {
  readonly externals: Readonly<Record<string, ExternalPlugin>>;
}

export function resolvePolicies(source: Source, paths: readonly PolicyPath[], asOf: Date): Policies {
  const externals: Record<string, ExternalPlugin> = {};
  const resolved = resolvePolicy(source, {
    paths,
    catalogue: CATALOGUE,
    asOf: asOf.toISOString().slice(0, 10),
    readManifest: (path, named) => {
      const read = readManifest(source, path, named);
      if (read.plugin === undefined) return { diagnostics: read.diagnostics };
      externals[read.plugin.entry.id] = read.plugin;
      return { entry: read.plugin.entry, diagnostics: read.diagnostics };
    },
  });
  return { ...resolved, externals };
}

export function readManifest(
  source: Source,
  path: string,
  named?: Place,
): { readonly plugin?: ExternalPlugin; readonly diagnostics: readonly Diagnostic[] } {
  if (source.kind(path) !== 'file') {
    const message = `the manifest ${path} is not there`;
    return { diagnostics: [{ code: 'ASSAY1601', severity: 'error', message, ...(named ?? { file: path }) }] };
  }
  const { document, positions, diagnostics } = readDocument(source, path, { kinds: ['Plugin'] });
  if (document?.kind !== 'Plugin') return { diagnostics };
  const { plugin, faults } = externalPluginOf(document, path, source, CATALOGUE);
  const found = faults.map((fault) => faultAt(positions, fault.path, 'value', fault));
  return { plugin, diagnostics: [...diagnostics, ...found] };
}
