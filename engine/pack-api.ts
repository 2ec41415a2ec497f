/** What the public door is asked of packs on their way, and what it answers. Paths are relative to the working folder. */
import type { Diagnostic } from './document/diagnostic.js';
import type { Text } from './document/text.js';
import type { Supply } from './running-api.js';
import type { PackSigners } from './pack/admission.js';
import type { PackSource } from './pack/lock.js';

export type { PackSigners };

/** A folder of sources, an archive, or an archive as npm has it. */
export type PackForm = 'folder' | 'tar' | 'npm';

export interface PackIdentity {
  readonly id: string;
  readonly version: string;
  /** Of its files. */
  readonly digest: string;
}

export interface PackBuildRequest {
  readonly folder: string;
  readonly form: PackForm;
  /** Absent: a name of id and version, in the working folder. */
  readonly output?: string;
  readonly asOf: Date;
}

export interface PackBuildOutcome {
  /** Absent where it was not built. */
  readonly built?: PackIdentity & {
    readonly path: string;
    readonly files: number;
    /** Of what was written; absent for a folder. */
    readonly bytes?: number;
    /** Of the bytes of the archive; absent for a folder. */
    readonly archiveDigest?: string;
    /** Cases that went as expected before it was built. */
    readonly cases: number;
  };
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a private key is: a file, or the name of a variable that holds its text. */
export type SigningKeySource = { readonly file: string } | { readonly environment: string };

/** Asked only where a key is encrypted; `undefined` where there is none to be had. */
export type AskPassphrase = () => Promise<string | undefined>;

export interface PackSignRequest {
  /** A folder or an archive; signed in place. */
  readonly pack: string;
  readonly key: SigningKeySource;
  readonly passphrase: AskPassphrase;
}

export interface PackSignOutcome {
  readonly signed?: PackIdentity & {
    readonly keyId: string;
    /** With this one. */
    readonly signatures: number;
    /** Of an earlier content, which are gone. */
    readonly dropped: number;
  };
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackKeygenRequest {
  /** Where the private key is written; there must be no such file yet. */
  readonly file: string;
  readonly passphrase: AskPassphrase;
  /** The key's first day. */
  readonly asOf: Date;
  readonly days: number;
}

export interface PackKeygenOutcome {
  readonly key?: {
    readonly keyId: string;
    /** As it stands in TrustRoots. */
    readonly publicKey: string;
    readonly validFrom: string;
    readonly validUntil: string;
  };
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackVerifyRequest extends Pick<Supply, 'trust'> {
  readonly pack: string;
  readonly asOf: Date;
}

export interface PackVerifyOutcome {
  /** Absent where it is no pack at all. */
  readonly pack?: PackIdentity & { readonly title: Text; readonly publisher: Text; readonly files: number };
  readonly signers: readonly PackSigners[];
  /** With an error among them it does not verify. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackPublishRequest {
  /** A folder, which is built first, or an archive. */
  readonly pack: string;
  readonly to: { readonly registry: string } | { readonly npm: { readonly tag?: string; readonly access?: string } };
  /** Whether everything is done but the last step. */
  readonly dryRun: boolean;
  readonly asOf: Date;
}

export interface PackPublishOutcome {
  readonly published?: PackIdentity & {
    /** The file in the registry's folder, or the package `NAME@VERSION`. */
    readonly at: string;
    readonly bytes: number;
    readonly isSigned: boolean;
    /** Whether it was there already, the same. */
    readonly unchanged: boolean;
  };
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackAddRequest extends Pick<Supply, 'trust'> {
  /** A folder, an archive, `npm:NAME[@RANGE]`, or `ID[@RANGE]` with a registry's folder. */
  readonly spec: string;
  readonly registry?: string;
  readonly asOf: Date;
}

export interface AddedPack extends PackIdentity {
  /** The version that the lock had before. */
  readonly before?: string;
  /** Its folder. */
  readonly path: string;
  readonly source: PackSource;
  readonly signers: readonly PackSigners[];
}

export interface PackAddOutcome {
  readonly added: readonly AddedPack[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackUpdateRequest extends Pick<Supply, 'trust'> {
  /** Absent: all that were added. */
  readonly ids?: readonly string[];
  readonly asOf: Date;
}

export interface ListedPack extends PackIdentity {
  /** Its folder, and where it is from; absent where it was not added but is part of the working tree. */
  readonly path?: string;
  readonly source?: PackSource;
  readonly signers: readonly PackSigners[];
  /** Faults of this pack as it lies in its folder. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackListOutcome {
  readonly packs: readonly ListedPack[];
  readonly diagnostics: readonly Diagnostic[];
}
