/** `replay`: reports, and bundles of them, judged again from what they hold; on request, measured again. */
import { posix } from 'node:path';
import type { MeasureAgainRequest, ReplayedReport, ReplayTaskOutcome } from '../api.js';
import { bundleDiagnostic, BundleFault } from '../bundle/bundle-fault.js';
import { looksLikeBundle } from '../bundle/bundle-archive.js';
import { REPORT_FILE } from '../bundle/manifest.js';
import { openBundle, policyFaults, type OpenedBundle } from '../bundle/open-bundle.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { rememberingSource } from '../document/remembering-source.js';
import type { Source } from '../document/source.js';
import { replayReport } from '../replay/replay-report.js';
import { caught } from './pack/faults.js';
import { measureAgain } from './measure-again.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';

export async function replay(paths: readonly string[], again?: MeasureAgainRequest): Promise<ReplayTaskOutcome> {
  const source = rememberingSource(fileSource());
  const replays: ReplayedReport[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    const path = shown(given);
    const { bundle, fault } = bundleAt(source, path);
    if (fault !== undefined) {
      diagnostics.push(fault);
      continue;
    }
    const read =
      bundle === undefined ? readReports(source, path) : readReports(bundle.source, posix.join(path, REPORT_FILE));
    diagnostics.push(...read.diagnostics);
    for (const report of read.reports) {
      const faults = bundle === undefined ? [] : policyFaults(bundle, report, path);
      const outcome = replayReport(report, path);
      diagnostics.push(...faults, ...outcome.diagnostics);
      if (outcome.replay === undefined || faults.length > 0) continue;
      const measured = again === undefined ? undefined : await measureAgain(report, again, bundle);
      diagnostics.push(...(measured?.diagnostics ?? []));
      replays.push({
        path,
        ...outcome.replay,
        ...(bundle && { bundle: aboutBundle(bundle) }),
        ...(measured?.measured && { measured: measured.measured }),
      });
    }
  }
  return { replays, diagnostics };
}

/** Neither where the file is no bundle. */
function bundleAt(source: Source, path: string): { readonly bundle?: OpenedBundle; readonly fault?: Diagnostic } {
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined || !looksLikeBundle(bytes)) return {};
  try {
    return { bundle: openBundle(bytes, path) };
  } catch (error) {
    return { fault: error instanceof BundleFault ? bundleDiagnostic(error, path) : caught(error, path) };
  }
}

const aboutBundle = ({ manifest, files }: OpenedBundle): NonNullable<ReplayedReport['bundle']> => ({
  documents: files.size - 1 - manifest.attestations.length,
  attestations: manifest.attestations,
});
