/** Results go to standard output, everything else to standard error. */
import type { Diagnostic, Language } from '../engine/index.js';
import { reporting } from '../engine/index.js';
import { textOptions } from './terminal.js';

export function print(text: string): void {
  process.stdout.write(text);
}

export function note(text: string): void {
  process.stderr.write(text);
}

export async function printDiagnostics(diagnostics: readonly Diagnostic[], language: Language): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await reporting();
  note(await renderDiagnostics(diagnostics, textOptions(process.stderr, language)));
}
