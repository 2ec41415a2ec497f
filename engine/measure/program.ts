import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The compiled program of the child processes. Beside this file in the package; from the sources (tests) it is the
 * build's, because a process cannot start from TypeScript.
 */
export function childProgram(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, 'child.js');
  if (existsSync(beside)) return beside;
  const built = join(here, '../../dist/engine/measure/child.js');
  if (existsSync(built)) return built;
  throw new Error('dist/engine/measure/child.js is missing: run `npm run build`');
}
