/** What `check` and `plan` do before anything is measured: subject, policy, plan, with all faults together. */
import { onnxruntimeVersion } from '../backends/onnxruntime-version.js';
import type { LogicalDevice } from '../backends/device.js';
import { tfjsVersions } from '../backends/tfjs-packages.js';
import type { DirectSubject, Selection } from '../api.js';
import type { Running } from '../running-api.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import { externalCode, type ExternalPlugin } from '../measure/external/external-plugin.js';
import { createMemo } from '../measure/memo.js';
import { meterInWords } from '../measure/meters/chosen-meter.js';
import type { ChosenMeter } from '../measure/meters/chosen-meter.js';
import type { Declarations } from '../pack/declarations.js';
import { declarationsOf } from '../pack/declarations.js';
import type { EffectivePolicy } from '../pack/policy.js';
import { standingOf } from '../judge/standing.js';
import { averagedExposures } from '../pack/averaged-exposure.js';
import { unmatchedProcedures } from '../pack/unmatched-procedures.js';
import { unmeetableRules } from '../pack/unmeetable.js';
import { planSubjectOf } from '../plan/plan-subject-of.js';
import { planMeasurements, planReadsMeter } from '../plan/plan-measurements.js';
import type { Plan } from '../plan/plan.js';
import type { Catalogue } from '../plugins/contract.js';
import type { LoadedSubject } from '../subject/loaded.js';
import { loadSubject } from '../subject/load-subject.js';
import { digestBytes } from '../trust/digest.js';
import { cacheFolder } from './cache-folder.js';
import { factsOf } from './evidence-for.js';
import { adapterFor, DEFAULT_DEVICE, nothingFor } from './device.js';
import { selectRules } from './only.js';
import { resolvePolicies, type Policies, type PolicyPath } from './policies.js';
import { shown } from './shown-path.js';
import { withHistory } from './with-history.js';

export interface Prepared {
  readonly subject: LoadedSubject;
  readonly policy: EffectivePolicy;
  readonly declarations: Declarations;
  readonly chosenBy: 'command-line' | 'subject';
  /** Of the policies that were named. */
  readonly documents: readonly string[];
  /** The subject's document, where it has one. */
  readonly document?: { readonly path: string; readonly digest: string };
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly externals: Readonly<Record<string, ExternalPlugin>>;
  readonly device: LogicalDevice;
  /** Chosen where it is first needed. */
  readonly meter: () => Promise<ChosenMeter>;
  /** Packs and plugins, for a lock to pin. */
  readonly supplied: Policies['supplied'];
  /** Warnings and notices; an error would have prevented this. */
  readonly findings: readonly Diagnostic[];
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The subjects of a request, each with the path that a person knows it by. */
export function askedSubjects({
  subjects,
  direct,
}: Selection): readonly { readonly path: string; readonly subject: string | DirectSubject }[] {
  const documents = subjects.map((path) => ({ path, subject: path }));
  return direct === undefined ? documents : [...documents, { path: direct.model, subject: direct }];
}

/** The machine on which a subject is prepared. */
export interface PreparedOn extends Pick<Prepared, 'device' | 'meter'> {
  readonly source: Source;
}

export async function prepare(
  subjectPath: string | DirectSubject,
  request: Selection & Pick<Running, 'cache' | 'device'>,
  { device, meter, source }: PreparedOn,
): Promise<Preparation> {
  const folder = cacheFolder(request.cache);
  const memo = folder === undefined ? {} : { memo: createMemo(folder) };
  const loaded =
    typeof subjectPath === 'string'
      ? await loadSubject(source, subjectPath, memo)
      : await (await import('../subject/subject-from-flags.js')).subjectFromFlags(source, subjectPath, memo);
  const diagnostics = [...loaded.diagnostics];
  const subject = loaded.subject && withHistory(loaded.subject, folder);
  const paths = policyPaths(request, subject);
  const policies = resolvePolicies(source, paths, request.asOf, request);
  diagnostics.push(...policies.diagnostics);
  if (subject !== undefined && paths.length === 0) diagnostics.push(noPolicy(subject));
  if (subject === undefined || policies.policy === undefined || diagnostics.some(isError)) {
    return { ok: false, diagnostics: errorsFirst(diagnostics) };
  }
  if (subject.model !== undefined) diagnostics.push(...unmatchedProcedures(policies.policy.rules, policies.catalogue));
  diagnostics.push(...averagedExposures(policies.policy.rules), ...unmeetableRules(policies.policy.rules));
  const chosen = selectRules(policies.policy, request.only ?? []);
  diagnostics.push(...chosen.diagnostics);
  if (chosen.policy.rules.length === 0 && !diagnostics.some(isError)) diagnostics.push(noRules(subject));
  if (diagnostics.some(isError)) return { ok: false, diagnostics: errorsFirst(diagnostics) };
  const adapter = await adapterFor(subject.spec, device);
  const asOf = request.asOf.toISOString();
  const inEffect = chosen.policy.rules.filter((rule) => standingOf(rule, asOf).effect === 'in-effect');
  const asked = { policy: { ...chosen.policy, rules: inEffect }, catalogue: policies.catalogue };
  const plan = planMeasurements({
    ...asked,
    subject: planSubjectOf(subject),
    facts: factsOf(subject),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    backends: backendsOf(subject),
    ...(adapter && { adapter }),
    ...(planReadsMeter(asked) && { meter: meterInWords(await meter()) }),
    ...(device.memory !== undefined && { budget: device.memory }),
    code: externalCode(policies.externals),
  });
  const idle = nothingFor(request.device ?? DEFAULT_DEVICE, plan, subject.file);
  if (idle.length > 0) return { ok: false, diagnostics: errorsFirst([...diagnostics, ...idle]) };
  return {
    ok: true,
    prepared: {
      subject,
      policy: chosen.policy,
      declarations: declarationsOf(chosen.policy.rules, policies.view, policies.catalogue),
      chosenBy: request.policies === undefined ? 'subject' : 'command-line',
      documents: paths.map(({ path }) => path),
      ...(typeof subjectPath === 'string' && { document: documentAt(source, subjectPath) }),
      plan,
      catalogue: policies.catalogue,
      externals: policies.externals,
      device,
      meter,
      supplied: policies.supplied,
      findings: diagnostics,
    },
  };
}

const documentAt = (source: Source, path: string): NonNullable<Prepared['document']> => ({
  path: shown(path),
  digest: digestBytes(source.read(path) ?? new Uint8Array()),
});

/** Errors before remarks; each in the order in which it was found. */
const errorsFirst = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...diagnostics.filter(isError),
  ...diagnostics.filter((diagnostic) => !isError(diagnostic)),
];

function policyPaths(request: Selection, subject: LoadedSubject | undefined): PolicyPath[] {
  if (request.policies !== undefined) return request.policies.map((path) => ({ path: shown(path) }));
  return (subject?.policies ?? []).map(({ path }, index) => ({
    path: shown(path),
    ...(subject && { named: subject.placeOf(['policies', index]) }),
  }));
}

/** What runs the model or trains the estimator, with its version: figures may change with it. */
export function backendsOf({ model, predecessor, spec }: LoadedSubject): Record<string, string> {
  const formats = [model?.format, predecessor?.format];
  return {
    ...(formats.includes('onnx') || spec.estimator?.type === 'mlp' ? { 'onnxruntime/cpu': onnxruntimeVersion() } : {}),
    ...(formats.includes('tfjs') || spec.estimator?.type === 'tfjs' ? tfjsVersions() : {}),
  };
}

function noPolicy(subject: LoadedSubject): Diagnostic {
  return {
    code: 'ASSAY1319',
    severity: 'error',
    message: `${subject.name} names no policy`,
    file: subject.file,
    hint: 'name one with --policy, or under policies in the subject',
  };
}

function noRules(subject: LoadedSubject): Diagnostic {
  return { code: 'ASSAY1319', severity: 'error', message: 'the policy has no rules', file: subject.file };
}
