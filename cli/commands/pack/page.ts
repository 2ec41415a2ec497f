/** How every verb of `pack` ends: its page or record on standard output, its faults on standard error, 0 or 3. */
import { reporting, type Diagnostic, type Language } from '../../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../../exit-status.js';
import { print, printDiagnostics } from '../../print.js';
import { textOptions } from '../../terminal.js';

type Reporting = Awaited<ReturnType<typeof reporting>>;
type Pages = Awaited<ReturnType<Reporting['packPages']>>;
type Text = ReturnType<typeof textOptions>;

export interface PageOptions {
  readonly format: string;
  readonly lang: Language;
}

export async function show<Outcome extends { readonly diagnostics: readonly Diagnostic[] }>(
  outcome: Outcome,
  { format, lang }: PageOptions,
  page: (pages: Pages, text: Text) => string,
): Promise<ExitStatus> {
  const { packPages, renderJson } = await reporting();
  if (format === 'json') print(await renderJson(outcome));
  else {
    await printDiagnostics(outcome.diagnostics, lang);
    print(page(await packPages(), textOptions(process.stdout, lang)));
  }
  return hasError(outcome.diagnostics) ? EXIT.invalid : EXIT.conforms;
}
