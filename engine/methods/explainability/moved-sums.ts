import { COLUMN, LEAF, NEXT, THRESHOLD } from './flat-forest.js';
import type { FlatForest, FlatRows } from './flat-forest.js';

/** Rows that have the values of some columns of other rows; those of one row are next to each other. */
export interface MovedRows {
  /** Columns of `FlatRows` that move. */
  readonly moving: Int32Array;
  readonly rows: Int32Array;
  /** Of each, the row whose values it gets. */
  readonly givers: Int32Array;
}

/** Walks that go down side by side, to hide how long each waits for memory and for what it guesses wrong. */
const LANES = 4;

/**
 * Summed leaves of moved rows, rows × outputs. In each tree a row goes down once as far as no moving column is tested,
 * whoever its givers are; from there it goes on for each of them. Most rows of most columns get no further than a part
 * of a tree: this spares what evaluating whole rows cannot.
 */
export function movedSums(forest: FlatForest, x: FlatRows, { moving, rows, givers }: MovedRows): Float32Array {
  const { outputs, roots, nodes, leaves } = forest;
  const { columns } = x;
  const count = rows.length;
  const sums = new Float32Array(count * outputs);
  const moves = new Int32Array(columns);
  for (const column of moving) moves[column] = 1;
  const still = walksOf(count);
  const runOf = new Int32Array(count);
  let runs = 0;
  for (let at = 0; at < count; at++) {
    if (at === 0 || rows[at] !== rows[at - 1]) still.row[runs++] = rows[at]! * columns;
    runOf[at] = runs - 1;
  }
  const moved = walksOf(count);
  const places = new Int32Array(count);
  for (const root of roots) {
    still.node.fill(root, 0, runs);
    descend(forest, x, still, runs, moves, moves);
    let open = 0;
    for (let at = 0; at < count; at++) {
      const node = still.node[runOf[at]!]!;
      const leaf = nodes[node + LEAF]!;
      if (leaf === -1) {
        moved.node[open] = node;
        moved.row[open] = rows[at]! * columns;
        moved.shift[open] = (givers[at]! - rows[at]!) * columns;
        places[open++] = at;
      } else {
        // A float32 array rounds each sum to float32, which is what adding in float32 gives.
        for (let k = 0; k < outputs; k++) sums[at * outputs + k]! += leaves[leaf + k]!;
      }
    }
    descend(forest, x, moved, open, moves, undefined);
    for (let walk = 0; walk < open; walk++) {
      const leaf = nodes[moved.node[walk]! + LEAF]!;
      const at = places[walk]! * outputs;
      for (let k = 0; k < outputs; k++) sums[at + k]! += leaves[leaf + k]!;
    }
  }
  return sums;
}

/** Walks down a tree: where each is, where its row's values begin, and how far on its giver's. */
interface Walks {
  readonly node: Int32Array;
  readonly row: Int32Array;
  readonly shift: Int32Array;
}

const walksOf = (count: number): Walks => ({
  node: new Int32Array(count + LANES),
  row: new Int32Array(count + LANES),
  shift: new Int32Array(count + LANES),
});

/** Down to the leaves, or to the first node that tests a column of `stops`. No step of a walk is a guess: none branches. */
function descend(
  { nodes, floats }: FlatForest,
  { columns, values }: FlatRows,
  { node, row, shift }: Walks,
  count: number,
  moves: Int32Array,
  stops: Int32Array | undefined,
): void {
  const goes = new Int32Array(columns);
  for (let column = 0; column < columns; column++) goes[column] = stops?.[column] === 1 ? 0 : 1;
  const last = (count + LANES - 1) & -LANES;
  for (let walk = count; walk < last; walk++) {
    node[walk] = node[count - 1]!;
    row[walk] = row[count - 1]!;
    shift[walk] = shift[count - 1]!;
  }
  for (let walk = 0; walk < last; walk += LANES) {
    const rowA = row[walk]!;
    const rowB = row[walk + 1]!;
    const rowC = row[walk + 2]!;
    const rowD = row[walk + 3]!;
    const shiftA = shift[walk]!;
    const shiftB = shift[walk + 1]!;
    const shiftC = shift[walk + 2]!;
    const shiftD = shift[walk + 3]!;
    let a = node[walk]!;
    let b = node[walk + 1]!;
    let c = node[walk + 2]!;
    let d = node[walk + 3]!;
    for (;;) {
      const ofA = nodes[a + COLUMN]!;
      const ofB = nodes[b + COLUMN]!;
      const ofC = nodes[c + COLUMN]!;
      const ofD = nodes[d + COLUMN]!;
      const rightA = +!(values[rowA + moves[ofA]! * shiftA + ofA]! <= floats[a + THRESHOLD]!);
      const rightB = +!(values[rowB + moves[ofB]! * shiftB + ofB]! <= floats[b + THRESHOLD]!);
      const rightC = +!(values[rowC + moves[ofC]! * shiftC + ofC]! <= floats[c + THRESHOLD]!);
      const rightD = +!(values[rowD + moves[ofD]! * shiftD + ofD]! <= floats[d + THRESHOLD]!);
      const stepA = Math.imul(goes[ofA]!, nodes[a + NEXT]! + (rightA << 2) - a);
      const stepB = Math.imul(goes[ofB]!, nodes[b + NEXT]! + (rightB << 2) - b);
      const stepC = Math.imul(goes[ofC]!, nodes[c + NEXT]! + (rightC << 2) - c);
      const stepD = Math.imul(goes[ofD]!, nodes[d + NEXT]! + (rightD << 2) - d);
      if ((stepA | stepB | stepC | stepD) === 0) break;
      a += stepA;
      b += stepB;
      c += stepC;
      d += stepD;
    }
    node[walk] = a;
    node[walk + 1] = b;
    node[walk + 2] = c;
    node[walk + 3] = d;
  }
}
