/** Interval arithmetic: every value that operands inside their intervals can give. Unknown is (−∞, ∞). */
export type Interval = readonly [lower: number, upper: number];

export const WHOLE: Interval = [-Infinity, Infinity];
export const pointInterval = (value: number): Interval => (Number.isFinite(value) ? [value, value] : WHOLE);
export const isPoint = ([lower, upper]: Interval): boolean => lower === upper;

/** A result that is not a number, or is infinite throughout (overflow, division by zero), says nothing. */
const sound = (lower: number, upper: number): Interval => {
  const low = Number.isNaN(lower) ? -Infinity : lower;
  const high = Number.isNaN(upper) ? Infinity : upper;
  return low === Infinity || high === -Infinity || low > high ? WHOLE : [low, high];
};

export const negate = ([lower, upper]: Interval): Interval => [-upper, -lower];
export const add = (a: Interval, b: Interval): Interval => sound(a[0] + b[0], a[1] + b[1]);
export const subtract = (a: Interval, b: Interval): Interval => sound(a[0] - b[1], a[1] - b[0]);

/** 0 · ∞ is 0 here: the infinity is an end that is never reached. */
const product = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x * y);

export function multiply(a: Interval, b: Interval): Interval {
  const ends = [product(a[0], b[0]), product(a[0], b[1]), product(a[1], b[0]), product(a[1], b[1])] as const;
  return sound(Math.min(...ends), Math.max(...ends));
}

const quotient = (x: number, y: number): number => (Math.abs(y) === Infinity ? 0 : x / y);

export function divide(a: Interval, b: Interval): Interval {
  if (b[0] <= 0 && b[1] >= 0) return WHOLE;
  const ends = [quotient(a[0], b[0]), quotient(a[0], b[1]), quotient(a[1], b[0]), quotient(a[1], b[1])] as const;
  return sound(Math.min(...ends), Math.max(...ends));
}

/** JavaScript's remainder: it has the sign of the dividend and is smaller than the divisor. */
export function remainder(a: Interval, b: Interval): Interval {
  if (b[0] <= 0 && b[1] >= 0) return WHOLE;
  if (isPoint(a) && isPoint(b)) return sound(a[0] % b[0], a[0] % b[0]);
  if (isPoint(b) && (a[0] >= 0 || a[1] <= 0) && Math.trunc(a[0] / b[0]) === Math.trunc(a[1] / b[0])) {
    const ends = [a[0] % b[0], a[1] % b[0]] as const;
    return sound(Math.min(...ends), Math.max(...ends));
  }
  const size = Math.max(Math.abs(b[0]), Math.abs(b[1]));
  return sound(a[0] >= 0 ? 0 : Math.max(-size, a[0]), a[1] <= 0 ? 0 : Math.min(size, a[1]));
}

export const minimum = (a: Interval, b: Interval): Interval => [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
export const maximum = (a: Interval, b: Interval): Interval => [Math.max(a[0], b[0]), Math.max(a[1], b[1])];

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | 'min' | 'max';

const BINARY: Readonly<Record<ArithmeticOperator, (a: Interval, b: Interval) => Interval>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  min: minimum,
  max: maximum,
};

/** In the order of json-logic-js, so that points give the same doubles. One part: `-` negates, others leave it. */
export function combine(operator: ArithmeticOperator, parts: readonly Interval[]): Interval {
  const [first, ...rest] = parts;
  if (first === undefined) return WHOLE;
  if (rest.length === 0) return operator === '-' ? negate(first) : first;
  return rest.reduce((left, right) => BINARY[operator](left, right), first);
}
