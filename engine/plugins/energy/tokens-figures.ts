/** What slices of answers say of energy, time and cost. */
import type { Repeat } from '../../methods/energy/repeated-energy.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { EnergyReading } from '../energy-meter.js';
import { weakest } from '../figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { moneyOf } from '../language/asked-cost.js';
import { latencyFigure } from './latency-figure.js';
import type { AnsweredSlice, TimedAnswer } from './metered-answers.js';
import { repeatedFigure } from './repeated-figure.js';

/** Tokens are those that the server says: another program's record. */
const COUNTED = 'logged';
const UNTOLD = unmeasured('missing-input', 'the server does not count tokens');

export function tokenEnergies(slices: readonly AnsweredSlice[]): Record<'energy' | 'energyNet', Figure | Unmeasured> {
  const read = slices.flatMap(({ reading, tokens }) =>
    reading === undefined || tokens === null || tokens === 0 ? [] : [{ reading, tokens }],
  );
  if (read.length === 0) return { energy: UNTOLD, energyNet: UNTOLD };
  const basis = weakest(COUNTED, ...read.map(({ reading }) => reading.basis));
  const figure = (of: (reading: EnergyReading) => Repeat, least?: number): Figure | Unmeasured =>
    repeatedFigure(
      read.map(({ reading, tokens }) => perToken(of(reading), tokens)),
      { unit: 'J/1e3 token', basis, factor: 1000, ...(least !== undefined && { least }) },
    );
  return {
    energy: figure(({ joules, range }) => ({ value: joules, ...(range && { range }) }), 0),
    energyNet: figure(({ joules, idleJoules, netRange }) => ({
      value: joules - idleJoules,
      ...(netRange && { range: netRange }),
    })),
  };
}

const perToken = ({ value, range }: Repeat, tokens: number): Repeat => ({
  value: value / tokens,
  ...(range && { range: [range[0] / tokens, range[1] / tokens] as const }),
});

export function timeFigures(
  slices: readonly AnsweredSlice[],
  model: LanguageModel,
): Record<
  'firstTokenP50' | 'firstTokenP95' | 'latencyP50' | 'latencyP95' | 'answerSpeed' | 'throughput' | 'cost',
  Figure | Unmeasured
> {
  const answers = slices.flatMap((slice) => slice.answers);
  const sorted = (times: readonly number[]): Float64Array => Float64Array.from(times).sort();
  const whole = sorted(answers.map(({ timing }) => timing.seconds));
  const firsts = answers.flatMap(({ timing }) => timing.firstTokenSeconds ?? []);
  const first = (share: number): Figure | Unmeasured =>
    firsts.length === 0
      ? unmeasured('unsupported', 'the server does not stream its answers')
      : latencyFigure(sorted(firsts), share);
  const speeds = answers.flatMap(({ tokens, timing: { seconds } }) =>
    tokens !== undefined && tokens.answer > 0 && seconds > 0 ? [{ value: tokens.answer / seconds }] : [],
  );
  const rates = slices.flatMap(({ tokens, seconds }) =>
    tokens === null || seconds <= 0 ? [] : [{ value: tokens / seconds }],
  );
  const options = { unit: 'token/s', basis: COUNTED, least: 0 } as const;
  return {
    firstTokenP50: first(0.5),
    firstTokenP95: first(0.95),
    latencyP50: latencyFigure(whole, 0.5),
    latencyP95: latencyFigure(whole, 0.95),
    answerSpeed: speeds.length === 0 ? UNTOLD : repeatedFigure(speeds, options),
    throughput: rates.length === 0 ? UNTOLD : repeatedFigure(rates, options),
    cost: costFigure(answers, model.price),
  };
}

/** Of a thousand answers, as of a sample of questions; the price is the document's word. */
function costFigure(answers: readonly TimedAnswer[], price: LanguageModel['price']): Figure | Unmeasured {
  if (price === undefined) return unmeasured('missing-input', 'the model declares no `price`');
  const paid = answers.flatMap(({ tokens }) => (tokens === undefined ? [] : [{ value: moneyOf(tokens, price) }]));
  if (paid.length === 0) return UNTOLD;
  return repeatedFigure(paid, { unit: '1', basis: 'declared', least: 0, factor: 1000 });
}
