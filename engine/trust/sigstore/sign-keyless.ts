/**
 * Keyless signatures by Sigstore: an OpenID Connect token of the environment says who signs, Fulcio certifies a key that
 * lives for this signature alone, Rekor enters it in its public log. Loaded on use; reaches the network.
 */
import { X509Certificate } from 'node:crypto';
import { bundleToJSON } from '@sigstore/bundle';
import {
  CIContextProvider,
  DEFAULT_FULCIO_URL,
  DEFAULT_REKOR_URL,
  DSSEBundleBuilder,
  FulcioSigner,
  InternalError,
  RekorWitness,
  TSAWitness,
} from '@sigstore/sign';
import type { Envelope } from '../envelope.js';
import { TrustFault } from '../trust-fault.js';
import { parseBundle, type SigstoreBundle } from './sigstore-bundle.js';

/** Addresses; absent: those of the public Sigstore, which has no timestamp authority that is asked by default. */
export interface SigstoreServices {
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly timestamps?: string;
}

export interface KeylessSignature {
  /** Of version 0.3. */
  readonly signed: SigstoreBundle;
  /** The certificate's subject alternative name. */
  readonly identity: string;
}

const TIMEOUT = 30_000;
const RETRIES = 2;

/** Throws `TrustFault`: ASSAY1943 where the environment has no identity, ASSAY1944 where a service gives no signature. */
export async function signKeyless(envelope: Envelope, services: SigstoreServices): Promise<KeylessSignature> {
  const patience = { timeout: TIMEOUT, retry: RETRIES };
  const { fulcio = DEFAULT_FULCIO_URL, rekor = DEFAULT_REKOR_URL, timestamps } = services;
  const builder = new DSSEBundleBuilder({
    signer: new FulcioSigner({ fulcioBaseURL: fulcio, identityProvider: new CIContextProvider(), ...patience }),
    witnesses: [
      new RekorWitness({ rekorBaseURL: rekor, ...patience }),
      ...(timestamps === undefined ? [] : [new TSAWitness({ tsaBaseURL: timestamps, ...patience })]),
    ],
  });
  try {
    const bundle = await builder.create({ type: envelope.payloadType, data: Buffer.from(envelope.payload) });
    const { content } = bundle.verificationMaterial;
    const certificate = content.$case === 'certificate' ? content.certificate : undefined;
    if (certificate === undefined) throw new Error('Fulcio gave no certificate');
    const { subjectAltName = '' } = new X509Certificate(certificate.rawBytes);
    const signed = parseBundle(JSON.stringify(bundleToJSON(bundle)))!;
    return { signed, identity: subjectAltName.replace(/^(URI|email):/, '') };
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    throw faultOf(error);
  }
}

/** The library's own message may hold the token. */
function faultOf({ code, cause }: InternalError): TrustFault {
  if (code === 'IDENTITY_TOKEN_READ_ERROR') {
    return new TrustFault('ASSAY1943', 'the environment gave no identity token', IDENTITY);
  }
  if (code === 'IDENTITY_TOKEN_PARSE_ERROR') {
    return new TrustFault('ASSAY1943', 'the environment’s identity token is no token that names a subject', IDENTITY);
  }
  const why = cause instanceof Error ? `: ${cause.message.slice(0, 200)}` : '';
  return new TrustFault('ASSAY1944', `${STEPS[code] ?? 'Sigstore'} gave no answer that counts${why}`);
}

const STEPS: Readonly<Record<string, string>> = {
  CA_CREATE_SIGNING_CERTIFICATE_ERROR: 'Fulcio',
  TLOG_CREATE_ENTRY_ERROR: 'Rekor',
  TLOG_FETCH_ENTRY_ERROR: 'Rekor',
  TSA_CREATE_TIMESTAMP_ERROR: 'the timestamp authority',
};

const IDENTITY =
  'In a GitHub workflow: permissions: {id-token: write}. Elsewhere: SIGSTORE_ID_TOKEN, a token for the audience sigstore.';
