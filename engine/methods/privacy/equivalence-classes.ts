/** Rows sorted into classes: `classOf[row]` is in 0…count−1, in order of first appearance. */
export interface Classes {
  readonly count: number;
  readonly classOf: Int32Array;
}

/** All rows in one class (none where there are no rows). */
export const oneClass = (rows: number): Classes => ({ count: Math.min(rows, 1), classOf: new Int32Array(rows) });

/** Equal numbers are one class; NaN (a missing value) is a class of its own. Cost O(n). */
export function classesOfNumbers(values: ArrayLike<number>): Classes {
  let [least, greatest] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return classesByMap(values);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const span = greatest - least + 1;
  return span <= 1024 + 4 * values.length ? classesByTable(values, least, span) : classesByMap(values);
}

/** Of whole numbers and NaN, which has the last place. */
function classesByTable(values: ArrayLike<number>, least: number, span: number): Classes {
  const known = new Int32Array(span + 1).fill(-1);
  const classOf = new Int32Array(values.length);
  let count = 0;
  for (let row = 0; row < classOf.length; row++) {
    const value = values[row]!;
    const at = Number.isNaN(value) ? span : value - least;
    if (known[at] === -1) known[at] = count++;
    classOf[row] = known[at]!;
  }
  return { count, classOf };
}

function classesByMap(values: ArrayLike<number>): Classes {
  const known = new Map<number, number>();
  const classOf = new Int32Array(values.length);
  for (let row = 0; row < classOf.length; row++) {
    const value = values[row]!;
    let seen = known.get(value);
    if (seen === undefined) known.set(value, (seen = known.size));
    classOf[row] = seen;
  }
  return { count: known.size, classOf };
}

/** Pairs of classes that are counted through a table instead of a map: memory for time. */
const TABLE = 1 << 22;

/** Rows are in one class where both partitions have them in one. Cost O(n), and O(a·b) where that is small. */
export function refine(a: Classes, b: Classes): Classes {
  const pairs = a.count * b.count;
  const rows = a.classOf.length;
  if (pairs > TABLE || pairs > 64 * rows) return refineByHash(a, b);
  const known = new Int32Array(pairs).fill(-1);
  const classOf = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const pair = a.classOf[row]! * b.count + b.classOf[row]!;
    if (known[pair] === -1) known[pair] = count++;
    classOf[row] = known[pair]!;
  }
  return { count, classOf };
}

/** Open addressing: a Map of so many numbers costs twice as much. */
function refineByHash(a: Classes, b: Classes): Classes {
  const rows = a.classOf.length;
  const size = 2 ** Math.ceil(Math.log2(2 * rows + 2));
  const slots = new Int32Array(size).fill(-1);
  const first = new Int32Array(rows);
  const classOf = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const [left, right] = [a.classOf[row]!, b.classOf[row]!];
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & (size - 1);
    for (;;) {
      const seen = slots[slot]!;
      if (seen === -1) {
        slots[slot] = count;
        first[count] = row;
        classOf[row] = count++;
        break;
      }
      if (a.classOf[first[seen]!] === left && b.classOf[first[seen]!] === right) {
        classOf[row] = seen;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { count, classOf };
}

/** Rows in each class. */
export function classSizes(classes: Classes): Int32Array {
  const sizes = new Int32Array(classes.count);
  for (const index of classes.classOf) sizes[index]!++;
  return sizes;
}

/**
 * For each partition, the refinement of all the others, by divide and conquer: O(n q log q) for q partitions instead
 * of O(n q²). Yields `[index, classes]` in order of index.
 */
export function* refinementsWithoutOne(partitions: readonly Classes[], rows: number): Generator<[number, Classes]> {
  function* visit(from: number, to: number, outside: Classes): Generator<[number, Classes]> {
    if (to - from === 1) {
      yield [from, outside];
      return;
    }
    const middle = (from + to) >> 1;
    yield* visit(from, middle, partitions.slice(middle, to).reduce(refine, outside));
    yield* visit(middle, to, partitions.slice(from, middle).reduce(refine, outside));
  }
  if (partitions.length > 0) yield* visit(0, partitions.length, oneClass(rows));
}

/** The rows of each class, one class after the other: those of class c are `rows[starts[c]…starts[c + 1]]`, ascending. */
export interface RowsByClass {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** Cost O(n). */
export function rowsByClass(classes: Classes): RowsByClass {
  const starts = new Int32Array(classes.count + 1);
  for (const index of classes.classOf) starts[index + 1]!++;
  for (let index = 0; index < classes.count; index++) starts[index + 1]! += starts[index]!;
  const next = starts.slice();
  const rows = new Int32Array(classes.classOf.length);
  classes.classOf.forEach((index, row) => (rows[next[index]!++] = row));
  return { starts, rows };
}

/** How many different groups (people with several rows each) are in each class. Cost O(n). */
export function groupsPerClass(classes: Classes, groups: ArrayLike<number>): Int32Array {
  const counts = new Int32Array(classes.count);
  const both = refine(classes, classesOfNumbers(groups));
  const seen = new Uint8Array(both.count);
  both.classOf.forEach((pair, row) => {
    if (seen[pair] === 0) counts[classes.classOf[row]!]!++;
    seen[pair] = 1;
  });
  return counts;
}
