/** `gate`: whether this very model may be deployed under a policy, by what others have attested. Offline; nothing is measured. */
import type { Condition, GateOutcome, GateRequest, WeighedAttestation } from '../attest-api.js';
import { readAttestations, type Attestation } from '../attest/attestation-file.js';
import {
  conditionAt,
  refusalConditions,
  timeConditions,
  verdictConditions,
  type ConditionFault,
} from '../attest/conditions.js';
import { DeployedModel, ModelFault } from '../attest/model-files.js';
import { policyCondition } from '../attest/policy-condition.js';
import { VERDICT_TYPE } from '../attest/predicate.js';
import { givenReport, reportCondition, type GivenReport } from '../attest/report-condition.js';
import { keylessFindings, weighSignatures } from '../attest/signatures.js';
import { claimedType, verdictStatement, type VerdictStatement } from '../attest/verdict-statement.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Source } from '../document/source.js';
import type { EffectivePolicy } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { holdSame } from '../trust/envelope.js';
import type { TrustRoots } from '../trust/trust-roots.js';
import { resolvePolicies } from './policies.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';
import { supplyTerms } from './supply.js';

/** All that attestations are weighed against. */
interface Gate {
  readonly request: GateRequest;
  readonly model: DeployedModel;
  readonly policy: EffectivePolicy;
  readonly catalogue: Catalogue;
  readonly roots: TrustRoots | undefined;
  readonly reports: readonly GivenReport[];
}

export async function gate(request: GateRequest): Promise<GateOutcome> {
  const source = fileSource();
  const { asOf } = request;
  const terms = supplyTerms(source, request);
  const paths = request.policies.map((path) => ({ path: shown(path) }));
  const { policy, catalogue, diagnostics: resolved } = resolvePolicies(source, paths, asOf, request);
  const reports = readAll(source, request.reports);
  const { model, fault } = modelAt(shown(request.model));
  const found = [...resolved, ...reports.diagnostics, ...(fault === undefined ? [] : [fault])];
  const diagnostics = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  if (policy === undefined || model === undefined || diagnostics.some(isError))
    return { attestations: [], diagnostics };
  const files = request.attestations.length > 0 ? request.attestations : attestationsBeside(source, model.path);
  const gathered = files.map((file) => attestationsIn(source, shown(file)));
  const against = { request, model, policy, catalogue, roots: terms.trust, reports: reports.found };
  const attestations: WeighedAttestation[] = [];
  for (const statement of byStatement(gathered.flatMap((each) => each.attestations))) {
    attestations.push(await weigh(statement, against));
  }
  const unread = gathered.flatMap(({ faults }) => faults);
  const decided = decide(attestations, unread);
  return {
    decision: decided,
    model: { path: model.path, digests: Object.fromEntries(await model.digests()) },
    policy: { digest: policy.digest, packs: policy.packs },
    attestations,
    diagnostics: [...diagnostics, ...(decided === 'admitted' ? [] : [...unread, ...reasonsOf(attestations)])],
  };
}

function modelAt(path: string): { readonly model?: DeployedModel; readonly fault?: Diagnostic } {
  try {
    return { model: DeployedModel.at(path) };
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    return { fault: { code: 'ASSAY1973', severity: 'error', message: error.message, file: path } };
  }
}

function readAll(source: Source, paths: readonly string[]) {
  const read = paths.map((given) => ({ path: shown(given), ...readReports(source, shown(given)) }));
  return {
    found: read.flatMap(({ path, reports }) => reports.map((report) => givenReport(path, report))),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function attestationsBeside(source: Source, model: string): readonly string[] {
  const [first, ...more] = ['intoto', 'sigstore'].map((form) => `${model.replace(/\/+$/, '')}.${form}.jsonl`);
  const there = [first!, ...more].filter((path) => source.kind(path) === 'file');
  return there.length > 0 ? there : [first!];
}

interface Placed extends Attestation {
  readonly file: string;
  readonly line: number;
}

interface Gathered {
  readonly attestations: readonly Placed[];
  readonly faults: readonly Diagnostic[];
}

/** The verdicts in a file. Where there is none: why. */
function attestationsIn(source: Source, file: string): Gathered {
  const fault = ({ code, message }: ConditionFault): Diagnostic => ({ code, severity: 'error', message, file });
  const read = readAttestations(source, file);
  if ('code' in read) return { attestations: [], faults: [fault(read)] };
  const claimed = read.map((each, index) => ({ ...each, file, line: index + 1, type: claimedType(each.envelope) }));
  const attestations = claimed.filter(({ type }) => type === VERDICT_TYPE);
  if (attestations.length > 0) return { attestations, faults: [] };
  const others = claimed.map(({ type }) =>
    typeof type === 'string'
      ? fault({ code: 'ASSAY1953', message: `it holds a statement of type ${JSON.stringify(type)}` })
      : fault(type),
  );
  return { attestations, faults: others.slice(0, 10) };
}

/** Signatures on one statement count together, wherever they lie. */
function byStatement(attestations: readonly Placed[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = [];
  for (const each of attestations) {
    const group = groups.find(([first]) => holdSame(first!.envelope, each.envelope));
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

async function weigh(placed: readonly Placed[], against: Gate): Promise<WeighedAttestation> {
  const { policy, roots, request } = against;
  const { file, line } = placed[0]!;
  const envelope = { ...placed[0]!.envelope, signatures: placed.flatMap((each) => each.envelope.signatures) };
  const condition = conditionAt(file);
  const ids = policy.packs.map(({ id }) => id);
  const bundles = await keylessFindings(placed, roots);
  const { signers, faults } = weighSignatures(envelope, ids, roots, request.asOf, bundles);
  const names = [...new Set(signers.flatMap((each) => each.signers))].join(', ');
  const signatures = condition('signatures', names, faults);
  if (!signatures.met) return { file, line, signers, conditions: [signatures], accepted: false };
  const statement = verdictStatement(envelope);
  if ('code' in statement) {
    return { file, line, signers, conditions: [signatures, condition('form', '', [statement])], accepted: false };
  }
  const { predicate } = statement;
  const conditions = [signatures, ...(await conditionsOf(statement, condition, against))];
  const { name, version } = predicate.subject;
  return { file, line, subject: { name, version }, signers, conditions, accepted: conditions.every(({ met }) => met) };
}

async function conditionsOf(
  { predicate, main, beside }: VerdictStatement,
  condition: ReturnType<typeof conditionAt>,
  { request, model, policy, catalogue, reports }: Gate,
): Promise<readonly Condition[]> {
  const difference = await model.differs(main, beside);
  const other: ConditionFault[] =
    difference === undefined
      ? []
      : [{ code: 'ASSAY1956', message: `${model.path} is not the model that was judged: ${difference}` }];
  const report = reportCondition(predicate, reports);
  // A proof takes long, and says nothing about another model.
  const told =
    difference === undefined
      ? [await policyCondition(predicate, { policy, catalogue }, report.policy, request.asOf)]
      : [];
  return [
    ['model', main, other] as const,
    ...verdictConditions(predicate),
    ...(report.told === undefined ? [] : [report.told]),
    ...told,
    ...timeConditions(predicate, request.asOf, request.maxAge),
    ...refusalConditions(predicate, request.refuse),
  ].map(([id, found, faults]) => condition(id, found, faults));
}

const OPEN = new Set(['ASSAY1958', 'ASSAY1962']);

function decide(attestations: readonly WeighedAttestation[], unread: readonly Diagnostic[]) {
  if (attestations.some(({ accepted }) => accepted)) return 'admitted';
  const reasons = [...unread, ...reasonsOf(attestations)];
  return reasons.every(({ code }) => OPEN.has(code)) ? 'undetermined' : 'refused';
}

/** Of those that are about this model, where there are any: others were not meant. */
function reasonsOf(attestations: readonly WeighedAttestation[]): readonly Diagnostic[] {
  const about = attestations.filter(({ conditions }) => conditions.some(({ id, met }) => id === 'model' && met));
  return (about.length > 0 ? about : attestations).flatMap(({ conditions }) =>
    conditions.flatMap(({ faults }) => faults),
  );
}
