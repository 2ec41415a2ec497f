/** Faults of a command line: thrown by option parsers, caught in one place, printed as diagnostics. */
import type { Diagnostic } from '../engine/index.js';
import type { CLI_CODES } from './codes.js';

export class UsageFault extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('; '));
  }
}

export const usageFault = (code: keyof typeof CLI_CODES, message: string, hint?: string): UsageFault =>
  new UsageFault([{ code, severity: 'error', message, file: '', ...(hint !== undefined && { hint }) }]);
