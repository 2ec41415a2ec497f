import { oneClass, refine, rowsByClass } from '../equivalence-classes.js';
import type { Classes } from '../equivalence-classes.js';
import type { Requirement } from './requirement.js';

/** A quasi-identifier with its values at every level of generalisation: 0 as they are, the last one all alike. */
export interface LeveledColumn {
  readonly levels: readonly {
    readonly classes: Classes;
    /** Loss of each class's cell in [0, 1] (`informationLoss`). */
    readonly loss: Float64Array;
  }[];
}

export interface FullDomain {
  /** The level of each column. */
  readonly node: readonly number[];
  readonly classes: Classes;
  /** Rows of classes that do not meet the requirement. */
  readonly suppressed: Uint8Array;
  /** Mean loss of a cell, of a suppressed one 1. */
  readonly loss: number;
  /** Generalisations that were looked at. */
  readonly looked: number;
}

/**
 * The full-domain generalisation of least loss under which rows of failing classes are at most `mostSuppressed`:
 * bottom-up through the lattice of levels, where whatever lies above a generalisation that will do is passed over
 * (LeFevre, DeWitt & Ramakrishnan, "Incognito", SIGMOD 2005; El Emam et al., "A globally optimal k-anonymity method for
 * the de-identification of health data", JAMIA 16, 2009). Optimal for k and distinct l, whose failing rows never grow
 * with generalisation; for the other forms where none may be suppressed.
 *
 * `undefined` where nothing will do, or `mostNodes` were looked at in vain.
 */
export async function fullDomain(
  columns: readonly LeveledColumn[],
  rows: number,
  requirement: Requirement,
  { mostSuppressed, mostNodes, pause }: { mostSuppressed: number; mostNodes: number; pause: () => Promise<void> },
): Promise<FullDomain | undefined> {
  const heights = columns.map(({ levels }) => levels.length - 1);
  const sufficient: (readonly number[])[] = [];
  let best: Omit<FullDomain, 'looked'> | undefined;
  let looked = 0;
  const total = heights.reduce((sum, height) => sum + height, 0);
  for (let height = 0; height <= total; height++) {
    for (const node of nodesOf(heights, height)) {
      // Above one that will do: it will do too, and loses more.
      if (sufficient.some((below) => below.every((level, index) => level <= node[index]!))) continue;
      if (looked >= mostNodes) return best && { ...best, looked };
      looked += 1;
      await pause();
      const classes = columns.map(({ levels }, index) => levels[node[index]!]!.classes).reduce(refine, oneClass(rows));
      const suppressed = failing(classes, requirement);
      const count = suppressed.reduce((sum, one) => sum + one, 0);
      if (count > mostSuppressed) continue;
      sufficient.push(node);
      const loss = lossOf(columns, node, suppressed);
      if (best === undefined || loss < best.loss) best = { node, classes, suppressed, loss };
    }
  }
  return best && { ...best, looked };
}

/** All nodes with these many levels together. */
function* nodesOf(heights: readonly number[], sum: number): Generator<readonly number[]> {
  const [height, ...rest] = heights;
  if (height === undefined) {
    if (sum === 0) yield [];
    return;
  }
  const above = rest.reduce((all, one) => all + one, 0);
  for (let level = Math.max(0, sum - above); level <= Math.min(height, sum); level++) {
    for (const others of nodesOf(rest, sum - level)) yield [level, ...others];
  }
}

function failing(classes: Classes, requirement: Requirement): Uint8Array {
  const { starts, rows } = rowsByClass(classes);
  const suppressed = new Uint8Array(rows.length);
  for (let index = 0; index < classes.count; index++) {
    const own = rows.subarray(starts[index]!, starts[index + 1]!);
    if (!requirement(own)) for (const row of own) suppressed[row] = 1;
  }
  return suppressed;
}

function lossOf(columns: readonly LeveledColumn[], node: readonly number[], suppressed: Uint8Array): number {
  let sum = 0;
  columns.forEach(({ levels }, index) => {
    const { classes, loss } = levels[node[index]!]!;
    suppressed.forEach((out, row) => (sum += out === 1 ? 1 : loss[classes.classOf[row]!]!));
  });
  return sum / (columns.length * suppressed.length);
}
