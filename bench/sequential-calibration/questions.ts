/** How many questions asking as needed takes, beside samples whose size is fixed beforehand. */
import { createBettingSequence } from '../../engine/methods/evaluation/sequential/betting-sequence.js';
import { createEmpiricalBernstein } from '../../engine/methods/evaluation/sequential/empirical-bernstein.js';
import { createSettler } from '../../engine/methods/evaluation/sequential/settler.js';
import { createStratifiedSequence } from '../../engine/methods/evaluation/sequential/stratified-sequence.js';
import { leastCount, trialsForProportion } from '../../engine/judge/sample-size.js';
import { createRng } from '../../engine/numerics/generator.js';
import { clopperPearson } from '../../engine/numerics/intervals.js';
import { permutation } from '../../engine/numerics/permutation.js';

const CONFIDENCE = 0.95;
const ALPHA = 1 - CONFIDENCE;

export interface VerdictCase {
  readonly rate: number;
  readonly limit: number;
  /** Questions in a bank, or `Infinity`. */
  readonly bank: number;
}

export const VERDICTS: readonly VerdictCase[] = [
  { rate: 0.999, limit: 0.99, bank: Infinity },
  { rate: 1, limit: 0.95, bank: Infinity },
  { rate: 0.99, limit: 0.95, bank: Infinity },
  { rate: 0.98, limit: 0.95, bank: Infinity },
  { rate: 0.9, limit: 0.95, bank: Infinity },
  { rate: 0.8, limit: 0.95, bank: Infinity },
  { rate: 0.01, limit: 0.05, bank: Infinity },
  { rate: 0.5, limit: 0.4, bank: Infinity },
  { rate: 0.9, limit: 0.85, bank: Infinity },
  { rate: 0.9, limit: 0.8, bank: Infinity },
  { rate: 0.7, limit: 0.5, bank: Infinity },
  { rate: 0.55, limit: 0.5, bank: Infinity },
  { rate: 0.99, limit: 0.95, bank: 1_000 },
  { rate: 0.97, limit: 0.95, bank: 1_000 },
  { rate: 0.9, limit: 0.85, bank: 1_000 },
  { rate: 0.55, limit: 0.5, bank: 1_000 },
];

export interface VerdictRow {
  /** Questions for a verdict with 80 % power by Clopper–Pearson, one-sided at α as proportions are judged, and at α/2. */
  readonly fixed: readonly [number, number];
  /** Questions asked until the verdict: the mean, and what one in two and four in five streams take. */
  readonly mean: number;
  readonly half: number;
  readonly four: number;
  /** Median width of the 95 % interval at the verdict, and the fixed sample that gives one as narrow. */
  readonly width: number;
  readonly fixedWidth: number;
  /** Verdicts that are wrong, of all streams. */
  readonly wrong: number;
}

export function questionsToVerdict({ rate, limit, bank }: VerdictCase, streams: number): VerdictRow {
  const above = rate > limit;
  const trials = (error: number): number =>
    above ? trialsForProportion(rate, limit, error, 1)! : trialsForProportion(1 - rate, 1 - limit, error, 1)!;
  const fixed = [trials(ALPHA), trials(ALPHA / 2)] as const;
  const asked: number[] = [];
  const widths: number[] = [];
  let wrong = 0;
  for (let stream = 0; stream < streams; stream++) {
    const rng = createRng(`verdict ${rate} ${limit} ${bank} ${stream}`);
    const order = bank === Infinity ? undefined : permutation(bank, rng);
    const about = bank === Infinity ? 'population' : 'bank';
    const sequence = createStratifiedSequence([{ weight: 1, questions: bank }], about, [limit]);
    const settler = createSettler(sequence, [{ operator: '>=', limit, confidence: CONFIDENCE }]);
    let verdict = settler.look(0)[0];
    while (verdict === undefined) {
      const right = order === undefined ? rng.next() < rate : order[sequence.asked]! < Math.round(rate * bank);
      sequence.observe(0, right ? 1 : 0);
      verdict = settler.look(sequence.asked)[0];
    }
    asked.push(verdict.asked);
    const [lower, upper] = sequence.exact(ALPHA);
    widths.push(upper - lower);
    if (verdict.holds !== above) wrong += 1;
  }
  asked.sort((a, b) => a - b);
  const at = (share: number): number => asked[Math.ceil(share * streams) - 1]!;
  const width = median(widths);
  return {
    fixed,
    mean: asked.reduce((sum, count) => sum + count, 0) / streams,
    half: at(0.5),
    four: at(0.8),
    width,
    fixedWidth: fixedToWidth(rate, width),
    wrong,
  };
}

export interface WidthRow {
  readonly fixed: number;
  readonly betting: number;
  readonly bernstein: number;
}

export const WIDTHS: readonly (readonly [rate: number, width: number])[] = [
  [0.01, 0.05],
  [0.01, 0.02],
  [0.5, 0.2],
  [0.5, 0.1],
  [0.9, 0.1],
  [0.9, 0.05],
  [0.99, 0.05],
  [0.99, 0.02],
];

/** The least fixed sample whose interval (Clopper–Pearson, 95 %) is as narrow. */
export const fixedToWidth = (rate: number, width: number): number =>
  leastCount(2, (n) => {
    const [lower, upper] = clopperPearson(Math.round(n * rate), n, CONFIDENCE);
    return upper - lower <= width;
  })!;

/** Questions until the 95 % interval is as narrow as `width`: fixed (Clopper–Pearson) and sequential, medians of streams. */
export function questionsToWidth(rate: number, width: number, streams: number): WidthRow {
  const fixed = fixedToWidth(rate, width);
  const betting: number[] = [];
  const bernstein: number[] = [];
  for (let stream = 0; stream < streams; stream++) {
    const seed = `width ${rate} ${width} ${stream}`;
    betting.push(bettingToWidth(rate, width, seed, fixed));
    bernstein.push(bernsteinToWidth(rate, width, seed));
  }
  return { fixed, betting: median(betting), bernstein: median(bernstein) };
}

/** Looked at in steps of a fiftieth of the fixed sample: the exact interval takes time. */
function bettingToWidth(rate: number, width: number, seed: string, fixed: number): number {
  const rng = createRng(seed);
  const sequence = createBettingSequence();
  const step = Math.ceil(fixed / 50);
  for (;;) {
    for (let count = 0; count < step; count++) sequence.observe(rng.next() < rate ? 1 : 0);
    const [innerLower, innerUpper] = sequence.bounds(ALPHA).inner;
    if (innerUpper - innerLower > width) continue;
    const [lower, upper] = sequence.exact(ALPHA);
    if (upper - lower <= width) return sequence.count;
  }
}

function bernsteinToWidth(rate: number, width: number, seed: string): number {
  const rng = createRng(seed);
  const sequence = createEmpiricalBernstein(ALPHA);
  for (;;) {
    sequence.observe(rng.next() < rate ? 1 : 0);
    const [lower, upper] = sequence.bounds();
    if (upper - lower <= width) return sequence.count;
  }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1]!;
