/**
 * Whether a trusted identity signed what a Sigstore bundle holds: certificate, signed certificate timestamp, log entry and
 * signature, by a TrustedRoot and nothing else. Offline. The library is loaded on use.
 */
import { bundleFromJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { TrustedRoot, type TransparencyLogEntry } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier, type SignedEntity } from '@sigstore/verify';
import { matches, type TrustedIdentity } from '../trust-roots.js';
import type { Fault } from '../trust-fault.js';
import type { SigstoreBundle } from './sigstore-bundle.js';

/** Who signed, once it is known that it counts, and when, by the log or the timestamp authority. */
interface Signer {
  readonly identity: string;
  readonly issuer: string;
  readonly at: Date;
}

/** @returns when the identity signed, or why it does not count */
export function signedBy(bundle: SigstoreBundle, identity: TrustedIdentity): Date | Fault {
  const { name, trustedRoot, issuer } = identity;
  const signer = signerOf(bundle, trustedRoot.json, trustedRoot.path);
  if ('code' in signer) return signer;
  if (signer.issuer !== issuer) {
    return { code: 'ASSAY1946', message: `the issuer is ${quoted(signer.issuer)}, and ${name} is of ${issuer}` };
  }
  if (!matches(identity.identity, signer.identity)) {
    const message = `${quoted(signer.identity)} signed, and ${name} is ${identity.identity}`;
    return { code: 'ASSAY1945', message };
  }
  return signer.at;
}

function signerOf({ bundle, envelope }: SigstoreBundle, trustedRoot: unknown, path: string): Signer | Fault {
  let verifier: Verifier;
  try {
    verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(trustedRoot)));
  } catch (error) {
    return { code: 'ASSAY1914', message: `${path} is no TrustedRoot that can be used: ${messageOf(error)}` };
  }
  let entity: SignedEntity;
  try {
    const read = bundleFromJSON(bundle);
    if (!isBundleWithDsseEnvelope(read)) return { code: 'ASSAY1947', message: 'the bundle has no envelope' };
    const { payload, payloadType } = read.content.dsseEnvelope;
    if (payloadType !== envelope.payloadType || Buffer.compare(payload, envelope.payload) !== 0) return ALTERED;
    if (!read.verificationMaterial.tlogEntries.every(hasPlainNames)) return NAMED;
    entity = toSignedEntity(read);
  } catch (error) {
    return { code: 'ASSAY1947', message: `the bundle cannot be read: ${messageOf(error)}` };
  }
  try {
    const { identity } = verifier.verify(entity);
    const at = new Date(Math.max(...timesOf(entity).map(Number)));
    return { identity: identity?.subjectAlternativeName ?? '', issuer: identity?.extensions?.issuer ?? '', at };
  } catch (error) {
    return faultOf(error, entity);
  }
}

/** The library takes the names in a checkpoint for regular expressions: a stranger's would go on for ever. */
const hasPlainNames = ({ inclusionProof }: TransparencyLogEntry): boolean =>
  [...(inclusionProof?.checkpoint?.envelope ?? '').matchAll(/\u2014 (\S+)/g)].every(([, name]) =>
    /^[\w.:/-]+$/.test(name!),
  );

/** Times that the verifier holds the certificate against: of log entries with a promise, and of timestamp authorities. */
const timesOf = ({ timestamps }: SignedEntity): readonly Date[] =>
  timestamps.flatMap((each) => {
    if (each.$case === 'timestamp-authority') return [each.timestamp.signingTime];
    const { inclusionPromise, integratedTime } = each.tlogEntry;
    return inclusionPromise === undefined ? [] : [new Date(Number(integratedTime) * 1000)];
  });

/** Whatever a stranger's bytes make the library throw: they do not count. */
function faultOf(error: unknown, entity: SignedEntity): Fault {
  const code = error instanceof VerificationError ? error.code : undefined;
  if (code === 'SIGNATURE_ERROR' || code === 'TLOG_BODY_ERROR') return ALTERED;
  const { key } = entity;
  const outside =
    code === 'CERTIFICATE_ERROR' && key.$case === 'certificate'
      ? timesOf(entity).find((time) => !key.certificate.validForDate(time))
      : undefined;
  if (outside !== undefined) {
    return { code: 'ASSAY1948', message: `the certificate was not valid at ${outside.toISOString()}, when it signed` };
  }
  return { code: 'ASSAY1947', message: `the trusted root does not vouch for it: ${messageOf(error)}` };
}

const NAMED: Fault = { code: 'ASSAY1947', message: 'the log’s checkpoint is signed by a name that no log has' };
const ALTERED: Fault = { code: 'ASSAY1905', message: 'the bundle’s signature or log entry does not fit what it is on' };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);
const quoted = (text: string): string => JSON.stringify(text.slice(0, 200));
