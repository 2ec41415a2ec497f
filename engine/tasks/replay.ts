/** `replay`: reports judged again from what they hold. */
import type { ReplayedReport, ReplayTaskOutcome } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { replayReport } from '../replay/replay-report.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';

export function replay(paths: readonly string[]): ReplayTaskOutcome {
  const source = fileSource();
  const replays: ReplayedReport[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    const path = shown(given);
    const read = readReports(source, path);
    diagnostics.push(...read.diagnostics);
    for (const report of read.reports) {
      const { replay: found, diagnostics: faults } = replayReport(report, path);
      diagnostics.push(...faults);
      if (found !== undefined) replays.push({ path, ...found });
    }
  }
  return { replays, diagnostics };
}
