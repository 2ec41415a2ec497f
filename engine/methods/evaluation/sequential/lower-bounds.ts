import { bet, CERTAIN, conditionalMean, GAMBLERS, highestCapital } from './capital.js';

/** Where a lower bound lies: `refuted` is refuted with everything below it, `open` is not. */
export interface Bracket {
  readonly refuted: number;
  readonly open: number;
}

/** Lower bounds of a mean, of every error, that hold at all times together. */
export interface LowerBounds {
  /** O(grid). */
  observe(x: number): void;
  /** Between neighbours of the grid, O(log grid). `refuted` is a lower bound. */
  bracket(error: number): Bracket;
  /** The bound itself, to `tolerance` and on the safe side: replays the observations some 30 times. */
  exact(error: number, tolerance: number): Bracket;
}

/** Cells of the grid, narrower towards 0 and 1 as standard errors are: the first is 6e-5 wide. */
const CELLS = 128;

const gridPoint = (place: number): number => {
  const u = place / CELLS;
  return u ** 2 / (u ** 2 + (1 - u) ** 2);
};

/**
 * Lower bounds by betting against each candidate of a grid. The highest capital so far decides, so that a candidate once
 * refuted stays so: bounds are running intersections. Because capitals fall as candidates rise, bisection finds the end.
 *
 * @param bank questions in a bank that is drawn from without replacement; `Infinity` for a population
 * @param candidates to be decided without rounding to the grid (limits of rules), in [0, 1]
 */
export function createLowerBounds(bank: number, candidates: readonly number[]): LowerBounds {
  const grid = Float64Array.from(
    new Set([...Array.from({ length: CELLS + 1 }, (_, place) => gridPoint(place)), ...candidates]),
  ).sort();
  const money = new Float64Array(grid.length * GAMBLERS).fill(1);
  const highest = new Float64Array(grid.length).fill(1);
  const observations: number[] = [];
  let sum = 0;
  /** Candidates below this place are refuted at every error. */
  let first = 0;
  /** Those from this place on are too high for anybody to have money left. */
  let end = grid.length;

  function bracket(error: number): Bracket {
    const needed = 1 / error;
    let low = 0;
    let high = grid.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (highest[middle]! >= needed) low = middle + 1;
      else high = middle;
    }
    const sure = bank === Infinity ? 0 : Math.min(1, sum / bank);
    const refuted = Math.max(low === 0 ? 0 : grid[low - 1]!, sure);
    return { refuted, open: Math.max(refuted, low === grid.length ? 1 : grid[low]!) };
  }

  return {
    observe(x) {
      const count = observations.length;
      for (let place = first; place < end; place++) {
        const capital = bet(money, place * GAMBLERS, x, conditionalMean(grid[place]!, sum, count, bank));
        if (capital > highest[place]!) highest[place] = capital;
        if (capital === 0) end = place;
      }
      while (first < grid.length && highest[first]! >= CERTAIN) first++;
      observations.push(x);
      sum += x;
    },
    bracket,
    exact(error, tolerance) {
      let { refuted, open } = bracket(error);
      if (observations.length >= bank) return { refuted, open: refuted };
      while (open - refuted > tolerance) {
        const middle = (refuted + open) / 2;
        if (middle <= refuted || middle >= open) break;
        if (highestCapital(middle, observations, bank) >= 1 / error) refuted = middle;
        else open = middle;
      }
      return { refuted, open };
    },
  };
}
