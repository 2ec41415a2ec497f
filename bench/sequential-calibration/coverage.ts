/** Streams of answers whose true rate is known, and how often a confidence sequence ever leaves it. */
import { highestCapital } from '../../engine/methods/evaluation/sequential/capital.js';
import { createEmpiricalBernstein } from '../../engine/methods/evaluation/sequential/empirical-bernstein.js';
import { drawMixed, drawQuestions } from '../../engine/methods/evaluation/sequential/question-order.js';
import {
  createStratifiedSequence,
  type About,
  type Stratum,
} from '../../engine/methods/evaluation/sequential/stratified-sequence.js';
import type { Interval } from '../../engine/numerics/intervals.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Rng } from '../../engine/numerics/random.js';

export const ERROR = 0.05;

interface Part extends Stratum {
  /** Of right answers; of a bank exactly, to the nearest question. */
  readonly rate: number;
}

export interface CoverageCase {
  readonly name: string;
  /** By betting: `lowest` of the lowest of the parts' rates, `mixed` of parts in one order by their weights. */
  readonly method: 'betting' | 'lowest' | 'mixed' | 'empirical Bernstein';
  readonly about: About;
  readonly parts: readonly Part[];
  /** Answers to each question; above 1, those of a question are alike. */
  readonly answers: number;
}

/** Questions of a population before a stream ends; a bank is asked but for its last question. */
const POPULATION = 5_000;
export const RATES = [0.01, 0.5, 0.9, 0.99] as const;

/** Three strata whose weighted rate is `rate`: as it is, nearer to the end of [0, 1], farther from it. */
function threeParts(rate: number, questions: number): Part[] {
  const step = Math.min(rate, 1 - rate) / 2;
  const weights = [0.5, 0.3, 0.2];
  return [0, -1, 1.5].map((side, at) => ({ weight: weights[at]!, questions, rate: rate + side * step }));
}

const likeParts = (rate: number, questions: number): Part[] =>
  Array.from({ length: 3 }, () => ({ weight: 1, questions, rate }));

export const CASES: readonly CoverageCase[] = RATES.flatMap((rate): CoverageCase[] => {
  const one = (questions: number): Part[] => [{ weight: 1, questions, rate }];
  const betting = { method: 'betting', answers: 1 } as const;
  return [
    { ...betting, name: 'population', about: 'population', parts: one(POPULATION) },
    { ...betting, name: 'bank of 1,000', about: 'bank', parts: one(1_000) },
    { ...betting, name: 'three strata', about: 'population', parts: threeParts(rate, 1_500) },
    { ...betting, name: 'three strata, banks of 400', about: 'bank', parts: threeParts(rate, 400) },
    { ...betting, method: 'lowest', name: 'three strata', about: 'population', parts: threeParts(rate, 1_500) },
    { ...betting, method: 'lowest', name: 'three like strata', about: 'population', parts: likeParts(rate, 1_500) },
    { ...betting, method: 'lowest', name: 'three strata, banks of 400', about: 'bank', parts: threeParts(rate, 400) },
    { ...betting, method: 'mixed', name: 'three strata', about: 'population', parts: threeParts(rate, 1_500) },
    { ...betting, name: 'five like answers a question', about: 'population', parts: one(2_000), answers: 5 },
    { method: 'empirical Bernstein', answers: 1, name: 'population', about: 'population', parts: one(POPULATION) },
    { method: 'empirical Bernstein', answers: 1, name: 'bank of 1,000', about: 'bank', parts: one(1_000) },
  ].map((each) => ({ ...each, name: `${each.name}, rate ${rate}` }) as CoverageCase);
});

/**
 * Whether the interval holds the truth at every time. It is a running intersection, so it does exactly when it does at
 * the end, and it is looked at then: before the last question of each bank, which would make it the truth itself.
 */
export function covers(one: CoverageCase, seed: string): boolean {
  const rng = createRng(`${one.name} ${one.method} ${seed}`);
  const banks = one.parts.map((part) => (one.about === 'bank' ? bankOf(part) : undefined));
  const rates = one.parts.map(({ rate, questions }, at) => {
    const bank = banks[at];
    return bank === undefined ? rate : bank.reduce((sum, x) => sum + x, 0) / questions;
  });
  if (one.method === 'mixed') return mixedHolds(one, rng);
  const answers = one.parts.map((): number[] => []);
  for (const { stratum, question } of drawQuestions(one.parts, rng))
    answers[stratum]!.push(banks[stratum]?.[question] ?? answer(one.parts[stratum]!.rate, one.answers, rng));
  const observations = answers.map((values) => values.slice(0, -1));
  if (one.method === 'empirical Bernstein') return holds(bernstein(one, observations[0]!), rates[0]!);
  if (one.method === 'lowest') return lowestHolds(one, observations, rates);
  // Where each part's interval holds its own rate, that of the whole holds the weighted one: no need to find it.
  const needed = (2 * one.parts.length) / ERROR;
  const partsHold = one.parts.every(({ questions }, at) => {
    const bank = one.about === 'bank' ? questions : Infinity;
    const mirrored = observations[at]!.map((x) => 1 - x);
    const capitals = [
      highestCapital(rates[at]!, observations[at]!, bank),
      highestCapital(1 - rates[at]!, mirrored, bank),
    ];
    return capitals.every((capital) => capital < needed);
  });
  return partsHold || holds(betting(one, observations), weighted(one.parts, rates));
}

/** One sequence over all parts, until one runs out. */
function mixedHolds({ parts, answers }: CoverageCase, rng: Rng): boolean {
  const { drawn, mixed } = drawMixed(parts, rng);
  const truth = weighted(
    parts,
    parts.map(({ rate }) => rate),
  );
  const observations = drawn.slice(0, mixed).map(({ stratum }) => answer(parts[stratum]!.rate, answers, rng));
  const mirrored = observations.map((x) => 1 - x);
  return [highestCapital(truth, observations, Infinity), highestCapital(1 - truth, mirrored, Infinity)].every(
    (capital) => capital < 2 / ERROR,
  );
}

/** The ends of `lowest` (estimand.ts), by the capitals of betting against the lowest rate. */
function lowestHolds(
  { parts, about }: CoverageCase,
  observations: readonly (readonly number[])[],
  rates: readonly number[],
): boolean {
  const truth = Math.min(...rates);
  const bankAt = (at: number): number => (about === 'bank' ? parts[at]!.questions : Infinity);
  const everyAbove = parts.every((_, at) => highestCapital(truth, observations[at]!, bankAt(at)) >= 2 / ERROR);
  const someBelow = parts.some((_, at) => {
    const mirrored = observations[at]!.map((x) => 1 - x);
    return highestCapital(1 - truth, mirrored, bankAt(at)) >= (2 * parts.length) / ERROR;
  });
  return !everyAbove && !someBelow;
}

const holds = ([lower, upper]: Interval, truth: number): boolean => lower <= truth && truth <= upper;

const weighted = (parts: readonly Part[], rates: readonly number[]): number =>
  parts.reduce((sum, { weight }, at) => sum + weight * rates[at]!, 0);

function betting({ parts, about }: CoverageCase, observations: readonly (readonly number[])[]): Interval {
  const sequence = createStratifiedSequence(parts, about, []);
  for (const [stratum, values] of observations.entries()) for (const x of values) sequence.observe(stratum, x);
  return sequence.exact(ERROR);
}

function bernstein({ parts, about }: CoverageCase, observations: readonly number[]): Interval {
  const sequence = createEmpiricalBernstein(ERROR, about === 'bank' ? parts[0]!.questions : Infinity);
  for (const x of observations) sequence.observe(x);
  return sequence.bounds();
}

function bankOf({ rate, questions }: Part): readonly number[] {
  const right = Math.round(rate * questions);
  return Array.from({ length: questions }, (_, at) => (at < right ? 1 : 0));
}

/** The mean of answers: half of the questions are always answered as the first time, the others anew each time. */
function answer(rate: number, answers: number, rng: Rng): number {
  const first = rng.next() < rate ? 1 : 0;
  if (answers === 1 || rng.next() < 0.5) return first;
  let right = first;
  for (let count = 1; count < answers; count++) right += rng.next() < rate ? 1 : 0;
  return right / answers;
}

/** Streams, of `streams`, in which the interval leaves the truth at some time. */
export function missesOf(one: CoverageCase, streams: number): number {
  let misses = 0;
  for (let stream = 0; stream < streams; stream++) if (!covers(one, String(stream))) misses += 1;
  return misses;
}
