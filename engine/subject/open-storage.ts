/** Data at rest as a measurement sees them: bytes as they lie, and a door that opens what is whole and untouched. */
import { open, stat } from 'node:fs/promises';
import { fileChunks } from '../sealing/chunks.js';
import type { Key } from '../sealing/key.js';
import { readKey } from '../sealing/key-source.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import type { StorageSpec, StoredSpec } from './spec.js';
import { ModelFault } from './view.js';
import type { StorageView, StoredFile } from './view.js';

export function openStorage({ files, code, columns, key }: StorageSpec): StorageView {
  return {
    files: files.map(storedFile),
    code: code.map(storedFile),
    columns,
    ...(key !== undefined && { opens: opensBy(() => readKey(key)) }),
  };
}

export const opensBy =
  (key: () => Key): NonNullable<StorageView['opens']> =>
  async (sealed, enough) => {
    const { openChunks } = await import('../sealing/open.js');
    let plain = 0;
    try {
      for await (const chunk of openChunks(sealed, key())) {
        plain += chunk.length;
        if (enough !== undefined && plain >= enough) break;
      }
      return 'opened';
    } catch (error) {
      if (!(error instanceof SealingFault)) throw error;
      return error.kind === 'unsupported' ? 'not-ours' : 'refused';
    } finally {
      // Whoever gave up reading has left the file open.
      await sealed.return();
    }
  };

function storedFile({ path, name, size, changed }: StoredSpec): StoredFile {
  const check = async (): Promise<void> => {
    const now = await stat(path).catch(() => undefined);
    if (now?.size !== size || now.mtimeMs !== changed) {
      throw new ModelFault('failed', `${name} has changed since the subject was loaded`);
    }
  };
  return {
    name,
    size,
    async read(from, to) {
      await check();
      const file = await open(path, 'r');
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
        let at = 0;
        while (at < bytes.length) {
          const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        return bytes.subarray(0, at);
      } finally {
        await file.close();
      }
    },
    async *chunks() {
      await check();
      yield* fileChunks(path);
    },
  };
}
