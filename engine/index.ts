/**
 * Assay's public door. Importing it loads next to nothing; each call imports what it needs.
 *
 * Faults of the user come back as diagnostics in the outcome; only faults of the engine's own are thrown.
 */
import type {
  CheckOutcome,
  CheckRequest,
  CompareOutcome,
  CompareRequest,
  ExplainOutcome,
  ExplainRequest,
  InitialiseOutcome,
  InitialiseRequest,
  LintOutcome,
  MaskOutcome,
  MaskRequest,
  MeasureOutcome,
  MeasureRequest,
  OpenOutcome,
  OpenRequest,
  PlanOutcome,
  PlanRequest,
  PluginCheck,
  PolicyOutcome,
  PolicyRequest,
  PolicyTestOutcome,
  SealOutcome,
  SealRequest,
  SlimOutcome,
  SlimRequest,
  ValidateOutcome,
} from './api.js';
import type { DoctorReport, DoctorRequest } from './doctor/doctor.js';
import type { Catalogue } from './plugins/contract.js';
import type * as Reporting from './report/reporting.js';

export type * from './api.js';
export type { Diagnostic } from './document/diagnostic.js';
export type { Report, ReportList } from './report/report.js';

/** Measures subjects and judges their policies: one report a subject. */
export async function check(request: CheckRequest): Promise<CheckOutcome> {
  return (await import('./tasks/check.js')).check(request);
}

/** What `check` would measure, and why; nothing is measured. */
export async function plan(request: PlanRequest): Promise<PlanOutcome> {
  return (await import('./tasks/plan.js')).plan(request);
}

/** One measurement of a subject, without a policy. */
export async function measure(request: MeasureRequest): Promise<MeasureOutcome> {
  return (await import('./tasks/measure.js')).measure(request);
}

/** The tables of a subject, masked by a plan, in a new folder, with what it cost. */
export async function mask(request: MaskRequest): Promise<MaskOutcome> {
  return (await import('./tasks/mask.js')).mask(request);
}

/** Reads documents and checks rules statically; no model, no data, no plugin is loaded. */
export async function validate(paths: readonly string[], asOf: Date): Promise<ValidateOutcome> {
  return (await import('./tasks/validate.js')).validate(paths, asOf);
}

/** The effective policy in words, with who set what. */
export async function policy(request: PolicyRequest): Promise<PolicyOutcome> {
  return (await import('./tasks/policy.js')).policy(request);
}

/** Whether a policy is at least as strict as another for every possible evidence, by proof. */
export async function compare(request: CompareRequest): Promise<CompareOutcome> {
  return (await import('./tasks/compare.js')).compare(request);
}

/** What analysis finds in valid policies: rules that nothing passes or fails, that exclude or repeat each other, and more. */
export async function lint(paths: readonly string[], asOf: Date): Promise<LintOutcome> {
  return (await import('./tasks/lint.js')).lint(paths, asOf);
}

/** Runs the cases of PolicyTests; with what no case exercises, and mutants of rules that no case notices. */
export async function testPolicies(paths: readonly string[], asOf: Date): Promise<PolicyTestOutcome> {
  return (await import('./tasks/test-policies.js')).testPolicies(paths, asOf);
}

/** A rule in words, with its clause and, from a report, why it got its verdict. */
export async function explain(request: ExplainRequest): Promise<ExplainOutcome> {
  return (await import('./tasks/explain.js')).explain(request);
}

/** The engine's own plugins: declarations and parameter schemas, as data. */
export async function catalogue(): Promise<Catalogue> {
  return (await import('./plugins/catalogue.generated.js')).CATALOGUE;
}

/**
 * Runs the module of a manifest on subjects in memory (ordinary, empty, one row, NaN, one class …) and says where it
 * breaks the contract: results as declared and in range, same seed same bytes, inputs untouched, abort honoured.
 */
export async function checkPlugin(
  manifest: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<PluginCheck> {
  return (await import('./tasks/check-plugin.js')).checkPlugin(manifest, parameters);
}

/** Pages and records of outcomes: reporters by format, diagnostics, plans, explanations. */
export const reporting = (): Promise<typeof Reporting> => import('./report/reporting.js');

/** What this machine offers, and why not. */
export async function doctor(request: DoctorRequest): Promise<DoctorReport> {
  return (await import('./doctor/doctor.js')).doctor(request);
}

/** A subject and a profile that work, from what a folder holds. */
export async function initialise(request: InitialiseRequest): Promise<InitialiseOutcome> {
  const [task, { packageFolder }] = await Promise.all([
    import('./initialise/initialise.js'),
    import('./tasks/engine-version.js'),
  ]);
  return task.initialise(request, packageFolder());
}

/** Encrypts files into an authenticated container; makes a key. */
export async function seal(request: SealRequest): Promise<SealOutcome> {
  return (await import('./tasks/seal.js')).seal(request);
}

/** Decrypts what was sealed: whole and untouched, or nothing. */
export async function open(request: OpenRequest): Promise<OpenOutcome> {
  return (await import('./tasks/open-sealed.js')).openSealed(request);
}

/** Writes the smallest model that is as good on the test rows, within a margin; the subject's own stays. */
export async function slim(request: SlimRequest): Promise<SlimOutcome> {
  return (await import('./tasks/slim.js')).slim(request);
}
