import type { Diagnostic } from '../document/diagnostic.js';
import type { SEALING_CODES } from './codes.js';
import { SealingFault } from './sealing-fault.js';
import type { SealingFaultKind } from './sealing-fault.js';

const CODES: Readonly<Record<SealingFaultKind, keyof typeof SEALING_CODES>> = {
  'no-key': 'ASSAY1820',
  'unusable-key': 'ASSAY1821',
  'wrong-key': 'ASSAY1822',
  damaged: 'ASSAY1823',
  unsupported: 'ASSAY1824',
  'too-large': 'ASSAY1825',
  output: 'ASSAY1826',
  input: 'ASSAY1827',
};

/** A fault of sealing or opening `file`; what is no fault of the user's is thrown on. */
export function sealingDiagnostic(error: unknown, file: string): Diagnostic {
  const fault = error instanceof SealingFault ? error : unreadable(error);
  const { kind, message, hint } = fault;
  return { code: CODES[kind], severity: 'error', message, file, ...(hint !== undefined && { hint }) };
}

function unreadable(error: unknown): SealingFault {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error;
  return new SealingFault('input', `it cannot be read (${String(error.code)})`);
}
