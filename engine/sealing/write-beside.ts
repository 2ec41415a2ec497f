import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SealingFault } from './sealing-fault.js';

export interface WriteOptions {
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  /** The new file's permissions. */
  readonly mode: number;
}

/**
 * Writes a file under another name beside it and gives it its own only once `chunks` has ended without a throw and all
 * bytes are on the disk. On any fault, an abort among them, nothing of it is left. Gives the number of bytes.
 */
export async function writeBeside(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { force, mode }: WriteOptions,
): Promise<number> {
  await refuseTaken(path, force);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  let bytes = 0;
  try {
    const file = await open(beside, 'wx', mode).catch(unwritable(path));
    try {
      for await (const chunk of chunks) {
        // Writes all of it, at the place where the last one ended.
        await file.writeFile(chunk).catch(unwritable(path));
        bytes += chunk.length;
      }
      await file.sync().catch(unwritable(path));
    } finally {
      await file.close();
    }
    await refuseTaken(path, force);
    await rename(beside, path).catch(unwritable(path));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return bytes;
}

async function refuseTaken(path: string, force: boolean): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined || (force && status.isFile())) return;
  if (!status.isFile()) throw new SealingFault('output', `${path} is there already and is no file`);
  throw new SealingFault('output', `${path} is there already`, 'Name another --output, or replace it with --force.');
}

const unwritable =
  (path: string) =>
  (cause: NodeJS.ErrnoException): never => {
    throw new SealingFault('output', `${path} cannot be written (${cause.code ?? cause.message})`);
  };
