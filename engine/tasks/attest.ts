/** `attest`: reports, judged again, signed over the digests of model, policy and report. */
import type { AttestedReport, AttestOutcome, AttestRequest } from '../attest-api.js';
import { attestationText, parseAttestations, type Attestation } from '../attest/attestation-file.js';
import { holdsUntil } from '../attest/holds-until.js';
import { isAttestable, statementsOf } from '../attest/predicate.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Source } from '../document/source.js';
import { policyOfReport } from '../replay/policy-of-report.js';
import { replayReport } from '../replay/replay-report.js';
import type { Report } from '../report/report.js';
import { digestValue } from '../trust/digest.js';
import { holdSame, signed, type Envelope } from '../trust/envelope.js';
import { keyId, type SigningKey } from '../trust/keys.js';
import type { SigstoreServices } from '../trust/sigstore/sign-keyless.js';
import { readSigningKey } from '../trust/signing-key-source.js';
import { envelopeOf } from '../trust/statement.js';
import { TrustFault } from '../trust/trust-fault.js';
import { caught, hasError } from './pack/faults.js';
import { writeWhole } from './pack/write-whole.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';

type Attestable = Omit<AttestedReport, 'signatures'> & { readonly envelopes: readonly Envelope[] };

export async function attest({ report: given, signer, output }: AttestRequest): Promise<AttestOutcome> {
  const path = shown(given);
  const source = fileSource();
  const { reports, diagnostics: read } = readReports(source, path);
  const found = reports.map((report) => attestable(report, path));
  const diagnostics = [...read, ...found.flatMap((each) => ('faults' in each ? each.faults : []))];
  if (hasError(diagnostics)) return { diagnostics };
  const ending = 'sigstore' in signer ? 'sigstore' : 'intoto';
  const target = shown(output ?? `${path.replace(/\.json$/, '')}.${ending}.jsonl`);
  const attestables = found.flatMap((each) => ('faults' in each ? [] : [each]));
  try {
    const before = attestationsAt(source, target);
    const { by, attestations } = await ('sigstore' in signer
      ? keyless(attestables, before, signer.sigstore)
      : keyed(attestables, before, await readSigningKey(signer.key, signer.passphrase)));
    writeWhole(target, attestationText(attestations));
    const done = attestables.map(({ envelopes, ...about }) => ({
      ...about,
      signatures: signaturesOn(envelopes[0]!, attestations),
    }));
    return { attested: { path: target, signer: by, reports: done }, diagnostics };
  } catch (error) {
    return { diagnostics: [...diagnostics, caught(error, target)] };
  }
}

interface Signed {
  readonly attestations: readonly Attestation[];
  readonly by: NonNullable<AttestOutcome['attested']>['signer'];
}

/** Each envelope with one more signature, in its own place among the others. */
function keyed(attestables: readonly Attestable[], before: readonly Attestation[], key: SigningKey): Signed {
  const made = attestables
    .flatMap(({ envelopes }) => envelopes)
    .map((envelope) =>
      signed(
        before.find((each) => each.bundle === undefined && holdSame(each.envelope, envelope))?.envelope ?? envelope,
        key,
      ),
    );
  const others = before.filter(
    ({ bundle, envelope }) => bundle !== undefined || !made.some((one) => holdSame(one, envelope)),
  );
  return { attestations: [...others, ...made.map((envelope) => ({ envelope }))], by: { keyId: keyId(key.publicKey) } };
}

/** A bundle has one signature: it stands beside the others. */
async function keyless(
  attestables: readonly Attestable[],
  before: readonly Attestation[],
  services: SigstoreServices,
): Promise<Signed> {
  const { signKeyless } = await import('../trust/sigstore/sign-keyless.js');
  const attestations = [...before];
  let identity = '';
  for (const envelope of attestables.flatMap(({ envelopes }) => envelopes)) {
    const made = await signKeyless(envelope, services);
    attestations.push(made.signed);
    ({ identity } = made);
  }
  return { attestations, by: { identity } };
}

/** What lies at the place already; nothing else is ever written over. */
function attestationsAt(source: Source, path: string): readonly Attestation[] {
  const bytes = source.kind(path) === undefined ? undefined : source.read(path);
  if (bytes === undefined) return [];
  const found = parseAttestations(bytes);
  if ('code' in found)
    throw new TrustFault('ASSAY1940', `${path} is there, and holds something else: ${found.message}`);
  return found;
}

const signaturesOn = (envelope: Envelope, attestations: readonly Attestation[]): number =>
  attestations
    .filter((each) => holdSame(each.envelope, envelope))
    .reduce((sum, each) => sum + each.envelope.signatures.length, 0);

function attestable(report: Report, path: string): Attestable | { readonly faults: readonly Diagnostic[] } {
  const { subject, policy, verdict } = report;
  const fault = (message: string, code = 'ASSAY1972'): { readonly faults: readonly Diagnostic[] } => ({
    faults: [{ code, severity: 'error', message: `${subject.name} ${subject.version}: ${message}`, file: path }],
  });
  if (!isAttestable(report)) return fault('its model has no digest: which model it is nobody could tell');
  const { replay, diagnostics } = replayReport(report, path);
  const { policy: effective } = policyOfReport(report, path);
  if (replay === undefined || effective === undefined) return { faults: diagnostics };
  if (!replay.same) return fault('the report says something else than its evidence', 'ASSAY1971');
  const until = holdsUntil(report, effective, path);
  return {
    subject: { name: subject.name, version: subject.version },
    verdict,
    digests: { model: report.subject.model.digest, policy: policy.digest, report: digestValue(report) },
    ...(until === undefined ? {} : { holdsUntil: until }),
    envelopes: statementsOf(report, until).map(envelopeOf),
  };
}
