/** Pages for people and records for programs: all that the command line prints. Each is loaded on use. */
import type {
  BundleOutcome,
  Explanation,
  PlannedSubject,
  PolicyDiff,
  PolicyPage,
  ReplayedReport,
  TestedDocument,
  ToldComparison,
  WaiverDraft,
} from '../api.js';
import type { AttestOutcome, GateOutcome } from '../attest-api.js';
import type { DoctorReport } from '../doctor/doctor.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Comparison } from './comparison.js';
import type { Language } from './messages/messages.js';
import type { MaskingPage } from './masking-text.js';
import type { MeasurementPage } from './measurement-text.js';
import type * as FilesText from './files-text.js';
import type * as PackText from './pack-text.js';
import type * as PolicyTestText from './policy-test-text.js';
import type { TextOptions } from './text/page.js';

export { pairReports } from './comparison.js';
export { FORMATS, REPORTERS, isReport } from './registry.js';
export type { Reporter, ReporterOptions } from './reporter.js';
export type { TextOptions } from './text/page.js';

export const renderJson = async (value: object): Promise<string> => (await import('./json.js')).renderJson(value);

export const renderDiagnostics = async (found: readonly Diagnostic[], options: TextOptions): Promise<string> =>
  (await import('./text/diagnostics.js')).renderDiagnostics(found, options);

export async function renderMeasurement(measured: MeasurementPage, options: TextOptions): Promise<string> {
  const { clippedMeasurement } = await import('./within-ranges.js');
  const measurement = clippedMeasurement(measured.measurement, (output) => measured.outputs?.[output]);
  return (await import('./measurement-text.js')).renderMeasurement({ ...measured, measurement }, options);
}

export const renderPlan = async (planned: PlannedSubject, options: TextOptions): Promise<string> =>
  (await import('./plan-text.js')).renderPlan(planned, options);

export async function renderExplanation(explanation: Explanation, options: TextOptions): Promise<string> {
  const { clippedRule } = await import('./within-ranges.js');
  const { judged, measurements } = explanation;
  const declared = (plugin: string, output: string) =>
    measurements.find((each) => each.plugin === plugin)?.outputs[output];
  const record = judged && clippedRule(judged.record, declared);
  const clipped = { ...explanation, ...(judged && record && { judged: { ...judged, record } }) };
  return (await import('./explanation-text.js')).renderExplanation(clipped, options);
}

export const renderCatalogue = async (catalogue: Catalogue, options: TextOptions): Promise<string> =>
  (await import('./catalogue-text.js')).renderCatalogue(catalogue, options);

export const renderDoctor = async (report: DoctorReport, options: TextOptions): Promise<string> =>
  (await import('./doctor-text.js')).renderDoctor(report, options);

export const renderPolicy = async (policy: PolicyPage, options: TextOptions): Promise<string> =>
  (await import('./policy-text.js')).renderPolicy(policy, options);

export const renderPolicyHtml = async (policy: PolicyPage, language: Language): Promise<string> =>
  (await import('./policy-html.js')).renderPolicyHtml(policy, language);

export const renderPolicyTests = async (tested: readonly TestedDocument[], options: TextOptions): Promise<string> =>
  (await import('./policy-test-text.js')).renderPolicyTests(tested, options);

export const policyTestShortfalls = async (
  ...asked: Parameters<(typeof PolicyTestText)['shortfalls']>
): Promise<readonly string[]> => (await import('./policy-test-text.js')).shortfalls(...asked);

/** How two reports compare, by format. */
export const COMPARERS: Readonly<Record<string, (comparison: Comparison, options: TextOptions) => Promise<string>>> = {
  html: async (comparison, options) =>
    (await import('./page/comparison.js')).renderComparisonHtml(await forReaders(comparison), options),
  text: async (comparison, options) =>
    (await import('./compared-reports-text.js')).renderComparisonText(await forReaders(comparison), options),
};

async function forReaders(comparison: Comparison): Promise<Comparison> {
  const { clippedReport } = await import('./within-ranges.js');
  const pairs = comparison.pairs.map(({ before, after }) => ({
    before: clippedReport(before),
    after: clippedReport(after),
  }));
  return { ...comparison, pairs };
}

export const renderDiff = async (diff: PolicyDiff, options: TextOptions): Promise<string> =>
  (await import('./diff-text.js')).renderDiff(diff, options);

export const renderWaiver = async (draft: WaiverDraft, options: TextOptions): Promise<string> =>
  (await import('./waiver-text.js')).renderWaiver(draft, options);

export const renderReplays = async (replays: readonly ReplayedReport[], options: TextOptions): Promise<string> =>
  (await import('./replay-text.js')).renderReplays(replays, options);

export const renderAttested = async (
  attested: NonNullable<AttestOutcome['attested']>,
  options: TextOptions,
): Promise<string> => (await import('./attest-text.js')).renderAttested(attested, options);

export const renderGate = async (outcome: GateOutcome, explain: boolean, options: TextOptions): Promise<string> =>
  (await import('./attest-text.js')).renderGate(outcome, explain, options);

export const renderBundle = async (made: NonNullable<BundleOutcome['bundle']>, options: TextOptions): Promise<string> =>
  (await import('./bundle-text.js')).renderBundle(made, options);

export const packPages = (): Promise<typeof PackText> => import('./pack-text.js');

export const renderMasking = async (masked: MaskingPage, options: TextOptions): Promise<string> =>
  (await import('./masking-text.js')).renderMasking(masked, options);

export const filesPages = (): Promise<typeof FilesText> => import('./files-text.js');

export const renderComparison = async (compared: ToldComparison, options: TextOptions): Promise<string> =>
  (await import('./comparison-text.js')).renderComparison(compared, options);

export const renderLinted = async (
  linted: readonly string[],
  found: readonly Diagnostic[],
  options: TextOptions,
): Promise<string> => (await import('./linted-text.js')).renderLinted(linted, found, options);
