/** Standards and profiles of a pack, or one of them, as OSCAL documents. Pure: files through a `Source`. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { ProfileDocument, StandardDocument } from '../document/types.generated.js';
import { clauseFaults } from '../pack/clauses.js';
import { ViewReader } from '../pack/read-view.js';
import { exportCatalogue } from './export-catalogue.js';
import type { ExportOptions } from './export-metadata.js';
import { exportProfile, type ExportedImport } from './export-profile.js';

export interface ExportedOscal {
  /** `<id>.catalog.json` or `<id>.profile.json`, and what stands in it. */
  readonly files: readonly { readonly file: string; readonly document: Readonly<Record<string, unknown>> }[];
  readonly diagnostics: readonly Diagnostic[];
}

export function exportPolicy(source: Source, path: string, options: ExportOptions): ExportedOscal {
  const reader = new ViewReader(source);
  const view = reader.read(path, undefined);
  const diagnostics: Diagnostic[] = [...reader.diagnostics, ...clauseFaults(view)];
  if (diagnostics.some(isError)) return { files: [], diagnostics };
  const files = documentsAt(source, path).map(({ file, document }) => {
    const unfit = withoutPlace(document);
    if (unfit.length > 0)
      diagnostics.push({ code: 'ASSAY1381', severity: 'notice', message: `not kept: ${unfit.join(', ')}`, file });
    return {
      file: oscalName(document),
      document:
        document.kind === 'Standard'
          ? exportCatalogue(document, options)
          : exportProfile(document, importsOf(source, file, document), options),
    };
  });
  return { files, diagnostics };
}

type Policy = StandardDocument | ProfileDocument;

interface Placed {
  readonly file: string;
  readonly document: Policy;
}

/** The standards of a pack; a standard or profile itself. All was read before, without faults. */
function documentsAt(source: Source, path: string): readonly Placed[] {
  const file = source.kind(path) === 'folder' ? posix.join(path, 'pack.yaml') : path;
  const { document } = readDocument(source, file, { kinds: ['Pack', 'Standard', 'Profile'] });
  if (document === undefined) return [];
  if (document.kind === 'Standard' || document.kind === 'Profile') return [{ file, document }];
  return document.standards.flatMap((standard) => documentsAt(source, beside(file, standard)));
}

const beside = (file: string, path: string): string =>
  posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path);

const oscalName = ({ kind, metadata }: Policy): string =>
  `${metadata.id}.${kind === 'Standard' ? 'catalog' : 'profile'}.json`;

function importsOf(source: Source, file: string, { imports = [] }: ProfileDocument): readonly ExportedImport[] {
  return imports.flatMap(({ pack }) =>
    documentsAt(source, beside(file, pack)).map((placed) => ({
      href: oscalName(placed.document),
      standards: standardsBehind(source, placed),
    })),
  );
}

function standardsBehind(source: Source, { file, document }: Placed): readonly StandardDocument[] {
  if (document.kind === 'Standard') return [document];
  return (document.imports ?? []).flatMap(({ pack }) =>
    documentsAt(source, beside(file, pack)).flatMap((placed) => standardsBehind(source, placed)),
  );
}

/** What of a standard or profile has no place in OSCAL. */
function withoutPlace(document: Policy): readonly string[] {
  const fields = document.kind === 'Profile' ? PROFILE_FIELDS : STANDARD_FIELDS;
  return fields.filter((field) => {
    const value = (document as unknown as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  });
}

const STANDARD_FIELDS = ['defaults', 'facts', 'measurements', 'rules'];
const PROFILE_FIELDS = [...STANDARD_FIELDS, 'parameters', 'clauses', 'raise', 'waivers', 'plugins'];
