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

/** Significant digits that tell every double from its neighbours, with some to spare. */
const DIGITS = 25n;

/**
 * The greatest double that is at most above/under, each double taken for its shortest decimal, as formulas have it:
 * limits that the fraction reaches, the double reaches too.
 *
 * @param under above 0
 */
export function doubleBelow(above: bigint, under: bigint): number {
  if (above === 0n) return 0;
  const size = above < 0n ? -above : above;
  const shift = BigInt(under.toString().length - size.toString().length) + DIGITS;
  const scaled = shift >= 0n ? (size * 10n ** shift) / under : size / (under * 10n ** -shift);
  const near = Number(`${above < 0n ? '-' : ''}${scaled}e${-shift}`);
  const [a, b] = decimalOf(near);
  return a * under <= above * b ? near : nextDown(near);
}

/** The shortest decimal of a double as a fraction. */
export function decimalOf(value: number): readonly [above: bigint, under: bigint] {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? [digits * 10n ** BigInt(shift), 1n] : [digits, 10n ** BigInt(-shift)];
}
