const MOST_DOUBLINGS = 1100;
const MOST_HALVINGS = 200;

/**
 * The least x > 0 for which `holds`, which holds for all larger x too; from above, within `tolerance` of it (relative).
 * `start` > 0 is where to look first. Infinity where it holds nowhere.
 */
export function leastWith(holds: (x: number) => boolean, start: number, tolerance = 1e-13): number {
  let high = start;
  for (let step = 0; !holds(high); step++) {
    if (step === MOST_DOUBLINGS || high === Infinity) return Infinity;
    high *= 2;
  }
  let low = high / 2;
  for (let step = 0; holds(low); step++) {
    if (step === MOST_DOUBLINGS || low === 0) return low;
    high = low;
    low /= 2;
  }
  for (let step = 0; step < MOST_HALVINGS && high - low > tolerance * high; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
