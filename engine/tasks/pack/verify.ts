/** `pack verify`: whether a pack is what those whom the trust roots name have signed, and no older than the lock knows. */
import type { PackVerifyOutcome, PackVerifyRequest } from '../../pack-api.js';
import { fileSource } from '../../document/file-source.js';
import { diagnosticOf } from '../../trust/trust-fault.js';
import { shown } from '../shown-path.js';
import { supplyTerms, TRUST_FILE } from '../supply.js';
import { examine } from './examine.js';
import { caught, hasError } from './faults.js';
import { openPack } from './opened-pack.js';

export function packVerify({ pack: given, trust, asOf }: PackVerifyRequest): PackVerifyOutcome {
  const path = shown(given);
  const terms = supplyTerms(fileSource(), trust === undefined ? {} : { trust });
  if (hasError(terms.diagnostics)) return { signers: [], diagnostics: terms.diagnostics };
  try {
    const { opened, diagnostics: read } = openPack(path);
    if (opened === undefined) return { signers: [], diagnostics: [...terms.diagnostics, ...read] };
    const { pack, document, contents } = opened;
    const { signers, diagnostics } = examine(opened, { ...terms, lockUse: 'offered', at: asOf });
    const none = signers.length > 0 || hasError(diagnostics) ? [] : [noRoot(pack.id, path)];
    const { title, publisher } = document.metadata;
    const { id, version, digest } = pack;
    return {
      pack: { id, version, digest, title, publisher, files: contents.files.size },
      signers,
      diagnostics: [...terms.diagnostics, ...read, ...diagnostics, ...none],
    };
  } catch (error) {
    return { signers: [], diagnostics: [...terms.diagnostics, caught(error, path)] };
  }
}

const noRoot = (id: string, path: string) =>
  diagnosticOf(
    { code: 'ASSAY1913', message: `no trust root governs ${id}`, hint: `name one with --trust, or in ${TRUST_FILE}` },
    path,
  );
