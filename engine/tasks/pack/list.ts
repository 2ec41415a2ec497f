/** `pack list`: what the lock pins, and whether it lies there so. */
import { existsSync } from 'node:fs';
import { fileSource } from '../../document/file-source.js';
import type { Supply } from '../../running-api.js';
import type { ListedPack, PackListOutcome } from '../../pack-api.js';
import { diagnosticOf } from '../../trust/trust-fault.js';
import { supplyTerms } from '../supply.js';
import { examine } from './examine.js';
import { caught, hasError } from './faults.js';
import { addedAt, lockPlace } from './lock-place.js';
import { openPack } from './opened-pack.js';

export function packList({ trust, asOf }: Pick<Supply, 'trust'> & { readonly asOf: Date }): PackListOutcome {
  const terms = supplyTerms(fileSource(), trust === undefined ? {} : { trust });
  const { lock, file } = lockPlace();
  if (hasError(terms.diagnostics) || lock === undefined) return { packs: [], diagnostics: terms.diagnostics };
  const packs = Object.entries(lock.packs).map(([id, { version, digest, source }]): ListedPack => {
    const pinned = { id, version, digest, signers: [], diagnostics: [] };
    if (source === undefined) return pinned;
    const path = addedAt(file, id);
    const entry = { ...pinned, path, source };
    if (!existsSync(path)) {
      const fault = { code: 'ASSAY1942', message: `${path} is not there`, hint: `assay pack update ${id}` } as const;
      return { ...entry, diagnostics: [diagnosticOf(fault, path)] };
    }
    try {
      const { opened, diagnostics } = openPack(path);
      if (opened === undefined) return { ...entry, diagnostics };
      return { ...entry, ...examine(opened, { ...terms, lock, lockUse: 'frozen', at: asOf }) };
    } catch (error) {
      return { ...entry, diagnostics: [caught(error, path)] };
    }
  });
  return { packs, diagnostics: terms.diagnostics };
}
