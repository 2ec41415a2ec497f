/** What the places of documents are for, where their schemas leave it open. */
import type { Pointer } from '../document/words.js';
import type { LooseDocument } from './loose-document.js';

/** Whether JSON Logic stands at a pointer: in `require` or `when` of a rule, or below. */
export const isLogic = ({ kind }: Pick<LooseDocument, 'kind'>, pointer: Pointer): boolean =>
  (kind === 'Standard' || kind === 'Profile') &&
  pointer[0] === 'rules' &&
  typeof pointer[1] === 'number' &&
  (pointer[2] === 'require' || pointer[2] === 'when');

/** The pointer of the measurement in which another lies: `measurements.cv`, `rules[2].measure.cv`. */
export function usePointer({ kind }: Pick<LooseDocument, 'kind'>, pointer: Pointer): Pointer | undefined {
  if (kind !== 'Standard' && kind !== 'Profile') return undefined;
  if (pointer[0] === 'measurements' && pointer.length > 2) return pointer.slice(0, 2);
  return pointer[0] === 'rules' && pointer[2] === 'measure' && pointer.length > 4 ? pointer.slice(0, 4) : undefined;
}
