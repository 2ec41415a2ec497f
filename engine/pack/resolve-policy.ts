/** From the paths of packs, standards and profiles to the effective policy. Pure: files through a `Source`. */
import type { Diagnostic } from '../document/diagnostic.js';
import { isError } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Catalogue, CatalogueEntry } from '../plugins/contract.js';
import { digestValue } from '../trust/digest.js';
import { checkRules } from './check-rules.js';
import { EMPTY_VIEW, faultAt, type View } from './layer.js';
import { mergeViews } from './merge.js';
import type { Named } from './named.js';
import type { Place } from '../document/source-text.js';
import type { EffectiveClause, EffectivePolicy, EffectiveRule } from './policy.js';
import { ViewReader } from './read-view.js';

export interface ResolveRequest {
  /** Paths, each with the place that names it. */
  readonly paths: readonly { readonly path: string; readonly named?: Named }[];
  readonly catalogue: Catalogue;
  /** Reads a third party's manifest into a catalogue entry, as data. */
  readonly readManifest: (path: string, named: Place) => { entry?: CatalogueEntry; diagnostics: readonly Diagnostic[] };
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
  return { policy: { digest: digestOf(policy), ...policy }, ...resolved };
}

export function resolveRules(source: Source, request: ResolveRequest): ResolvedRules {
  const reader = new ViewReader(source);
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
  diagnostics.push(...checked.diagnostics, ...outOfEffect(view, request.asOf));
  return { rules: checked.rules, catalogue, diagnostics, view };
}

/** Packs by what they hold; standards and profiles that stand alone by themselves. */
function packsOf(view: View): EffectivePolicy['packs'] {
  const packs = new Map(view.packs);
  for (const { id, version, digest } of view.layers.values())
    if (!packs.has(id)) packs.set(id, { id, version, digest });
  return [...packs.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function clausesOf(view: View): EffectiveClause[] {
  return [...view.layers.values()].flatMap((layer) =>
    (layer.document.clauses ?? []).map(({ id, title, text, citation = 'unverified' }) => ({
      layer: layer.id,
      id,
      title,
      ...(text === undefined ? {} : { text }),
      citation,
    })),
  );
}

/**
 * What the policy means, whatever file and line it came from: the same standard in another folder has the same
 * digest.
 */
function digestOf(policy: Omit<EffectivePolicy, 'digest'>): string {
  return digestValue({
    packs: policy.packs.map(({ id, version }) => ({ id, version })),
    rules: policy.rules.map((rule) => without(rule, 'origin', 'require', 'when')),
    parameters: policy.parameters.map((parameter) => without(parameter, 'origin', 'earlier')),
    waivers: policy.waivers.map((waiver) => without(waiver, 'origin')),
    clauses: policy.clauses,
  });
}

const without = (value: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

function outOfEffect(view: View, asOf: string): Diagnostic[] {
  return [...view.layers.values()].flatMap(({ document, positions, id }) => {
    if (document.kind !== 'Standard') return [];
    const { effectiveFrom, effectiveUntil } = document.metadata;
    const early = effectiveFrom !== undefined && asOf < effectiveFrom;
    if (!early && !(effectiveUntil !== undefined && asOf >= effectiveUntil)) return [];
    const key = early ? 'effectiveFrom' : 'effectiveUntil';
    const message = early
      ? `${id} takes effect on ${effectiveFrom}, after ${asOf}`
      : `${id} was in effect until ${effectiveUntil ?? ''}`;
    return [faultAt(positions, ['metadata', key], 'value', { code: 'ASSAY1317', severity: 'warning', message })];
  });
}
