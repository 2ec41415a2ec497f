/** Where a comparison of an exact number turns, to the last bit: arithmetic here is that of doubles. */

const view = new DataView(new ArrayBuffer(8));

/** Doubles in their order as integers: −0 and 0 are one. */
function orderOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}

function doubleAt(order: bigint): number {
  view.setBigInt64(0, order >= 0n ? order : -order);
  const size = view.getFloat64(0);
  return order >= 0n ? size : -size;
}

/** Figures and facts are taken to lie within ±LARGEST, where no conversion of units overflows. */
export const LARGEST = 1e100;
const [LEAST, MOST] = [orderOf(-LARGEST), orderOf(LARGEST)];

/**
 * The least double within ±LARGEST of which something holds that, once true, stays true; −Infinity where it holds of
 * all, Infinity where of none.
 */
export function leastDouble(holds: (value: number) => boolean): number {
  if (!holds(LARGEST)) return Infinity;
  if (holds(-LARGEST)) return -Infinity;
  let [low, high] = [LEAST, MOST];
  while (high - low > 1n) {
    // Rounded down, below 0 too.
    const middle = (low + high) >> 1n;
    if (holds(doubleAt(middle))) high = middle;
    else low = middle;
  }
  return doubleAt(high);
}

export const nextUp = (value: number): number => doubleAt(orderOf(value) + 1n);
export const nextDown = (value: number): number => doubleAt(orderOf(value) - 1n);
