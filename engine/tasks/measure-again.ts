/** The measurements of a report once more, on the same model and data, with its seed and its day. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeasureAgainRequest, MeasuredAgain } from '../api.js';
import { DOCUMENTS_FOLDER } from '../bundle/manifest.js';
import type { OpenedBundle } from '../bundle/open-bundle.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { compareFigures } from '../replay/compare-figures.js';
import type { Report } from '../report/report.js';
import { check } from './check.js';
import { writeFolder } from './pack/write-whole.js';
import { shown } from './shown-path.js';

export interface MeasuredAgainOutcome {
  readonly measured?: MeasuredAgain;
  readonly diagnostics: readonly Diagnostic[];
}

/** Policies: those asked for, else those in the bundle, else those that the subject names. */
export async function measureAgain(
  report: Report,
  { subject, policies, ...running }: MeasureAgainRequest,
  bundle: OpenedBundle | undefined,
): Promise<MeasuredAgainOutcome> {
  const unpacked = bundle === undefined ? undefined : unpack(bundle);
  try {
    const waivers = unpacked?.waivers ?? [];
    const chosen = policies ?? unpacked?.policies;
    const { only } = report.policy;
    const { reports, diagnostics } = await check({
      ...running,
      subjects: [subject],
      ...(chosen !== undefined && { policies: chosen }),
      ...(waivers.length > 0 && { waivers }),
      ...(only !== undefined && { only }),
      asOf: new Date(report.asOf),
      seed: report.seed,
    });
    const [again] = reports;
    if (again === undefined) return { diagnostics };
    if (again.kind === 'UnreadSubject') return { diagnostics: [...diagnostics, ...again.findings.filter(isError)] };
    const other = otherThan(report, again);
    if (other.length > 0) {
      const message = `${other.join(', ')}: not what the report of ${report.subject.name} ${report.subject.version} measured`;
      return { diagnostics: [...diagnostics, { code: 'ASSAY1987', severity: 'error', message, file: shown(subject) }] };
    }
    const verdicts = new Map(again.rules.map(({ id, verdict }) => [id, verdict]));
    const rules = report.rules.flatMap(({ id, verdict }) =>
      verdicts.get(id) === verdict ? [] : [{ rule: id, recorded: verdict, again: verdicts.get(id) ?? null }],
    );
    const figures = compareFigures(report.measurements, again.measurements);
    const samePolicy = report.policy.digest === again.policy.digest;
    const agrees =
      samePolicy && again.verdict === report.verdict && figures.every(({ agreement }) => agreement !== 'differs');
    return {
      measured: { subject: shown(subject), verdict: again.verdict, samePolicy, rules, figures, agrees },
      diagnostics,
    };
  } finally {
    unpacked?.remove();
  }
}

/** Model and data whose bytes are not those of the report. */
function otherThan(report: Report, again: Report): readonly string[] {
  const digests = new Map(again.subject.inputs.map(({ role, digest, path }) => [`${role} ${path}`, digest]));
  const inputs = report.subject.inputs.filter(({ role, path, digest }) => digests.get(`${role} ${path}`) !== digest);
  const isOtherModel = report.subject.model?.digest !== again.subject.model?.digest;
  return [...(isOtherModel ? ['model'] : []), ...inputs.map(({ role, path }) => `${role} (${path})`)];
}

function unpack({ manifest, files }: OpenedBundle): {
  readonly policies: readonly string[];
  readonly waivers: readonly string[];
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bundle-'));
  const documents = new Map([...files].filter(([path]) => path.startsWith(`${DOCUMENTS_FOLDER}/`)));
  writeFolder(join(folder, 'bundle'), documents);
  const inFolder = (path: string): string => join(folder, 'bundle', path);
  return {
    policies: manifest.policies.map(inFolder),
    waivers: manifest.waivers.map(inFolder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
