/** `bundle`: a report with the documents that it follows from, and attestations on it, in one archive. */
import { basename } from 'node:path';
import type { BundleOutcome, BundleRequest } from '../api.js';
import { BundleFault, bundleDiagnostic } from '../bundle/bundle-fault.js';
import { writeBundle } from '../bundle/bundle-archive.js';
import { gatherDocuments } from '../bundle/gather.js';
import { ATTESTATIONS_FOLDER, REPORT_FILE } from '../bundle/manifest.js';
import { fileSource } from '../document/file-source.js';
import { rememberingSource } from '../document/remembering-source.js';
import type { Source } from '../document/source.js';
import { parseAttestations } from '../attest/attestation-file.js';
import { parseEnvelope } from '../trust/envelope.js';
import { digestBytes } from '../trust/digest.js';
import { caught } from './pack/faults.js';
import { writeWhole } from './pack/write-whole.js';
import { readReportDocument } from './read-report.js';
import { shown } from './shown-path.js';

export function bundle({ report: given, output, attestations = [] }: BundleRequest): BundleOutcome {
  const path = shown(given);
  const source = rememberingSource(fileSource());
  const { document, diagnostics } = readReportDocument(source, path);
  if (document === undefined) return { diagnostics };
  try {
    const found = document.kind === 'Report' ? [document] : document.reports;
    const [report] = found;
    if (report?.kind !== 'Report' || found.length > 1)
      throw new BundleFault('ASSAY1986', `the file holds ${found.length} reports`, 'bundle them one by one');
    const signed = attestations.map((file) => readAttestation(source, shown(file)));
    const faults = signed.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
    const { gathered, diagnostics: remarks } = gatherDocuments(source, report, path);
    if (gathered === undefined || faults.length > 0) return { diagnostics: [...remarks, ...faults] };
    const { files: documents, ...named } = gathered;
    const attested = new Map(
      signed.map(({ name, bytes }, index) => [`${ATTESTATIONS_FOLDER}/${index + 1}-${name}`, bytes]),
    );
    const { name, version } = report.subject;
    const about = { subject: { name, version }, verdict: report.verdict, ...named, attestations: [...attested.keys()] };
    const files = new Map([[REPORT_FILE, source.read(path)!], ...documents, ...attested]);
    const bytes = writeBundle(about, files);
    const target = output ?? `${name}-${version}.bundle.tar.gz`;
    writeWhole(target, bytes);
    return {
      bundle: {
        path: target,
        bytes: bytes.length,
        digest: digestBytes(bytes),
        subject: about.subject,
        verdict: report.verdict,
        documents: documents.size,
        attestations: attested.size,
      },
      diagnostics: remarks,
    };
  } catch (error) {
    return { diagnostics: [error instanceof BundleFault ? bundleDiagnostic(error, path) : caught(error, path)] };
  }
}

/** What `attest` writes, or one DSSE envelope. Who signed it is asked where it is used. */
function readAttestation(
  source: Source,
  path: string,
): { readonly name: string; readonly bytes: Uint8Array; readonly fault?: BundleOutcome['diagnostics'][number] } {
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  const name = basename(path);
  if (bytes === undefined) {
    const fault = { code: 'ASSAY1001', severity: 'error', message: `${path} is not there`, file: path } as const;
    return { name, bytes: new Uint8Array(), fault };
  }
  try {
    if ('code' in parseAttestations(bytes)) parseEnvelope(bytes);
    return { name, bytes };
  } catch (error) {
    return { name, bytes, fault: caught(error, path) };
  }
}
