/** From the paths of packs, standards and profiles to the effective policy. Pure: files through a `Source`. */
import type { Diagnostic } from '../document/diagnostic.js';
import { isError } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Catalogue, CatalogueEntry } from '../plugins/contract.js';
import type { Admission } from './admission.js';
import { checkRules } from './check-rules.js';
import { clauseFaults, clausesOf } from './clauses.js';
import { EMPTY_VIEW, faultAt, type View } from './layer.js';
import { loosenedBySettings } from './loosened-by-settings.js';
import { mergeViews } from './merge.js';
import type { Named } from './named.js';
import type { Place } from '../document/source-text.js';
import type { EffectivePolicy, EffectiveRule } from './policy.js';
import { digestOfPolicy } from './policy-digest.js';
import { ViewReader } from './read-view.js';

export interface ResolveRequest {
  /** Paths, each with the place that names it. */
  readonly paths: readonly { readonly path: string; readonly named?: Named }[];
  readonly catalogue: Catalogue;
  /** Reads a third party's manifest into a catalogue entry, as data. */
  readonly readManifest: (path: string, named: Place) => { entry?: CatalogueEntry; diagnostics: readonly Diagnostic[] };
  /** Absent: only what is in order by itself is asked for. */
  readonly admission?: Admission;
  /** `YYYY-MM-DD`, against `effectiveFrom` and `effectiveUntil`. */
  readonly asOf: string;
}

export interface Resolved {
  /** Absent where a diagnostic is an error. */
  readonly policy?: EffectivePolicy;
  /** The engine's catalogue and the entries of manifests. */
  readonly catalogue: Catalogue;
  readonly diagnostics: readonly Diagnostic[];
  readonly view: View;
}

/** Rules of paths, statically checked, before they are put together as a policy. */
export interface ResolvedRules extends Omit<Resolved, 'policy'> {
  /** Those without a fault. */
  readonly rules: readonly EffectiveRule[];
}

export function resolvePolicy(source: Source, request: ResolveRequest): Resolved {
  const { rules: found, ...resolved } = resolveRules(source, request);
  const { view, diagnostics } = resolved;
  if (diagnostics.some(isError)) return resolved;
  const policy = {
    packs: packsOf(view),
    rules: [...found].sort((a, b) => (a.id < b.id ? -1 : 1)),
    clauses: clausesOf(view),
    parameters: [...view.parameters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    waivers: view.waivers,
  };
  return { policy: { digest: digestOfPolicy(policy), ...policy }, ...resolved };
}

export function resolveRules(source: Source, request: ResolveRequest): ResolvedRules {
  const reader = new ViewReader(source, request.admission);
  const diagnostics: Diagnostic[] = [];
  let view: View = EMPTY_VIEW;
  for (const { path, named } of request.paths) {
    const merged = mergeViews(view, reader.read(path, named));
    view = merged.view;
    diagnostics.push(...merged.diagnostics);
  }
  diagnostics.unshift(...reader.diagnostics);
  const extra: Record<string, CatalogueEntry> = {};
  for (const [path, named] of view.manifests) {
    const { entry, diagnostics: faults } = request.readManifest(path, named);
    diagnostics.push(...faults);
    if (entry !== undefined) extra[entry.id] = entry;
  }
  const catalogue: Catalogue = { ...extra, ...request.catalogue };
  const checked = checkRules(view, catalogue);
  const loosened = loosenedBySettings(view, catalogue);
  // What else is wrong with a rule under such a setting comes of the setting.
  diagnostics.push(
    ...(loosened.length > 0 ? loosened : checked.diagnostics),
    ...clauseFaults(view),
    ...outOfEffect(view, request.asOf),
  );
  return { rules: checked.rules, catalogue, diagnostics, view };
}

/** Packs by what they hold; standards and profiles that stand alone by themselves. */
function packsOf(view: View): EffectivePolicy['packs'] {
  const packs = new Map(view.packs);
  for (const { id, version, digest } of view.layers.values())
    if (!packs.has(id)) packs.set(id, { id, version, digest });
  return [...packs.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function outOfEffect(view: View, asOf: string): Diagnostic[] {
  return [...view.layers.values()].flatMap(({ document, positions, id }) => {
    if (document.kind !== 'Standard') return [];
    const { effectiveFrom, effectiveUntil } = document.metadata;
    if (effectiveFrom !== undefined && effectiveUntil !== undefined && effectiveFrom >= effectiveUntil) {
      const message = `${id} would end (${effectiveUntil}) before it begins (${effectiveFrom})`;
      return [faultAt(positions, ['metadata', 'effectiveUntil'], 'value', { code: 'ASSAY1358', message })];
    }
    const early = effectiveFrom !== undefined && asOf < effectiveFrom;
    if (!early && !(effectiveUntil !== undefined && asOf >= effectiveUntil)) return [];
    const key = early ? 'effectiveFrom' : 'effectiveUntil';
    const message = early
      ? `${id} takes effect on ${effectiveFrom}, after ${asOf}`
      : `${id} was in effect until ${effectiveUntil ?? ''}`;
    return [faultAt(positions, ['metadata', key], 'value', { code: 'ASSAY1317', severity: 'warning', message })];
  });
}
