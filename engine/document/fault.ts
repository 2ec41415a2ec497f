import type { Diagnostic } from './diagnostic.js';
import type { DOCUMENT_CODES } from './codes.js';
import type { Place } from './source-text.js';

export type DocumentCode = keyof typeof DOCUMENT_CODES;

/** An error at a place. */
export function fault(code: DocumentCode, place: Place, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...place, ...(hint === undefined ? {} : { hint }) };
}
