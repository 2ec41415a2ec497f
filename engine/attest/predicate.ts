/** What is signed of a report: Assay's own predicate and the SLSA Verification Summary, over the same model. Pure. */
import type { Report } from '../report/report.js';
import type { DeepReadonly } from '../report/report.js';
import { digestValue } from '../trust/digest.js';
import type { Statement } from '../trust/statement.js';
import type * as Generated from './types.generated.js';

export type VerdictPredicate = DeepReadonly<Generated.VerdictPredicate>;

export const VERDICT_TYPE = 'urn:assay:verdict:v1';
/** SLSA 1.0, Verification Summary Attestation: https://slsa.dev/spec/v1.0/verification_summary. */
export const SUMMARY_TYPE = 'https://slsa.dev/verification_summary/v1';

/** The name of the model's own file among a statement's subjects; its other files go by their path beside it. */
export const MODEL = 'model';

/** A report about a model whose files are known. */
export type AttestableReport = Report & {
  readonly subject: { readonly model: { readonly digest: string; readonly format: string } };
};

export const isAttestable = (report: Report): report is AttestableReport =>
  typeof report.subject.model?.digest === 'string';

/** Equal for all who sign the same report. */
export function statementsOf(report: AttestableReport, holdsUntil: string | undefined): readonly Statement[] {
  const subject = filesOf(report);
  return [
    { subject, predicateType: VERDICT_TYPE, predicate: verdictOf(report, holdsUntil) },
    { subject, predicateType: SUMMARY_TYPE, predicate: summaryOf(report) },
  ];
}

function filesOf({ subject: { model, inputs } }: AttestableReport): ReadonlyMap<string, string> {
  const beside = inputs
    .filter(({ role }) => role === 'model.external')
    .map(({ path, digest }) => [path, digest] as const);
  return new Map([[MODEL, model.digest], ...beside]);
}

function verdictOf(report: AttestableReport, holdsUntil: string | undefined): VerdictPredicate {
  const { verdict, asOf, engine, subject, policy, rules, measurements } = report;
  const bases = rules.flatMap(({ evidence }) => evidence.flatMap(({ basis }) => basis ?? []));
  return {
    verdict,
    asOf,
    ...(holdsUntil === undefined ? {} : { holdsUntil }),
    engine,
    subject: { name: subject.name, version: subject.version, digest: subject.digest },
    model: { digest: subject.model.digest, format: subject.model.format },
    policy: { digest: policy.digest, ...(policy.only === undefined ? {} : { only: policy.only }), packs: policy.packs },
    seed: { value: report.seed, chosen: report.seedChosen },
    measurements: { count: measurements.length, cached: measurements.filter(({ cached }) => cached).length },
    waivers: rules.flatMap(({ id, waiver }) =>
      waiver?.state === 'applied' ? [{ rule: id, approvedBy: waiver.approvedBy, expires: waiver.expires }] : [],
    ),
    bases: [...new Set(bases)].sort(),
    report: { digest: digestValue(report) },
  };
}

/** SLSA has no level for what Assay verifies: its own are unevaluated, and Assay's name does not start with SLSA_. */
function summaryOf(report: AttestableReport): object {
  const { verdict, asOf, engine, subject, policy } = report;
  const passed = verdict === 'conforms';
  const part = policy.only === undefined ? '' : '_IN_PART';
  return {
    verifier: { id: 'urn:assay:verifier', version: { [engine.name]: engine.version } },
    timeVerified: asOf,
    resourceUri: `pkg:generic/${encodeURIComponent(subject.name)}@${encodeURIComponent(subject.version)}`,
    policy: { uri: `urn:assay:policy:${policy.packs.map(({ id }) => id).join('+')}`, digest: sha256(policy.digest) },
    inputAttestations: [{ uri: 'urn:assay:report', digest: sha256(digestValue(report)) }],
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? ['SLSA_BUILD_LEVEL_UNEVALUATED', `ASSAY_CONFORMS${part}`] : ['FAILED'],
    slsaVersion: '1.0',
  };
}

const sha256 = (digest: string): object => ({ sha256: digest.replace(/^sha256:/, '') });
