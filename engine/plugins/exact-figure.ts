import type { Basis, Figure } from './figure.js';

/** A count, or a property of a file or of the data as they stand: no error. */
export const exactFigure = (estimate: number, unit: string, basis: Basis = 'observed'): Figure => ({
  estimate,
  unit,
  uncertainty: { kind: 'exact' },
  basis,
});
