import { ABOVE, COLUMN, LEAF, NEXT, NODE } from './flat-forest.js';
import type { Codes, FlatForest, FlatRows } from './flat-forest.js';

/** Rows that have the values of some columns of other rows; those of one row are next to each other. */
export interface MovedRows {
  /** Encoded columns that move. */
  readonly moving: Int32Array;
  readonly rows: Int32Array;
  /** Of each, the row whose values it gets. */
  readonly givers: Int32Array;
}

/**
 * Summed leaves of moved rows, rows × outputs. All go down a tree together and are divided at each node, so that no step
 * of a row waits for another or for what the processor guesses. A row goes down once as far as no moving column is
 * tested, whoever its givers are; from there it goes on for each of them.
 */
export function movedSums(forest: FlatForest, x: FlatRows, { moving, rows, givers }: MovedRows): Float32Array {
  const { outputs, roots, nodes, leaves } = forest;
  const count = rows.length;
  const moves = Uint8Array.from(forest.columns, ({ column }) => (moving.includes(column) ? 1 : 0));
  const codes = mixedCodes(x, moves, rows, givers);
  const noStops = new Uint8Array(moves.length);
  /** Of the rows that go down once the first of their moved ones, and where their last are. */
  const firsts = rows.map((_, at) => at).filter((at) => at === 0 || rows[at] !== rows[at - 1]);
  const ends = new Int32Array(count);
  firsts.forEach((first, run) => {
    ends[first] = firsts[run + 1] ?? count;
  });
  const still = { nodes, codes, count, stops: moves, lists: new Int32Array(2 * firsts.length) };
  const moved = { nodes, codes, count, stops: noStops, lists: new Int32Array(2 * count) };
  const sums = new Float32Array(count * outputs);

  const addLeaves = (node: number, from: number, to: number): void => {
    const leaf = nodes[node + LEAF]!;
    // A float32 array rounds each sum to float32, which is what adding in float32 gives.
    for (let place = from; place < to; place++) {
      const at = moved.lists[place]! * outputs;
      for (let k = 0; k < outputs; k++) sums[at + k]! += leaves[leaf + k]!;
    }
  };
  for (const root of roots) {
    still.lists.set(firsts);
    divideAmong(still, root, firsts.length, (node, from, to) => {
      let open = 0;
      for (let place = from; place < to; place++) {
        const first = still.lists[place]!;
        for (let at = first; at < ends[first]!; at++) moved.lists[open++] = at;
      }
      divideAmong(moved, node, open, addLeaves);
    });
  }
  return sums;
}

/** Codes of the moved rows, column by column. */
function mixedCodes({ rows: all, codes }: FlatRows, moves: Uint8Array, rows: Int32Array, givers: Int32Array): Codes {
  const Type = codes instanceof Uint8Array ? Uint8Array : codes instanceof Uint16Array ? Uint16Array : Int32Array;
  const mixed = new Type(moves.length * rows.length);
  moves.forEach((isMoving, column) => {
    const of = isMoving === 1 ? givers : rows;
    for (let at = 0; at < rows.length; at++) mixed[column * rows.length + at] = codes[column * all + of[at]!]!;
  });
  return mixed;
}

interface Division {
  readonly nodes: Int32Array;
  /** Columns × `count`. */
  readonly codes: Codes;
  readonly count: number;
  /** 1 for columns at whose tests items go no further. */
  readonly stops: Uint8Array;
  /** Two halves: what goes to a node lies together in one, and is divided into the other. */
  readonly lists: Int32Array;
}

/** Divides the first `items` of the lists among the nodes below `root`; shows where those of each last node lie. */
function divideAmong(
  { nodes, codes, count, stops, lists }: Division,
  root: number,
  items: number,
  visit: (node: number, from: number, to: number) => void,
): void {
  const half = lists.length / 2;
  const open = [root, 0, items];
  while (open.length > 0) {
    const to = open.pop()!;
    const from = open.pop()!;
    const node = open.pop()!;
    const column = nodes[node + COLUMN]!;
    if (column < 0 || stops[column] === 1) {
      visit(node, from, to);
      continue;
    }
    const other = from < half ? half : -half;
    const middle = divide(lists, from, to, other, codes, column * count, nodes[node + ABOVE]!);
    const left = nodes[node + NEXT]!;
    if (middle < to + other) open.push(left + NODE, middle, to + other);
    if (from + other < middle) open.push(left, from + other, middle);
  }
}

/**
 * Puts the items at `from`…`to` − 1 into the places that lie `other` further, first those whose code is below `above`;
 * where the rest begins. One array for both, and a difference's sign for a comparison, are what the compiler makes fast.
 */
function divide(
  lists: Int32Array,
  from: number,
  to: number,
  other: number,
  codes: Codes,
  start: number,
  above: number,
): number {
  let left = (from + other) | 0;
  let right = (to - 1 + other) | 0;
  for (let place = from | 0; place < to; place = (place + 1) | 0) {
    const item = lists[place]!;
    const goesLeft = (codes[(start + item) | 0]! - above) >>> 31;
    lists[left] = item;
    lists[right] = item;
    left = (left + goesLeft) | 0;
    right = (right - 1 + goesLeft) | 0;
  }
  return left;
}
