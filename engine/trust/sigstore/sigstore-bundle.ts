/** Bundles of Sigstore (sigstore/protobuf-specs: sigstore_bundle.proto), as far as reading one needs no library. */
import { parseEnvelope, type Envelope } from '../envelope.js';

const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle';

export interface SigstoreBundle {
  /** As it was given, as JSON: what is verified. */
  readonly bundle: object;
  /** What it is about, to be looked at only once it is verified. */
  readonly envelope: Envelope;
}

/** `undefined` for what is no bundle at all; throws `TrustFault` (ASSAY1910) for one without an envelope that can be read. */
export function parseBundle(text: string): SigstoreBundle | undefined {
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof bundle !== 'object' || bundle === null) return undefined;
  const { mediaType, dsseEnvelope } = bundle as { readonly mediaType?: unknown; readonly dsseEnvelope?: unknown };
  if (typeof mediaType !== 'string' || !mediaType.startsWith(BUNDLE_TYPE)) return undefined;
  return { bundle, envelope: parseEnvelope(Buffer.from(JSON.stringify(dsseEnvelope ?? null))) };
}
