/** `pack add` and `pack update`: packs from where they are published into `assay_packs/`, pinned in the lock. */
import { fileSource } from '../../document/file-source.js';
import type { Diagnostic } from '../../document/diagnostic.js';
import type { AddedPack, PackAddOutcome, PackAddRequest, PackUpdateRequest } from '../../pack-api.js';
import type { Lock, PackSource } from '../../pack/lock.js';
import { allFiles } from '../../pack/pack-contents.js';
import { diagnosticOf, TrustFault } from '../../trust/trust-fault.js';
import { supplyTerms, type Terms } from '../supply.js';
import { examine } from './examine.js';
import { caught, hasError } from './faults.js';
import { fetchPack } from './fetch.js';
import { addedAt, asGiven, asLocked, lockPlace, writeLock } from './lock-place.js';
import { idOf, sourceOf } from './pack-spec.js';
import { writeFolder } from './write-whole.js';

export async function packAdd({ spec, registry, trust, asOf }: PackAddRequest): Promise<PackAddOutcome> {
  return taking(
    trust,
    async (terms, lock, file) => {
      const source = sourceOf(spec, registry);
      return take({ source, ...(registry !== undefined && { id: idOf(spec) }), spec }, { ...terms, lock, file, asOf });
    },
    spec,
  );
}

export async function packUpdate({ ids, trust, asOf }: PackUpdateRequest): Promise<PackAddOutcome> {
  const added: AddedPack[] = [];
  const diagnostics: Diagnostic[] = [];
  const { lock: known, diagnostics: unreadable } = lockPlace();
  if (known === undefined) return { added, diagnostics: unreadable };
  const asked = ids ?? Object.keys(known.packs).filter((id) => known.packs[id]?.source !== undefined);
  for (const id of asked) {
    const one = await taking(
      trust,
      async (terms, lock, file) => {
        const entry = Object.hasOwn(lock.packs, id) ? lock.packs[id] : undefined;
        if (entry?.source === undefined)
          throw new TrustFault('ASSAY1942', `${file} knows no pack ${id} that was added`);
        return take({ source: asGiven(entry.source, file), id, spec: id }, { ...terms, lock, file, asOf });
      },
      id,
    );
    added.push(...one.added);
    diagnostics.push(...one.diagnostics);
  }
  return { added, diagnostics };
}

async function taking(
  trust: string | undefined,
  work: (terms: Terms, lock: Lock, file: string) => Promise<PackAddOutcome>,
  spec: string,
): Promise<PackAddOutcome> {
  const terms = supplyTerms(fileSource(), trust === undefined ? {} : { trust });
  const { lock, file } = lockPlace();
  if (hasError(terms.diagnostics) || lock === undefined) return { added: [], diagnostics: terms.diagnostics };
  try {
    const { added, diagnostics } = await work(terms, lock, file);
    return { added, diagnostics: [...terms.diagnostics, ...diagnostics] };
  } catch (error) {
    return { added: [], diagnostics: [...terms.diagnostics, caught(error, spec)] };
  }
}

interface Wanted {
  readonly source: PackSource;
  /** Absent: whatever pack it is. */
  readonly id?: string;
  readonly spec: string;
}

type Place = Terms & { readonly lock: Lock; readonly file: string; readonly asOf: Date };

async function take({ source, id: wanted, spec }: Wanted, { lock, file, asOf, trust }: Place): Promise<PackAddOutcome> {
  const { opened, diagnostics: read } = await fetchPack(source, wanted ?? '');
  if (opened === undefined) return { added: [], diagnostics: read };
  const { pack, contents } = opened;
  const { id, version, digest } = pack;
  if (wanted !== undefined && id !== wanted) {
    const fault = {
      code: 'ASSAY1942',
      message: `what was given is the pack ${id}, and ${wanted} is asked for`,
    } as const;
    return { added: [], diagnostics: [diagnosticOf(fault, spec)] };
  }
  const terms = { lock, lockUse: 'offered', at: asOf, ...(trust !== undefined && { trust }) } as const;
  const { signers, diagnostics: found } = examine(opened, terms);
  const diagnostics = [...read, ...found];
  if (hasError(diagnostics)) return { added: [], diagnostics };
  const path = addedAt(file, id);
  writeFolder(path, allFiles(contents));
  const before = lock.packs[id]?.version;
  const kept = asLocked(source, file);
  writeLock(file, { ...lock, packs: { ...lock.packs, [id]: { version, digest, source: kept } } });
  const added = { id, version, digest, path, source: kept, signers, ...(before !== undefined && { before }) };
  return { added: [added], diagnostics };
}
