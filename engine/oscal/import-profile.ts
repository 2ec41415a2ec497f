/** An OSCAL profile as a profile: which clauses it selects, and what it sets of those parameters that may be set. */
import type { ParameterValue, ProfileDocument, ProfileImport } from '../document/types.generated.js';
import type { ImportedCatalogue } from './import-catalogue.js';
import type { OscalCatalogue, OscalImport, OscalNode, OscalProfile } from './model.js';
import { parameterName, semanticVersion } from './names.js';
import type { OscalFault } from './reader.js';
import { controlsOf, select } from './select-controls.js';

/** What an import of a profile leads to. */
export interface ImportTarget {
  /** Its file, beside the profile's. */
  readonly file: string;
  /** Catalogues behind it: its own, or those that a profile rests on. */
  readonly catalogues: readonly CatalogueAtHand[];
  /** Ids of the standards whose catalogues are not at hand. */
  readonly absent: readonly string[];
}

export interface CatalogueAtHand {
  readonly id: string;
  readonly catalogue: OscalCatalogue;
  readonly imported: ImportedCatalogue;
}

export interface ImportedProfile {
  readonly document: ProfileDocument;
  readonly faults: readonly OscalFault[];
}

export function importProfile(profile: OscalProfile, id: string, targets: readonly ImportTarget[]): ImportedProfile {
  const reading = new ProfileImporter(targets);
  const { title, version, remarks } = profile.metadata;
  const ours = semanticVersion(version);
  const selected = reading.selection(profile.imports);
  const set = reading.settings(profile.settings);
  const imports = [...new Set(targets.map(({ file }) => file))].map((file): ProfileImport => ({ pack: file }));
  const document: ProfileDocument = {
    apiVersion: 'assay/v1',
    kind: 'Profile',
    metadata: {
      id,
      version: ours,
      title,
      ...(ours === version ? {} : { sourceVersion: version }),
      ...(remarks === undefined ? {} : { remarks }),
    },
    imports,
    ...(Object.keys(selected).length > 0 && { select: selected }),
    ...(Object.keys(set).length > 0 && { set }),
  };
  return { document, faults: reading.faults };
}

class ProfileImporter {
  readonly faults: OscalFault[] = [];

  constructor(private readonly targets: readonly ImportTarget[]) {}

  /** By standard, the ids of the controls that it names; standards of which it takes everything are left out. */
  selection(imports: readonly OscalImport[]): Record<string, string[]> {
    const selected = new Map<string, Set<string>>();
    const whole = new Set<string>();
    imports.forEach((one, index) => {
      const target = this.targets[index];
      if (target === undefined) return;
      if (one.include === 'all' && one.exclude.length === 0) {
        for (const { id } of target.catalogues) whole.add(id);
        for (const id of target.absent) whole.add(id);
        return;
      }
      for (const [standard, ids] of this.#of(one, target, `profile.imports[${index}]`)) {
        const known = selected.get(standard) ?? new Set();
        for (const id of ids) known.add(id);
        selected.set(standard, known);
      }
    });
    return Object.fromEntries(
      [...selected].filter(([id]) => !whole.has(id)).map(([id, ids]) => [id, [...ids]] as const),
    );
  }

  #of(
    { include, exclude }: OscalImport,
    target: ImportTarget,
    at: string,
  ): readonly (readonly [string, Iterable<string>])[] {
    const controls = new Map<string, OscalNode>();
    const standardOf = new Map<string, string>();
    for (const { id, catalogue } of target.catalogues)
      for (const [control, node] of controlsOf(catalogue)) {
        controls.set(control, node);
        standardOf.set(control, id);
      }
    const [absent] = target.absent;
    const needsAll =
      include === 'all' || [...include, ...exclude].some((one) => one.withChildren || one.patterns.length > 0);
    if (absent !== undefined && needsAll)
      this.#fault('ASSAY1377', `${at} cannot be told without the catalogue (${absent})`, 'give the catalogue too');
    const taken = include === 'all' ? { ids: new Set(controls.keys()), unknown: [] } : select(include, controls);
    const left = select(exclude, controls);
    const excluded = new Set([...left.ids, ...left.unknown]);
    if (absent === undefined)
      for (const id of [...taken.unknown, ...left.unknown].slice(0, 10))
        this.#fault('ASSAY1377', `${at}: there is no control ${id.slice(0, 100)} in what it imports`);
    const byStandard = new Map<string, string[]>(target.catalogues.map(({ id }) => [id, []]));
    if (absent !== undefined) byStandard.set(absent, []);
    for (const id of [...taken.ids, ...(absent === undefined ? [] : taken.unknown)])
      if (!excluded.has(id)) byStandard.get(standardOf.get(id) ?? absent ?? '')?.push(id);
    return [...byStandard];
  }

  settings(settings: OscalProfile['settings']): Record<string, ParameterValue> {
    const set: Record<string, ParameterValue> = {};
    const catalogues = new Map(
      this.targets.flatMap((target) => target.catalogues.map((one) => [one.id, one] as const)),
    );
    const [absent] = this.targets.flatMap((target) => target.absent);
    for (const { id, values } of settings) {
      const owner = [...catalogues.values()].find(({ imported }) => imported.nameOf.has(id));
      if (owner === undefined) {
        if (absent === undefined)
          this.#fault(
            'ASSAY1377',
            `the profile sets ${id.slice(0, 100)}, a parameter that there is not in what it imports`,
          );
        else set[`${absent}.${parameterName(id)}`] = values.length === 1 ? values[0]! : [...values];
        continue;
      }
      const name = owner.imported.nameOf.get(id)!;
      const { value, adjustable, clause } = owner.imported.document.parameters![name]!;
      const ours = Array.isArray(value) || values.length > 1 ? [...values] : values[0]!;
      const where = clause === undefined ? '' : ` (${clause})`;
      if (adjustable !== true && JSON.stringify(ours) !== JSON.stringify(value))
        this.#fault(
          'ASSAY1378',
          `the profile sets ${id}${where} to ${short(ours)}; the catalogue fixes it at ${short(value)}`,
        );
      else if (Array.isArray(ours) !== Array.isArray(value))
        this.#fault(
          'ASSAY1378',
          `the profile sets ${id}${where} to ${values.length} values; the catalogue leaves room for one`,
        );
      else set[`${owner.id}.${name}`] = ours;
    }
    return set;
  }

  #fault(code: string, message: string, hint?: string): void {
    this.faults.push({ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) });
  }
}

const short = (value: unknown): string =>
  `“${(Array.isArray(value) ? value.join(', ') : String(value)).slice(0, 100)}”`;
