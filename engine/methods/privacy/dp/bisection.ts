const MOST_STEPS = 200;

/**
 * The least x > 0 for which `holds`, which holds for all larger x too; from above, within `tolerance` of it (relative).
 * `start` > 0 is where to look first; from there in leaps that grow by squaring, then by halving the logarithm. Infinity where it
 * holds nowhere, 0 where it holds everywhere.
 */
export function leastWith(holds: (x: number) => boolean, start: number, tolerance = 1e-13, firstLeap = 2): number {
  let [low, high] = [start, start];
  if (holds(start)) {
    for (let leap = firstLeap; holds((low = high / leap)); leap *= leap) {
      if (low === 0) return 0;
      high = low;
    }
  } else {
    for (let leap = firstLeap; !holds((high = low * leap)); leap *= leap) {
      if (high === Infinity) return Infinity;
      low = high;
    }
  }
  for (let step = 0; step < MOST_STEPS && high - low > tolerance * high; step++) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (middle <= low || middle >= high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
