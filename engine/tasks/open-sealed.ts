/** `open`: what was sealed, as it was, or nothing. */
import type { OpenOutcome, OpenRequest, SealedFile } from '../api.js';
import { CONTAINERS, suffixOf } from '../sealing/container.js';
import type { Key } from '../sealing/key.js';
import { DEFAULT_KEY, readKey } from '../sealing/key-source.js';
import { openChunks } from '../sealing/open.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import { sealingDiagnostic } from '../sealing/sealing-diagnostic.js';
import { writeBeside } from '../sealing/write-beside.js';
import { eachFile } from './each-file.js';

/** What was sealed is nobody else's business. */
const PLAIN_MODE = 0o600;

export async function openSealed(request: OpenRequest): Promise<OpenOutcome> {
  let key: Key;
  try {
    key = readKey(request.key ?? DEFAULT_KEY);
  } catch (error) {
    return { files: [], diagnostics: [sealingDiagnostic(error, '')] };
  }
  return await eachFile(request, async (from, chunks): Promise<SealedFile> => {
    const to = request.output ?? nameOfPlain(from);
    const written = await writeBeside(to, openChunks(chunks, key), { force: request.force, mode: PLAIN_MODE });
    return { from, to, written };
  });
}

function nameOfPlain(from: string): string {
  const suffix = CONTAINERS.map(suffixOf).find((end) => from.endsWith(end));
  if (suffix !== undefined && from.length > suffix.length) return from.slice(0, -suffix.length);
  throw new SealingFault('output', `${from} ends neither in .age nor in .jwe`, 'Name the plain file with --output.');
}
