import type { NumberUnknown } from './unknowns.js';

/** Beyond this many decimals a value is as good as any. */
const DECIMALS = 12;

/**
 * A number with few digits that lies between the same two limits as the given one: no rule that compares the figure alone
 * can tell them apart.
 */
export function plainNumber(
  value: number,
  { limits, range, integer }: Pick<NumberUnknown, 'limits' | 'range' | 'integer'>,
): number {
  const sorted = [...limits].sort((a, b) => a - b);
  const from = Math.max(sorted.filter((limit) => limit <= value).at(-1) ?? -Infinity, range[0] ?? -Infinity);
  const next = sorted.find((limit) => limit > value) ?? Infinity;
  const most = range[1] ?? Infinity;
  const inside = (candidate: number): boolean => candidate >= from && candidate < next && candidate <= most;
  const to = Math.min(next, most);
  // The middle, but near the end that is a limit where the other is far away or none.
  const reach = (end: number): number => Math.abs(end) * 0.1 || 1;
  const aim = Number.isFinite(from)
    ? Number.isFinite(to)
      ? Math.min((from + to) / 2, from + 10 * reach(from))
      : from + reach(from)
    : Number.isFinite(to)
      ? to - reach(to)
      : 0;
  for (let decimals = 0; decimals <= (integer ? 0 : DECIMALS); decimals += 1) {
    const candidate = Number(aim.toFixed(decimals));
    if (inside(candidate) && candidate !== from) return candidate;
  }
  for (let decimals = 0; decimals <= (integer ? 0 : DECIMALS); decimals += 1) {
    const candidate = Number(aim.toFixed(decimals));
    if (inside(candidate)) return candidate;
  }
  return value;
}
