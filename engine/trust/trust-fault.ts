import type { Diagnostic } from '../document/diagnostic.js';
import type { TrustCode } from './codes.js';

/** What is wrong with a signature, a key, an archive or a lock, before it has a place. */
export interface Fault {
  readonly code: TrustCode;
  readonly message: string;
  readonly hint?: string;
}

/** Thrown where one fault ends a reading; caught at the task and shown. */
export class TrustFault extends Error {
  constructor(
    readonly code: TrustCode,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** At a file as a whole. */
export const diagnosticOf = ({ code, message, hint }: Fault, file: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  file,
  ...(hint === undefined ? {} : { hint }),
});
