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
  /** False where `mostNodes` were looked at, or the lattice is too large to list, before the best was known. */
  readonly optimal: boolean;
}

/**
 * The full-domain generalisation of least loss under which rows of failing classes are at most `mostSuppressed`: an
 * optimal search of the lattice of levels, as Samarati (IEEE TKDE 13, 2001) and El Emam et al. ("A globally optimal
 * k-anonymity method for the de-identification of health data", JAMIA 16, 2009) have it. What lies below a generalisation
 * that fails, fails; what loses more than the best one, even if no row were suppressed, is passed over. It begins with
 * the way down from the top that loses least. Optimal for k and distinct l, whose failing rows never grow with
 * generalisation; for the other forms where none may be suppressed.
 *
 * `undefined` where nothing will do. After `mostNodes` it gives the best so far.
 */
export async function fullDomain(
  columns: readonly LeveledColumn[],
  rows: number,
  requirement: Requirement,
  { mostSuppressed, mostNodes, pause }: { mostSuppressed: number; mostNodes: number; pause: () => Promise<void> },
): Promise<FullDomain | undefined> {
  const heights = columns.map(({ levels }) => levels.length - 1);
  const means = columns.map(({ levels }) => levels.map(({ classes, loss }) => meanLoss(classes, loss)));
  const leastLoss = (node: readonly number[]): number =>
    node.reduce((sum, level, index) => sum + means[index]![level]!, 0) / columns.length;
  const failed: (readonly number[])[] = [];
  const known = new Map<string, boolean>();
  let best: Omit<FullDomain, 'looked' | 'optimal'> | undefined;
  const look = async (node: readonly number[]): Promise<boolean> => {
    const key = node.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    if (failed.some((above) => above.every((level, index) => node[index]! <= level))) return false;
    await pause();
    const classes = columns.map(({ levels }, index) => levels[node[index]!]!.classes).reduce(refine, oneClass(rows));
    const suppressed = failing(classes, requirement);
    const holds = suppressed.reduce((sum, one) => sum + one, 0) <= mostSuppressed;
    known.set(key, holds);
    if (!holds) failed.push(node);
    else {
      const loss = lossOf(columns, node, suppressed);
      // Of equals the later one: it lies below.
      if (best === undefined || loss <= best.loss) best = { node, classes, suppressed, loss };
    }
    return holds;
  };
  let node: readonly number[] = heights;
  if (!(await look(node))) return undefined;
  for (let next: readonly number[] | undefined = node; next !== undefined && known.size < mostNodes;) {
    node = next;
    const below = node
      .flatMap((level, index) => (level > 0 ? [node.with(index, level - 1)] : []))
      .sort((a, b) => leastLoss(a) - leastLoss(b));
    next = undefined;
    for (const one of below) {
      if (await look(one)) {
        next = one;
        break;
      }
    }
  }
  const all = lattice(heights)
    .map((each) => ({ node: each, loss: leastLoss(each) }))
    .sort((a, b) => a.loss - b.loss);
  for (const each of all) {
    const through = each.loss >= best!.loss;
    if (through || known.size >= mostNodes) return { ...best!, looked: known.size, optimal: through };
    await look(each.node);
  }
  return { ...best!, looked: known.size, optimal: all.length > 0 };
}

/** All nodes, or none where there are too many to list. */
function lattice(heights: readonly number[]): readonly (readonly number[])[] {
  if (heights.reduce((product, height) => product * (height + 1), 1) > 1_000_000) return [];
  return heights.reduce<readonly (readonly number[])[]>(
    (nodes, height) => nodes.flatMap((node) => Array.from({ length: height + 1 }, (_, level) => [...node, level])),
    [[]],
  );
}

function meanLoss({ classOf }: Classes, loss: Float64Array): number {
  let sum = 0;
  for (const index of classOf) sum += loss[index]!;
  return sum / Math.max(1, classOf.length);
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
