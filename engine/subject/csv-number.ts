/** Decimal numbers in bytes, the same whatever the locale: `-12`, `+1.5`, `.5`, `6.02e23`; no separators of thousands. */

const POWERS = Float64Array.from({ length: 23 }, (_, index) => 10 ** index);
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number at [start, end), correctly rounded; NaN where the bytes are no decimal number. A number beyond
 * float64's range gives an infinity. Up to 15 digits with up to 22 decimals take the exact path of Clinger (1990,
 * "How to read floating point numbers accurately", §3): both factors are exact, so one division rounds once.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const sign = bytes[at];
  if (sign === 0x2d || sign === 0x2b) at += 1;
  let digits = 0;
  let decimals = -1;
  let value = 0;
  for (; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + (byte - 0x30);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (byte === 0x2e && decimals < 0) decimals = 0;
    else return slow(bytes, start, end);
  }
  if (digits === 0) return NaN;
  if (digits > 15) return slow(bytes, start, end);
  if (decimals > 0) value /= POWERS[decimals]!;
  return sign === 0x2d && value !== 0 ? -value : value;
}

export const decimalOf = (text: string): number => (DECIMAL.test(text) ? Number(text) + 0 : NaN);

function slow(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 400) return NaN;
  return decimalOf(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
}
