/**
 * Assay's public door. Importing it loads next to nothing; each call imports what it needs.
 *
 * Faults of the user come back as diagnostics in the outcome; only faults of the engine's own are thrown.
 */
import type {
  BundleOutcome,
  BundleRequest,
  CheckOutcome,
  CheckRequest,
  CompareOutcome,
  CompareRequest,
  DiffOutcome,
  DiffRequest,
  ExplainOutcome,
  ExplainRequest,
  InitialiseOutcome,
  InitialiseRequest,
  LintOutcome,
  LintRequest,
  MaskOutcome,
  MaskRequest,
  MeasureAgainRequest,
  MeasureOutcome,
  MeasureRequest,
  OpenOutcome,
  OpenRequest,
  OscalExportOutcome,
  OscalExportRequest,
  OscalImportOutcome,
  OscalImportRequest,
  PlanOutcome,
  PlanRequest,
  PluginCheck,
  PolicyOutcome,
  PolicyRequest,
  PolicyTestOutcome,
  ReplayTaskOutcome,
  SealOutcome,
  SealRequest,
  SlimOutcome,
  SlimRequest,
  TagRunOutcome,
  TagRunRequest,
  ValidateOutcome,
  WaiveOutcome,
  WaiveRequest,
} from './api.js';
import type { Supply } from './running-api.js';
import type { Source } from './document/source.js';
import type { DoctorReport, DoctorRequest } from './doctor/doctor.js';
import type * as LanguageServices from './language/language.js';
import type { Catalogue } from './plugins/contract.js';
import type { ReadReport } from './tasks/read-report.js';
import type {
  PackAddOutcome,
  PackAddRequest,
  PackBuildOutcome,
  PackBuildRequest,
  PackKeygenOutcome,
  PackKeygenRequest,
  PackListOutcome,
  PackPublishOutcome,
  PackPublishRequest,
  PackSignOutcome,
  PackSignRequest,
  PackUpdateRequest,
  PackVerifyOutcome,
  PackVerifyRequest,
} from './pack-api.js';
import type { AttestOutcome, AttestRequest, GateOutcome, GateRequest } from './attest-api.js';
import type * as Reporting from './report/reporting.js';
import type * as Trusting from './trust/trusting.js';

export type * from './api.js';
export type * from './running-api.js';
export type * from './attest-api.js';
export type * from './pack-api.js';
export type { Diagnostic, Range } from './document/diagnostic.js';
export type { Source } from './document/source.js';
export type * as Services from './language/language.js';
export type { Comparison } from './report/comparison.js';
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
export async function validate(paths: readonly string[], asOf: Date, supply: Supply = {}): Promise<ValidateOutcome> {
  return (await import('./tasks/validate.js')).validate(paths, asOf, supply);
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
export async function lint(request: LintRequest): Promise<LintOutcome> {
  return (await import('./tasks/lint.js')).lint(request);
}

/** Runs the cases of PolicyTests; with what no case exercises, and mutants of rules that no case notices. */
export async function testPolicies(
  paths: readonly string[],
  asOf: Date,
  supply: Supply = {},
): Promise<PolicyTestOutcome> {
  return (await import('./tasks/test-policies.js')).testPolicies(paths, asOf, supply);
}

/** Judges what reports and bundles hold again, and says where they say something else; measures again where asked. */
export async function replay(paths: readonly string[], again?: MeasureAgainRequest): Promise<ReplayTaskOutcome> {
  return (await import('./tasks/replay.js')).replay(paths, again);
}

/** A report with the documents that it follows from, in one archive; the same bytes each time. */
export async function bundle(request: BundleRequest): Promise<BundleOutcome> {
  return (await import('./tasks/bundle.js')).bundle(request);
}

/** What changed between two versions of a policy, and which verdicts of past reports would flip. Nothing is measured. */
export async function diff(request: DiffRequest): Promise<DiffOutcome> {
  return (await import('./tasks/diff.js')).diff(request);
}

/** A draft of a waiver, to be reviewed and approved. */
export async function waive(request: WaiveRequest): Promise<WaiveOutcome> {
  return (await import('./tasks/waive.js')).waive(request);
}

/** A rule in words, with its clause and, from a report, why it got its verdict. */
export async function explain(request: ExplainRequest): Promise<ExplainOutcome> {
  return (await import('./tasks/explain.js')).explain(request);
}

/** A report file, held against its schema. */
export async function readReports(path: string): Promise<ReadReport> {
  const [{ readReportDocument }, { fileSource }] = await Promise.all([
    import('./tasks/read-report.js'),
    import('./document/file-source.js'),
  ]);
  return readReportDocument(fileSource(), path);
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

/** What an editor asks of documents that are being written: diagnostics, completions, hovers, definitions, renames. */
export const languageServices = (): Promise<typeof LanguageServices> => import('./language/language.js');

/** The files of this machine, for `languageServices`. */
export async function machineFiles(): Promise<Source> {
  return (await import('./document/file-source.js')).fileSource();
}

/** What this machine offers, and why not. */
export async function doctor(request: DoctorRequest): Promise<DoctorReport> {
  return (await import('./doctor/doctor.js')).doctor(request);
}

/** A subject and a profile that work, from what a folder holds or a server offers. */
export async function initialise(request: InitialiseRequest): Promise<InitialiseOutcome> {
  const { served } = request;
  if (served !== undefined)
    return await (await import('./initialise/initialise-served.js')).initialiseServed(request, served);
  const [task, { packageFolder }] = await Promise.all([
    import('./initialise/initialise.js'),
    import('./tasks/engine-version.js'),
  ]);
  return task.initialise(request, packageFolder());
}

/** A verdict as tags and artefacts of MLflow’s run or registered version, where it has the very model. */
export async function tagRun(request: TagRunRequest): Promise<TagRunOutcome> {
  return (await import('./tasks/tag-run.js')).tagRun(request);
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

/** A pack as it travels, after its documents and tests were found to be in order. The same bytes each time. */
export async function packBuild(request: PackBuildRequest): Promise<PackBuildOutcome> {
  return (await import('./tasks/pack/build.js')).packBuild(request);
}

/** One more signature on a pack, in its folder or archive. */
export async function packSign(request: PackSignRequest): Promise<PackSignOutcome> {
  return (await import('./tasks/pack/sign.js')).packSign(request);
}

/** A new key to sign with. */
export async function packKeygen(request: PackKeygenRequest): Promise<PackKeygenOutcome> {
  return (await import('./tasks/pack/keygen.js')).packKeygen(request);
}

/** Whether a pack is what those whom the trust roots name have signed, and no older than the lock knows. */
export async function packVerify(request: PackVerifyRequest): Promise<PackVerifyOutcome> {
  return (await import('./tasks/pack/verify.js')).packVerify(request);
}

/** Puts a pack where others take it from: a shared folder, or a registry of npm packages. */
export async function packPublish(request: PackPublishRequest): Promise<PackPublishOutcome> {
  return (await import('./tasks/pack/publish.js')).packPublish(request);
}

/** Takes a pack into `assay_packs/` and pins it in `assay.lock`. */
export async function packAdd(request: PackAddRequest): Promise<PackAddOutcome> {
  return (await import('./tasks/pack/add.js')).packAdd(request);
}

/** Takes newer versions of added packs, from where they were taken. */
export async function packUpdate(request: PackUpdateRequest): Promise<PackAddOutcome> {
  return (await import('./tasks/pack/add.js')).packUpdate(request);
}

/** What the lock pins, and whether it lies there so. */
export async function packList(request: Pick<Supply, 'trust'> & { readonly asOf: Date }): Promise<PackListOutcome> {
  return (await import('./tasks/pack/list.js')).packList(request);
}

/** Signs what a check came to: in-toto statements over the model's, the policy's and the report's digests. */
export async function attest(request: AttestRequest): Promise<AttestOutcome> {
  return (await import('./tasks/attest.js')).attest(request);
}

/** Whether this very model may be deployed under a policy, by what those who are trusted have attested. */
export async function gate(request: GateRequest): Promise<GateOutcome> {
  return (await import('./tasks/gate.js')).gate(request);
}

/** Signing and verifying anything: envelopes, statements, keys, trust roots. */
export const trusting = (): Promise<typeof Trusting> => import('./trust/trusting.js');

/** OSCAL catalogues and profiles as standards and profiles. */
export async function oscalImport(request: OscalImportRequest): Promise<OscalImportOutcome> {
  return (await import('./tasks/oscal.js')).oscalImport(request);
}

/** Standards as OSCAL catalogues, profiles as OSCAL profiles. */
export async function oscalExport(request: OscalExportRequest): Promise<OscalExportOutcome> {
  return (await import('./tasks/oscal.js')).oscalExport(request);
}
