/** A profile as an OSCAL profile, version 1.1.2. */
import type { ParameterValue, ProfileDocument, StandardDocument } from '../document/types.generated.js';
import { clauseIds, parameterIdOf } from './export-catalogue.js';
import { metadataOf, type ExportOptions } from './export-metadata.js';
import { uuidOf } from './uuid.js';

/** One import of the profile: where its OSCAL form stands, and the standards that it leads to. */
export interface ExportedImport {
  readonly href: string;
  readonly standards: readonly StandardDocument[];
}

export function exportProfile(
  profile: ProfileDocument,
  imports: readonly ExportedImport[],
  options: ExportOptions,
): Readonly<Record<string, unknown>> {
  const { id, version } = profile.metadata;
  const standards = new Map(
    imports.flatMap((one) => one.standards.map((standard) => [standard.metadata.id, standard] as const)),
  );
  const settings = Object.entries(profile.set ?? {}).map(([name, value]) => setting(name, value, standards));
  return {
    profile: {
      uuid: uuidOf(`profile/${id}@${version}`),
      metadata: metadataOf(profile.metadata, options),
      imports: imports.map(({ href, standards: reached }) => ({ href, ...included(profile, reached) })),
      merge: { 'as-is': true },
      ...(settings.length > 0 && { modify: { 'set-parameters': settings } }),
    },
  };
}

/** The clauses selected of the standards that an import leads to; all where it selects of none of them. */
function included(profile: ProfileDocument, standards: readonly StandardDocument[]): Readonly<Record<string, unknown>> {
  const select = new Map(Object.entries(profile.select ?? {}));
  const known = new Set(standards.map(({ metadata }) => metadata.id));
  const selected = standards.filter(({ metadata }) => select.has(metadata.id));
  // Of catalogues that were not at hand nothing but the ids is known.
  const unseen = known.size === 0 ? [...select.values()].flat() : [];
  if (selected.length === 0 && unseen.length === 0) return { 'include-all': {} };
  const ids = standards.flatMap(({ metadata, clauses = [] }) => {
    const named = clauseIds(clauses);
    const chosen = select.get(metadata.id) ?? clauses.flatMap(({ id, heading }) => (heading === true ? [] : [id]));
    return chosen.map((id) => named.get(id) ?? id);
  });
  return { 'include-controls': [{ 'with-ids': [...ids, ...unseen] }] };
}

function setting(
  name: string,
  value: ParameterValue,
  standards: ReadonlyMap<string, StandardDocument>,
): Readonly<Record<string, unknown>> {
  const at = name.indexOf('.');
  const parameter = name.slice(at + 1);
  const parameters = standards.get(name.slice(0, at))?.parameters ?? {};
  const id = Object.hasOwn(parameters, parameter) ? parameterIdOf(parameter, parameters[parameter]!) : parameter;
  return { 'param-id': id, values: Array.isArray(value) ? value : [String(value)] };
}
