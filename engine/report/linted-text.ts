/** The last line of `lint`: how many findings there are in what. */
import type { Diagnostic } from '../document/diagnostic.js';
import { finish, pageOf, type TextOptions } from './text/page.js';

export function renderLinted(
  linted: readonly string[],
  diagnostics: readonly Diagnostic[],
  options: TextOptions,
): string {
  const page = pageOf(options);
  const { m, paint } = page;
  const count = diagnostics.filter(({ severity }) => severity !== 'notice').length;
  const line = m.linted(linted.join(', '), count);
  return finish([count === 0 ? paint.good(`✓ ${line}`) : paint.bad(`✗ ${line}`)], page);
}
