/**
 * The block of each of n rows in the order of time: runs of ⌈n^(1/3)⌉ rows, the order of length at which the blocks
 * of a block bootstrap have the least error for a variance (Hall, Horowitz & Jing, Biometrika 82, 1995). Neighbours
 * in time are dependent; blocks are treated as if they were not.
 */
export function blocksInTime(rows: number): Int32Array {
  const length = Math.max(1, Math.ceil(Math.cbrt(rows) - 1e-9));
  return Int32Array.from({ length: rows }, (_, row) => Math.floor(row / length));
}
