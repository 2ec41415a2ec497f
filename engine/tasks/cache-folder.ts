import { resolve } from 'node:path';

/** Where the cache lies, absolute; `undefined` for none. */
export const cacheFolder = (cache: string | false): string | undefined =>
  cache === false ? undefined : resolve(cache);
