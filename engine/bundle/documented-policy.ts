/** The policy that documents alone come to. Plugins are read as what their manifests declare; their code is not asked for. */
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import { externalPluginOf } from '../measure/external/manifest.js';
import type { EffectivePolicy } from '../pack/policy.js';
import { resolvePolicy } from '../pack/resolve-policy.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { differencesBetween } from '../replay/differences.js';
import type { Report } from '../report/report.js';

export interface DocumentedPolicy {
  /** Absent where a diagnostic is an error. */
  readonly policy?: EffectivePolicy;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param paths of what was named
 * @param asOf an ISO 8601 instant
 */
export function documentedPolicy(source: Source, paths: readonly string[], asOf: string): DocumentedPolicy {
  const nothing: Source = { read: () => undefined, kind: () => undefined, list: () => [] };
  const { policy, diagnostics } = resolvePolicy(source, {
    paths: paths.map((path) => ({ path })),
    catalogue: CATALOGUE,
    asOf: asOf.slice(0, 10),
    readManifest: (path) => {
      const { document, diagnostics: faults } = readDocument(source, path, { kinds: ['Plugin'] });
      if (document === undefined) return { diagnostics: faults };
      return { entry: externalPluginOf(document, path, nothing, CATALOGUE).plugin.entry, diagnostics: faults };
    },
  });
  return { ...(policy !== undefined && { policy }), diagnostics };
}

/** The same rules and limits, of the same packs byte for byte. */
export const isPolicyOf = (policy: EffectivePolicy, { policy: recorded }: Report): boolean =>
  policy.digest === recorded.digest && differencesBetween(policy.packs, recorded.packs).length === 0;
