/** What the public door is asked of attestations and gates, and what it answers. Paths are relative to the working folder. */
import type { Supply } from './running-api.js';
import type { Diagnostic } from './document/diagnostic.js';
import type { AskPassphrase, PackSigners, SigningKeySource } from './pack-api.js';
import type { SigstoreServices } from './trust/sigstore/sign-keyless.js';

export interface AttestRequest {
  /** A JSON report; of a list, each report in it is attested. */
  readonly report: string;
  readonly signer: AttestSigner;
  /**
   * Absent: the report's name with `.intoto.jsonl`, of `sigstore` with `.sigstore.jsonl`. Attestations of the same that lie
   * there get one more signature; bundles are added to those that do.
   */
  readonly output?: string;
}

/** A key, or whoever the environment has an identity token for, through these services of Sigstore. */
export type AttestSigner =
  { readonly key: SigningKeySource; readonly passphrase: AskPassphrase } | { readonly sigstore: SigstoreServices };

export interface AttestedReport {
  readonly subject: { readonly name: string; readonly version: string };
  readonly verdict: 'conforms' | 'does-not-conform' | 'undetermined';
  /** Of the model, the policy and the report. */
  readonly digests: { readonly model: string; readonly policy: string; readonly report: string };
  /** From then on dates alone change the verdict. */
  readonly holdsUntil?: string;
  /** With this one. */
  readonly signatures: number;
}

export interface AttestOutcome {
  /** Absent where nothing was written. */
  readonly attested?: {
    readonly path: string;
    readonly signer: { readonly keyId: string } | { readonly identity: string };
    readonly reports: readonly AttestedReport[];
  };
  readonly diagnostics: readonly Diagnostic[];
}

/** What a gate can refuse beyond what it always refuses. */
export type Refusal = 'chosen-seed' | 'cached' | 'waivers' | 'declared' | 'logged' | 'estimated';

export interface GateRequest extends Supply {
  /** A file, or a folder in which nothing but the model lies. */
  readonly model: string;
  /** Packs, standards and profiles under which it is to be deployed. */
  readonly policies: readonly string[];
  /** Files; empty: `<model>.intoto.jsonl` and `<model>.sigstore.jsonl`, where they are. */
  readonly attestations: readonly string[];
  /** Files of reports that were attested: they are judged again, and their policy is what proofs are made from. */
  readonly reports: readonly string[];
  /** In ms. */
  readonly maxAge?: number;
  readonly refuse: readonly Refusal[];
  readonly asOf: Date;
}

/** In the order in which they are looked at. */
export type ConditionId =
  'signatures' | 'form' | 'model' | 'verdict' | 'whole' | 'report' | 'policy' | 'age' | 'holds' | Refusal;

export interface Condition {
  readonly id: ConditionId;
  readonly met: boolean;
  /** What was found: digests, days, names. */
  readonly found: string;
  /** Where it is not met. */
  readonly faults: readonly Diagnostic[];
}

/** One statement, with the signatures on it wherever they lie, and what speaks for and against it. Where its signatures do not count nothing else is looked at. */
export interface WeighedAttestation {
  /** Where it stands first. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly subject?: { readonly name: string; readonly version: string };
  readonly signers: readonly PackSigners[];
  readonly conditions: readonly Condition[];
  readonly accepted: boolean;
}

export interface GateOutcome {
  /** `undetermined`: nothing but an undetermined verdict or comparison stands in the way. Absent where it could not be decided. */
  readonly decision?: 'admitted' | 'refused' | 'undetermined';
  readonly model?: { readonly path: string; readonly digests: Readonly<Record<string, string>> };
  readonly policy?: {
    readonly digest: string;
    readonly packs: readonly { readonly id: string; readonly version: string; readonly digest: string }[];
  };
  readonly attestations: readonly WeighedAttestation[];
  /** Why it is not admitted; where it is, what was remarked on the way. */
  readonly diagnostics: readonly Diagnostic[];
}
