import { classSizes, oneClass, refine } from './equivalence-classes.js';
import type { Classes } from './equivalence-classes.js';

/** Columns (by index) that together single out so large a share of the rows. */
export interface IdentifyingSet {
  readonly columns: readonly number[];
  readonly uniqueness: number;
}

export interface IdentifyingSets {
  /** Of the least size at which some reach the share, those that do, greatest uniqueness first; else none. */
  readonly sets: readonly IdentifyingSet[];
  /** False where `mostSets` were looked at before a size was through. */
  readonly complete: boolean;
}

/**
 * The smallest sets of columns that make at least `share` of the rows unique. A column more never makes fewer rows
 * unique, so sizes are tried from 1 on. Each set costs O(rows).
 */
export function identifyingSets(
  partitions: readonly Classes[],
  rows: number,
  share: number,
  mostSets: number,
): IdentifyingSets {
  // All columns together make the most rows unique.
  if (uniqueShare(partitions.reduce(refine, oneClass(rows))) < share) return { sets: [], complete: true };
  let looked = 0;
  for (let size = 1; size <= partitions.length; size++) {
    const sets: IdentifyingSet[] = [];
    const visit = (from: number, columns: readonly number[], classes: Classes): boolean => {
      if (columns.length === size) {
        looked += 1;
        const uniqueness = uniqueShare(classes);
        if (uniqueness >= share) sets.push({ columns, uniqueness });
        return looked < mostSets;
      }
      for (let next = from; next <= partitions.length - (size - columns.length); next++) {
        if (!visit(next + 1, [...columns, next], refine(classes, partitions[next]!))) return false;
      }
      return true;
    };
    const complete = visit(0, [], oneClass(rows));
    sets.sort((a, b) => b.uniqueness - a.uniqueness);
    if (sets.length > 0 || !complete) return { sets, complete };
  }
  return { sets: [], complete: true };
}

function uniqueShare(classes: Classes): number {
  let unique = 0;
  for (const size of classSizes(classes)) if (size === 1) unique++;
  return unique / classes.classOf.length;
}
