import type { Diagnostic } from '../document/diagnostic.js';
import type { BundleCode } from './codes.js';

/** Thrown where one fault ends the making or reading of a bundle; caught at the task and shown. */
export class BundleFault extends Error {
  constructor(
    readonly code: BundleCode,
    message: string,
    readonly hint?: string,
    /** The file at fault, where it is not the bundle itself. */
    readonly file?: string,
  ) {
    super(message);
  }
}

export const bundleDiagnostic = ({ code, message, hint, file }: BundleFault, bundle: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  file: file ?? bundle,
  ...(hint !== undefined && { hint }),
});
