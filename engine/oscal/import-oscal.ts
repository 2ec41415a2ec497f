/** OSCAL catalogues and profiles, given together, as standards and profiles. Pure: bytes in, documents out. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import type { ProfileDocument, StandardDocument } from '../document/types.generated.js';
import { exportCatalogue } from './export-catalogue.js';
import { exportProfile } from './export-profile.js';
import { importCatalogue } from './import-catalogue.js';
import { importProfile, type CatalogueAtHand, type ImportTarget } from './import-profile.js';
import type { OscalCatalogue, OscalProfile } from './model.js';
import { idOfFile, unique } from './names.js';
import { notKept } from './not-kept.js';
import { readOscal } from './read-oscal.js';

export interface OscalFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ImportedFile {
  /** `<id>.yaml` */
  readonly file: string;
  readonly document: StandardDocument | ProfileDocument;
}

export interface ImportedOscal {
  /** None where a diagnostic is an error. */
  readonly files: readonly ImportedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Given<D> {
  readonly path: string;
  readonly id: string;
  readonly value: unknown;
  readonly document: D;
}

export function importOscal(given: readonly OscalFile[]): ImportedOscal {
  const diagnostics: Diagnostic[] = [];
  const taken = new Set<string>();
  const catalogues: Given<OscalCatalogue>[] = [];
  const profiles: Given<OscalProfile>[] = [];
  for (const { path, bytes } of given) {
    const { document, value, diagnostics: found } = readOscal(path, bytes);
    diagnostics.push(...found);
    if (document === undefined) continue;
    const about = { path: posix.normalize(path), id: unique(idOfFile(path), taken, '-'), value };
    if (document.kind === 'catalog') catalogues.push({ ...about, document });
    else profiles.push({ ...about, document });
  }
  if (diagnostics.some(isError)) return { files: [], diagnostics };
  const importer = new Importer(catalogues, profiles, diagnostics);
  const files = importer.files();
  return { files: diagnostics.some(isError) ? [] : files, diagnostics };
}

class Importer {
  readonly #atHand: ReadonlyMap<string, CatalogueAtHand>;

  constructor(
    private readonly catalogues: readonly Given<OscalCatalogue>[],
    private readonly profiles: readonly Given<OscalProfile>[],
    private readonly diagnostics: Diagnostic[],
  ) {
    this.#atHand = new Map(
      catalogues.map(({ id, document }) => [id, { id, catalogue: document, imported: importCatalogue(document, id) }]),
    );
  }

  files(): readonly ImportedFile[] {
    const standards = this.catalogues.map(({ path, id, value }): ImportedFile => {
      const { document, faults } = this.#atHand.get(id)!.imported;
      this.diagnostics.push(...faults.map((fault) => ({ file: path, ...fault })));
      this.#tellNotKept(path, value, exportCatalogue(document, PLAIN));
      return { file: `${id}.yaml`, document };
    });
    const profiles = this.profiles.map((given): ImportedFile => {
      const targets = given.document.imports.map(({ hrefs }) => this.#target(hrefs, given, [given.id]));
      const { document, faults } = importProfile(given.document, given.id, targets);
      this.diagnostics.push(...faults.map((fault) => ({ file: given.path, ...fault })));
      const direct = targets.map(({ file, catalogues }) => ({
        href: file,
        standards: catalogues.map(({ imported }) => imported.document),
      }));
      this.#tellNotKept(given.path, given.value, exportProfile(document, direct, PLAIN));
      return { file: `${given.id}.yaml`, document };
    });
    return [...standards, ...profiles];
  }

  #target(hrefs: readonly string[], from: Given<OscalProfile>, through: readonly string[]): ImportTarget {
    const found = this.#find(hrefs, from.path);
    if (found === undefined) {
      const id = idOfFile(hrefs[0] ?? '');
      const message = `${(hrefs[0] ?? '').slice(0, 200)} is not at hand: it is named as ${id}.yaml`;
      if (through.length === 1)
        this.diagnostics.push({ code: 'ASSAY1379', severity: 'warning', message, file: from.path });
      return { file: `${id}.yaml`, catalogues: [], absent: [id] };
    }
    const file = `${found.id}.yaml`;
    const atHand = this.#atHand.get(found.id);
    if (atHand !== undefined) return { file, catalogues: [atHand], absent: [] };
    if (through.includes(found.id)) {
      const message = `it imports itself: ${[...through, found.id].join(' → ')}`;
      this.diagnostics.push({ code: 'ASSAY1380', severity: 'error', message, file: from.path });
      return { file, catalogues: [], absent: [] };
    }
    const profile = found as Given<OscalProfile>;
    const below = profile.document.imports.map((one) => this.#target(one.hrefs, profile, [...through, profile.id]));
    const catalogues = new Map(below.flatMap((target) => target.catalogues.map((one) => [one.id, one] as const)));
    return { file, catalogues: [...catalogues.values()], absent: below.flatMap(({ absent }) => absent) };
  }

  /** By its place, as the profile names it; else by its name. */
  #find(hrefs: readonly string[], from: string): Given<OscalCatalogue | OscalProfile> | undefined {
    const all = [...this.catalogues, ...this.profiles];
    const places = hrefs.map((href) => posix.join(posix.dirname(from), href));
    const ids = hrefs.map(idOfFile);
    return all.find(({ path }) => places.includes(path)) ?? all.find(({ id }) => ids.includes(id));
  }

  #tellNotKept(file: string, value: unknown, exported: unknown): void {
    const names = notKept(value, exported);
    if (names.length === 0) return;
    const message = `not kept: ${names.slice(0, 40).join(', ')}${names.length > 40 ? ` and ${names.length - 40} more` : ''}`;
    this.diagnostics.push({ code: 'ASSAY1381', severity: 'notice', message, file });
  }
}

/** What differs from export to export is no loss. */
const PLAIN = { language: 'en', lastModified: '' };
