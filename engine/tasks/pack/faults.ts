import { isError, type Diagnostic } from '../../document/diagnostic.js';
import { diagnosticOf, TrustFault } from '../../trust/trust-fault.js';

/** A fault that ended the work on `file`, as a diagnostic; what is no fault of the user's is thrown on. */
export function caught(error: unknown, file: string): Diagnostic {
  if (error instanceof TrustFault) {
    const { code, message, hint } = error;
    return diagnosticOf({ code, message, ...(hint !== undefined && { hint }) }, file);
  }
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error;
  return diagnosticOf({ code: 'ASSAY1942', message: `it cannot be read (${String(error.code)})` }, file);
}

export const hasError = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(isError);
