/** `pack build`: the pack as it travels, after its documents and tests were found to be in order. */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { PackBuildOutcome, PackBuildRequest } from '../../pack-api.js';
import type { Diagnostic } from '../../document/diagnostic.js';
import { foundPack, listingFaults } from '../../pack/found-pack.js';
import { allFiles } from '../../pack/pack-contents.js';
import { withListing } from '../../pack/pack-manifest.js';
import { digestBytes } from '../../trust/digest.js';
import { diagnosticOf, TrustFault } from '../../trust/trust-fault.js';
import { shown } from '../shown-path.js';
import { testPolicies } from '../test-policies.js';
import { fileSource } from '../../document/file-source.js';
import { validateDocument } from '../validate-document.js';
import { caught, hasError } from './faults.js';
import { archiveBytes, archiveName } from './form-of.js';
import { openPack, type OpenedPack } from './opened-pack.js';
import { writeFolder, writeWhole } from './write-whole.js';

export function packBuild({ folder, form, output, asOf }: PackBuildRequest): PackBuildOutcome {
  const path = shown(folder);
  try {
    const { ready, diagnostics } = readyPack(path, asOf);
    if (ready === undefined) return { diagnostics };
    const { contents, document, pack, cases } = ready;
    const { id, version, digest } = pack;
    const built = { id, version, digest, files: contents.files.size, cases };
    if (form === 'folder') {
      const target = output ?? `${id}-${version}`;
      if (existsSync(target)) throw new TrustFault('ASSAY1940', `${target} is there already`);
      writeFolder(target, allFiles(contents));
      return { built: { ...built, path: target }, diagnostics };
    }
    const target = output ?? archiveName(document, form);
    const bytes = archiveBytes(contents, document, form);
    writeWhole(target, bytes);
    const about = { path: target, bytes: bytes.length, archiveDigest: digestBytes(bytes) };
    return { built: { ...built, ...about }, diagnostics };
  } catch (error) {
    return { diagnostics: [caught(error, path)] };
  }
}

export interface ReadyPack extends OpenedPack {
  readonly cases: number;
}

/** A folder's pack with its files listed, where nothing speaks against it. Throws `TrustFault`. */
export function readyPack(
  folder: string,
  asOf: Date,
): { readonly ready?: ReadyPack; readonly diagnostics: readonly Diagnostic[] } {
  const { opened, diagnostics: found } = openPack(folder);
  if (opened === undefined) return { diagnostics: found };
  if (opened.form !== 'folder')
    throw new TrustFault('ASSAY1939', `${folder} is an archive: a pack is built of its folder`);
  const secret = [...opened.contents.files].find(([, bytes]) => holdsKey(bytes))?.[0];
  if (secret !== undefined) throw new TrustFault('ASSAY1939', `${secret} holds a private key`);
  const listing = listingFaults(opened.pack).map((fault) => diagnosticOf(fault, folder));
  const { diagnostics: invalid } = validateDocument(fileSource(), shown(folder), asOf, 'own');
  const diagnostics = [...listing, ...invalid];
  if (hasError(diagnostics)) return { diagnostics };
  const tested = testPolicies([folder], asOf, 'own');
  const cases = tested.documents.flatMap((document) => document.cases);
  const faults = [...tested.diagnostics, ...testFaults(opened, tested.documents)];
  if (hasError(faults)) return { diagnostics: [...diagnostics, ...faults] };
  const contents = withListing(opened.contents, opened.document);
  const pack = foundPack(opened.document, contents);
  return { ready: { ...opened, contents, pack, cases: cases.length }, diagnostics: [...diagnostics, ...faults] };
}

/** A key that lies beside what it signs is easily given away with it. */
const holdsKey = (bytes: Uint8Array): boolean =>
  /PRIVATE KEY-----|AGE-SECRET-KEY-/.test(Buffer.from(bytes).toString('latin1'));

function testFaults(
  { path, document }: OpenedPack,
  tested: ReturnType<typeof testPolicies>['documents'],
): readonly Diagnostic[] {
  const fault = (message: string, file: string): Diagnostic => diagnosticOf({ code: 'ASSAY1939', message }, file);
  const files = new Set(tested.map(({ policy }) => policy));
  const untested = document.standards.map((standard) => posix.join(path, standard)).filter((file) => !files.has(file));
  return [
    ...untested.map((file) => fault(`${file} has no tests`, file)),
    ...tested.flatMap(({ file, cases }) => {
      const missed = cases.filter(({ misses }) => misses.length > 0).length;
      if (missed === 0) return [];
      const message = `${missed} of ${cases.length} cases do not go as expected`;
      return [{ ...fault(message, file), hint: `assay test ${file} shows them` }];
    }),
  ];
}
