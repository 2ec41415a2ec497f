/** Risks of an attacker who knows the quasi-identifiers of somebody in the data (the "prosecutor"). */
export interface ReidentificationRisk {
  /** Rows of the smallest class. */
  readonly k: number;
  /** Mean over rows of 1 / size of the row's class: classes / rows. */
  readonly averageRisk: number;
  /** 1 / k. */
  readonly highestRisk: number;
  /** Share of rows that are a class of their own. */
  readonly uniqueness: number;
}

/**
 * From the sizes of the equivalence classes; at least one. Sweeney, "k-anonymity", 2002 (k); El Emam, Guide to the
 * De-Identification of Personal Health Information, 2013, ch. 16 (prosecutor risk); ARX's names.
 */
export function reidentificationRisk(sizes: ArrayLike<number>): ReidentificationRisk {
  let rows = 0;
  let unique = 0;
  let k = Number.POSITIVE_INFINITY;
  for (let index = 0; index < sizes.length; index++) {
    const size = sizes[index]!;
    rows += size;
    if (size === 1) unique++;
    if (size < k) k = size;
  }
  if (rows === 0) throw new RangeError('no rows have no risk');
  return { k, averageRisk: sizes.length / rows, highestRisk: 1 / k, uniqueness: unique / rows };
}

/** Share of rows whose own risk, 1 / size of the class that counts for them, is above a threshold (El Emam's R_a). */
export function shareAbove(threshold: number, sizes: ArrayLike<number>, crowds: ArrayLike<number> = sizes): number {
  let rows = 0;
  let above = 0;
  for (let index = 0; index < sizes.length; index++) {
    rows += sizes[index]!;
    if (1 / crowds[index]! > threshold) above += sizes[index]!;
  }
  return above / rows;
}
