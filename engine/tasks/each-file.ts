import { stat } from 'node:fs/promises';
import type { SealedFile, SealingOutcome, SealingRunning } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileChunks } from '../sealing/chunks.js';
import type { Chunks } from '../sealing/chunks.js';
import { sealingDiagnostic } from '../sealing/sealing-diagnostic.js';

/** Seals or opens one file after another; a file's fault stops no other, an abort all. */
export async function eachFile(
  { files, signal, onProgress }: SealingRunning,
  one: (from: string, chunks: Chunks) => Promise<SealedFile>,
): Promise<SealingOutcome> {
  const done: SealedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const from of files) {
    try {
      const total = (await stat(from)).size;
      const onRead = (read: number): void => onProgress?.({ file: from, done: read, total });
      const chunks = fileChunks(from, { ...(signal && { signal }), onRead });
      try {
        done.push(await one(from, chunks));
      } finally {
        // Whoever gave up reading has left the file open.
        await chunks.return();
      }
    } catch (error) {
      if (signal?.aborted === true) return { files: done, diagnostics, interrupted: true };
      diagnostics.push(sealingDiagnostic(error, from));
    }
  }
  return { files: done, diagnostics };
}
