/**
 * Which packs and standards may be loaded: the one place where trust roots and lock decide, for every command that loads
 * policies.
 */
import type { Diagnostic } from '../document/diagnostic.js';
import { rootsOf, type TrustRoot, type TrustRoots } from '../trust/trust-roots.js';
import type { Fault } from '../trust/trust-fault.js';
import { listingFaults, verifyPack, type FoundPack } from './found-pack.js';
import { lockFaults, type Found, type Lock, type LockUse } from './lock.js';

export type Objection = Fault & { readonly severity?: Diagnostic['severity'] };

export interface AdmissionTerms {
  /** Absent where none are configured. */
  readonly trust?: TrustRoots;
  /** Absent where there is none. */
  readonly lock?: Lock;
  readonly lockUse: LockUse;
  /** The instant at which keys have to be valid. */
  readonly at: Date;
}

/** Who signed a pack, by the root that asks for it. */
export interface PackSigners {
  readonly root: string;
  readonly threshold: number;
  /** Names of keys whose signatures count. */
  readonly signers: readonly string[];
}

export class Admission {
  /** Packs and standards that stand alone, as they were admitted. */
  readonly admitted = new Map<string, Found>();
  /** By id of the pack, then of the root. */
  readonly #signers = new Map<string, Map<string, PackSigners>>();

  constructor(private readonly terms: AdmissionTerms) {}

  /** Whether anything is asked for beyond what is in order by itself. */
  get isOpen(): boolean {
    return this.terms.trust === undefined && this.terms.lock === undefined;
  }

  /** What speaks against a pack. */
  pack(pack: FoundPack): readonly Objection[] {
    return this.#noting(pack, [
      ...listingFaults(pack),
      ...this.#roots(pack.id).flatMap((root) => this.#unsigned(pack, root)),
      ...this.#lockFaults(pack),
    ]);
  }

  /** What speaks against a standard, in the pack that it is a file of, if any; that has been asked about already. */
  standard(standard: Found, pack: FoundPack | undefined): readonly Objection[] {
    const roots = this.#roots(standard.id);
    if (pack === undefined) {
      return this.#noting(standard, [
        ...roots.map(({ id }): Objection => ({
          code: 'ASSAY1900',
          message: `the standard ${standard.id} is in no signed pack, and ${id} asks for signatures`,
        })),
        ...this.#lockFaults(standard),
      ]);
    }
    // Whoever may sign a pack of another name may not sign standards of this one.
    const already = new Set(this.#roots(pack.id));
    return roots.filter((root) => !already.has(root)).flatMap((root) => this.#unsigned(pack, root));
  }

  /** Of a pack that was asked about, whether it was admitted or not. */
  signersOf(id: string): readonly PackSigners[] {
    return [...(this.#signers.get(id)?.values() ?? [])];
  }

  #roots(id: string): readonly TrustRoot[] {
    return rootsOf(this.terms.trust, id);
  }

  #unsigned(pack: FoundPack, root: TrustRoot): readonly Objection[] {
    const { signers, faults } = verifyPack(pack, root, this.terms.at);
    const known = this.#signers.get(pack.id) ?? new Map<string, PackSigners>();
    this.#signers.set(pack.id, known.set(root.id, { root: root.id, threshold: root.threshold, signers }));
    return faults;
  }

  #lockFaults(found: Found): readonly Objection[] {
    const { lock, lockUse } = this.terms;
    return lock === undefined ? [] : lockFaults('pack', found, lock, lockUse);
  }

  #noting({ id, version, digest }: Found, objections: readonly Objection[]): readonly Objection[] {
    if (objections.every(({ severity }) => severity === 'warning')) this.admitted.set(id, { id, version, digest });
    return objections;
  }
}

/** Nothing but what is in order by itself is asked for. */
export const openAdmission = (): Admission => new Admission({ lockUse: 'told', at: new Date(0) });
