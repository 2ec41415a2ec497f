/** A fidelity with the ends of its interval, each exceeded with a chance of at most (1 − level)/2. */
export interface Bounded {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The least depth (1 the first) whose fidelity reaches `target`, one more than the deepest where none does. `upper`
 * comes from testing the deepest first and stopping at the first depth that does not surely reach, `lower` from
 * testing the shallowest first and stopping at the first that does not surely fall short: a sequence of tests in an order
 * fixed beforehand needs no correction (Maurer, Hothorn & Lehmacher 1995; Westfall & Krishen, "Optimally weighted, fixed
 * sequence and gatekeeper multiple testing procedures", 2001), so the bounds hold at the level of one interval.
 */
export function firstDepth(depths: readonly Bounded[], target: number): Bounded {
  const none = depths.length + 1;
  const seen = depths.findIndex(({ estimate }) => estimate >= target);
  let upper = none;
  while (upper > 1 && depths[upper - 2]!.lower >= target) upper--;
  let lower = 1;
  while (lower < none && depths[lower - 1]!.upper < target) lower++;
  return { estimate: seen === -1 ? none : seen + 1, lower, upper };
}
