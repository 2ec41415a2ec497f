/** Numbers for people: the digits that the uncertainty leaves, and never so few that a comparison looks wrong. */

/** Groups of three by commas, independent of the machine's locale. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = text.split('.');
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

const LARGE = 1e15;
const SMALL = 1e-6;

const exponential = (value: number): string => {
  const [mantissa = '0', exponent = '0'] = value.toExponential(2).split('e');
  return `${mantissa.replace('-', '−')}e${Number(exponent)}`;
};

/** A number on its own: whole numbers whole, others to four significant digits. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '?';
  if (value !== 0 && (Math.abs(value) >= LARGE || Math.abs(value) < SMALL)) return exponential(value);
  if (Number.isInteger(value)) return fixed(value, 0);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const text = fixed(value, Math.min(12, Math.max(0, 3 - magnitude)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Decimals as a person wrote them: 0.7 has one. */
const ownDecimals = (value: number): number => {
  const text = String(Math.abs(value));
  if (text.includes('e')) return 12;
  return Math.min(12, text.split('.')[1]?.length ?? 0);
};

const orderShown = (a: number, b: number, decimals: number): boolean =>
  Math.sign(a - b) === Math.sign(Number(a.toFixed(decimals)) - Number(b.toFixed(decimals)));

/**
 * How to print an estimate, its interval and its limit side by side: two digits of the interval's half width, more
 * where rounding would hide on which side of the limit a number lies.
 */
export function printer(numbers: {
  readonly estimate: number;
  readonly interval?: readonly [number, number];
  readonly limit?: number;
}): (value: number) => string {
  const { estimate, interval, limit } = numbers;
  const all = [estimate, ...(interval ?? []), ...(limit === undefined ? [] : [limit])];
  const largest = Math.max(...all.map(Math.abs));
  const halfWidth = interval === undefined ? 0 : (interval[1] - interval[0]) / 2;
  if (!all.every(Number.isFinite) || largest >= LARGE || (largest > 0 && largest < SMALL)) return plain;
  if (all.every(Number.isInteger) && halfWidth === 0) return plain;
  const scale = halfWidth > 0 ? halfWidth : Math.abs(estimate) / 100 || 0.01;
  let decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(scale))));
  if (limit !== undefined) {
    decimals = Math.max(decimals, Math.min(ownDecimals(limit), 6));
    const others = [estimate, ...(interval ?? [])];
    while (decimals < 12 && !others.every((value) => orderShown(value, limit, decimals))) decimals += 1;
  }
  return (value) => fixed(value, decimals);
}

export const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

/** Seconds with three significant digits, minutes beyond 100 s. */
export function duration(seconds: number): string {
  if (seconds >= 100) return `${fixed(Math.floor(seconds / 60), 0)} min ${fixed(Math.round(seconds % 60), 0)} s`;
  return seconds >= 10
    ? `${fixed(seconds, 0)} s`
    : seconds >= 1
      ? `${fixed(seconds, 1)} s`
      : `${fixed(seconds * 1000, 0)} ms`;
}

/** `"1"` is no unit to a reader. */
export const withUnit = (text: string, unit: string | undefined): string =>
  unit === undefined || unit === '1' ? text : unit === 'percent' ? `${text} %` : `${text} ${unit}`;

export const threeDigits = (value: number): string => plain(Number(value.toPrecision(3)));

export const joules = (value: number): string =>
  value < 1e4 ? `${threeDigits(value)} J` : `${threeDigits(value / 3.6e6)} kWh`;
