/** `oscal import` and `oscal export`: between OSCAL and standards and profiles. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { OscalExportOutcome, OscalExportRequest, OscalImportOutcome, OscalImportRequest } from '../api.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { exportPolicy } from '../oscal/export-policy.js';
import { importOscal, type OscalFile } from '../oscal/import-oscal.js';
import { shown } from './shown-path.js';

export function oscalImport({ files, out }: OscalImportRequest): OscalImportOutcome {
  const source = fileSource();
  const given: OscalFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of new Set(files.map(shown))) {
    const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
    if (bytes !== undefined) given.push({ path, bytes });
    else diagnostics.push({ code: 'ASSAY1001', severity: 'error', message: 'there is no such file', file: path });
  }
  if (diagnostics.length > 0) return { files: [], diagnostics };
  const imported = importOscal(given);
  if (imported.diagnostics.some(isError)) return { files: [], diagnostics: imported.diagnostics };
  const texts = imported.files.map(({ file, document }) => ({ file, text: stringify(document, { lineWidth: 120 }) }));
  const written = write(out, texts);
  return {
    files: written.files.map((path, index) => {
      const { kind, metadata } = imported.files[index]!.document;
      return { path, kind, id: metadata.id };
    }),
    diagnostics: [...imported.diagnostics, ...written.diagnostics],
  };
}

export function oscalExport({ path, out, language, asOf }: OscalExportRequest): OscalExportOutcome {
  const exported = exportPolicy(fileSource(), shown(path), { language, lastModified: asOf.toISOString() });
  if (exported.diagnostics.some(isError)) return { documents: [], files: [], diagnostics: exported.diagnostics };
  const documents = exported.files.map(({ document }) => document);
  if (out === undefined) return { documents, files: [], diagnostics: exported.diagnostics };
  const texts = exported.files.map(({ file, document }) => ({
    file,
    text: `${JSON.stringify(document, undefined, 2)}\n`,
  }));
  const written = write(out, texts);
  return { documents, files: written.files, diagnostics: [...exported.diagnostics, ...written.diagnostics] };
}

/** All of them, or none where one is there already. */
function write(
  folder: string,
  texts: readonly { readonly file: string; readonly text: string }[],
): { files: readonly string[]; diagnostics: readonly Diagnostic[] } {
  const paths = texts.map(({ file }) => join(folder, file));
  const fault = (path: string, message: string): { files: []; diagnostics: readonly Diagnostic[] } => ({
    files: [],
    diagnostics: [{ code: 'ASSAY1382', severity: 'error', message, file: shown(path) }],
  });
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined) return fault(there, 'it is there already, and is not written over');
  try {
    mkdirSync(folder, { recursive: true });
    texts.forEach(({ text }, index) => writeFileSync(paths[index]!, text, { flag: 'wx' }));
    return { files: paths.map(shown), diagnostics: [] };
  } catch (error) {
    return fault(folder, `the files could not be written: ${(error as Error).message}`);
  }
}
