/** `attest`: reports, judged again, signed over the digests of model, policy and report. */
import type { AttestedReport, AttestOutcome, AttestRequest } from '../attest-api.js';
import { attestationText, parseAttestations } from '../attest/attestation-file.js';
import { holdsUntil } from '../attest/holds-until.js';
import { isAttestable, statementsOf } from '../attest/predicate.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Source } from '../document/source.js';
import { policyOfReport } from '../replay/policy-of-report.js';
import { replayReport } from '../replay/replay-report.js';
import type { Report } from '../report/report.js';
import { digestValue } from '../trust/digest.js';
import { signed, type Envelope } from '../trust/envelope.js';
import { keyId } from '../trust/keys.js';
import { readSigningKey } from '../trust/signing-key-source.js';
import { envelopeOf } from '../trust/statement.js';
import { TrustFault } from '../trust/trust-fault.js';
import { caught, hasError } from './pack/faults.js';
import { writeWhole } from './pack/write-whole.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';

type Attestable = Omit<AttestedReport, 'signatures'> & { readonly envelopes: readonly Envelope[] };

export async function attest({ report: given, key: place, passphrase, output }: AttestRequest): Promise<AttestOutcome> {
  const path = shown(given);
  const source = fileSource();
  const { reports, diagnostics: read } = readReports(source, path);
  const found = reports.map((report) => attestable(report, path));
  const diagnostics = [...read, ...found.flatMap((each) => ('faults' in each ? each.faults : []))];
  if (hasError(diagnostics)) return { diagnostics };
  const target = shown(output ?? `${path.replace(/\.json$/, '')}.intoto.jsonl`);
  try {
    const key = await readSigningKey(place, passphrase);
    const before = envelopesAt(source, target);
    const attested = found
      .flatMap((each) => ('faults' in each ? [] : [each]))
      .map(({ envelopes, ...about }) => {
        const made = envelopes.map((envelope) =>
          signed(before.find((each) => isSame(each, envelope)) ?? envelope, key),
        );
        return { made, about: { ...about, signatures: made[0]!.signatures.length } };
      });
    const made = attested.flatMap((each) => each.made);
    const others = before.filter((each) => !made.some((one) => isSame(one, each)));
    writeWhole(target, attestationText([...others, ...made]));
    const reportsDone = attested.map(({ about }) => about);
    return { attested: { path: target, keyId: keyId(key.publicKey), reports: reportsDone }, diagnostics };
  } catch (error) {
    return { diagnostics: [...diagnostics, caught(error, target)] };
  }
}

/** What lies at the place already; nothing else is ever written over. */
function envelopesAt(source: Source, path: string): readonly Envelope[] {
  const bytes = source.kind(path) === undefined ? undefined : source.read(path);
  if (bytes === undefined) return [];
  const found = parseAttestations(bytes);
  if ('code' in found)
    throw new TrustFault('ASSAY1940', `${path} is there, and holds something else: ${found.message}`);
  return found;
}

const isSame = (a: Envelope, b: Envelope): boolean =>
  a.payloadType === b.payloadType && Buffer.compare(a.payload, b.payload) === 0;

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
