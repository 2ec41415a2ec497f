/** Why a file cannot be sealed or opened. The message never holds a key or a byte of the file. */
export type SealingFaultKind =
  /** No key was named, or the variable that should hold it is not set. */
  | 'no-key'
  /** What was named is no key, or others can read it. */
  | 'unusable-key'
  | 'wrong-key'
  /** Cut off, altered, or out of order. */
  | 'damaged'
  /** Not sealed at all, or in a container that is not opened here. */
  | 'unsupported'
  | 'too-large'
  /** The output is there already, or cannot be written. */
  | 'output'
  /** The input cannot be read. */
  | 'input';

export class SealingFault extends Error {
  constructor(
    readonly kind: SealingFaultKind,
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
