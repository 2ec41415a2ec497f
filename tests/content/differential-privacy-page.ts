/** Computes docs/differential-privacy.md: accountants side by side, and how often an audit says too much. */
import { accountBy } from '../../engine/methods/privacy/dp/accountants.js';
import { auditOfManyRuns } from '../../engine/methods/privacy/dp/audit-many-runs.js';
import { auditOfOneRun, guessesOf } from '../../engine/methods/privacy/dp/audit-one-run.js';
import { NotAccounted } from '../../engine/methods/privacy/dp/phase.js';
import type { Phase, Sampling } from '../../engine/methods/privacy/dp/phase.js';
import { lossAccount } from '../../engine/methods/privacy/dp/pld.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Rng } from '../../engine/numerics/random.js';

const DELTA = 1e-5;

export interface Row {
  readonly rate: number;
  readonly deviation: number;
  readonly steps: number;
  /** Of privacy losses. */
  readonly lower: number;
  readonly upper: number;
  readonly interval: number;
  readonly renyi: number;
  readonly centralLimit: number;
  readonly exact: number | undefined;
  /** Of batches of one size, a row replaced, noise in units of the clipping norm. */
  readonly fixedSize: number;
}

const GRID = [0.001, 0.01, 0.1, 1].flatMap((rate) =>
  [0.8, 2, 8].flatMap((deviation) => [1, 1000].map((steps) => ({ rate, deviation, steps }))),
);

export function accountedRows(): readonly Row[] {
  return GRID.map((one) => {
    const { rate, deviation, steps } = one;
    const by = (sampling: Sampling, noise = deviation): readonly Phase[] => [
      { mechanism: { kind: 'gaussian', deviation: noise, sampling }, steps },
    ];
    const phases = by(rate === 1 ? { kind: 'all' } : { kind: 'poisson', rate });
    const losses = lossAccount(phases);
    const exact = (): number | undefined => {
      try {
        return accountBy('analytic-gaussian', phases).epsilonAtMost(DELTA);
      } catch (fault) {
        if (fault instanceof NotAccounted) return undefined;
        throw fault;
      }
    };
    return {
      ...one,
      ...losses.epsilon(DELTA),
      interval: losses.interval,
      renyi: accountBy('rdp', phases).epsilonAtMost(DELTA),
      centralLimit: accountBy('gdp', phases).epsilonAtMost(DELTA),
      exact: exact(),
      fixedSize: accountBy('rdp', by({ kind: 'fixed-size', rate }, deviation / 2)).epsilonAtMost(DELTA),
    };
  });
}

export interface Audited {
  readonly method: string;
  readonly epsilon: number;
  /** Of the repeats: bounds above the true epsilon. */
  readonly tooHigh: number;
  readonly mean: number;
}

export const REPEATS = 1000;
export const LEVEL = 0.95;
const CANARIES = 500;
const RUNS = 200;

/** A mechanism that is ε-differentially private and no better: it tells of a bit, and lies with probability 1/(1 + e^ε). */
const told = (included: boolean, epsilon: number, rng: Rng): number =>
  Number(rng.next() < 1 / (1 + Math.exp(epsilon)) ? !included : included);

const coins = (count: number, rng: Rng): readonly boolean[] => Array.from({ length: count }, () => rng.next() < 0.5);

function oneRun(epsilon: number, guessed: number, rng: Rng): number {
  const included = coins(CANARIES, rng);
  const scores = included.map((one) => told(one, epsilon, rng));
  return auditOfOneRun(guessesOf(scores, included, guessed * CANARIES), 0, LEVEL);
}

function manyRuns(epsilon: number, rng: Rng): number {
  const runs = coins(RUNS, rng).map((included) => ({ included, score: told(included, epsilon, rng) }));
  return auditOfManyRuns(runs, 0, LEVEL).epsilon;
}

const METHODS: Readonly<Record<string, (epsilon: number, rng: Rng) => number>> = {
  [`one run, ${CANARIES} canaries, all guessed at`]: (epsilon, rng) => oneRun(epsilon, 1, rng),
  [`one run, ${CANARIES} canaries, half guessed at`]: (epsilon, rng) => oneRun(epsilon, 0.5, rng),
  [`${RUNS} runs`]: manyRuns,
};

export function auditedMechanisms(): readonly Audited[] {
  return Object.entries(METHODS).flatMap(([method, audit]) =>
    [0, 0.5, 1, 2, 4].map((epsilon) => {
      const rng = createRng(`${method} ${epsilon}`);
      const bounds = Array.from({ length: REPEATS }, () => audit(epsilon, rng));
      return {
        method,
        epsilon,
        tooHigh: bounds.filter((bound) => bound > epsilon).length / REPEATS,
        mean: bounds.reduce((sum, bound) => sum + bound / REPEATS, 0),
      };
    }),
  );
}

const digits = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(4));
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  line(head) + line(head.map(() => '---:')) + rows.map(line).join('');

export function differentialPrivacyPage(rows: readonly Row[], audited: readonly Audited[]): string {
  const accountants = table(
    ['q', 'σ', 'steps', 'PLD', 'width of its range', 'RDP', 'central limit', 'exact', 'fixed-size, RDP'],
    rows.map(({ rate, deviation, steps, lower, upper, renyi, centralLimit, exact, fixedSize }) => [
      `${rate}`,
      `${deviation}`,
      `${steps}`,
      digits(upper),
      (upper - lower).toExponential(0),
      digits(renyi),
      digits(centralLimit),
      exact === undefined ? '–' : digits(exact),
      digits(fixedSize),
    ]),
  );
  const audits = table(
    ['audit', 'true epsilon', 'mean bound', 'bounds above the truth'],
    audited.map(({ method, epsilon, mean, tooHigh }) => [
      method,
      `${epsilon}`,
      mean.toFixed(2),
      `${(100 * tooHigh).toFixed(1)} %`,
    ]),
  );
  const widest = Math.max(...rows.map(({ lower, upper }) => (upper - lower) / Math.max(upper, 0.01)));
  return `# Differential privacy: accounted and audited

Computed by \`tests/content/differential-privacy.test.ts\`; do not edit. A claim such as "epsilon 3 at delta 1e-5" is met
from two sides. [\`privacy/dp-accounting\`](reference/plugins/privacy-dp-accounting.md) computes what the stated mechanism
costs: an upper end, as good as the statement. [\`privacy/dp-audit\`](reference/plugins/privacy-dp-audit.md) trains again
with canaries that are in or out by coins: a lower end, which needs nobody's word. Where the lower end is above the claim,
the claim is refuted.

## What an epsilon is of

Every figure carries its **adjacency**: which data sets count as neighbours. \`add-or-remove-one\`: with a row more or
less; \`replace-one\`: with one row's content replaced, which takes one clipped gradient out of a sum and puts another in,
so that the same noise hides half as much. An epsilon of one is not an epsilon of the other.

| how a step's rows are drawn | adjacency | accountants |
| --- | --- | --- |
| all rows | either | all five (\`pure\` of pure mechanisms) |
| \`poisson\`: each row by its own coin | \`add-or-remove-one\` | \`pld\`, \`rdp\`, \`gdp\` |
| \`fixed-size\`: a batch of one size, anew each step | \`replace-one\` | \`rdp\` |
| \`shuffled\`: consecutive batches of shuffled rows | – | none: \`out-of-domain\`, and a warning (ASSAY1470) |

Batches of shuffled rows are what most data loaders give. Accounting for them as Poisson samples is common, and wrong.

## The accountants side by side

Gaussian noise of σ on a sample of rate q, at delta ${DELTA}. **PLD** is the upper end of privacy loss distributions: the
losses on a grid, their masses in both neighbours kept ("connect the dots"), composed by Fourier transform in both
directions. Its lower end merges neighbouring outcomes instead, which hides and never reveals; the range between the
ends is all that the discretisation leaves open, here at most ${(100 * widest).toPrecision(1)} % of the figure. **RDP** sums Rényi divergences at
orders 1.1 to 1024 and converts by Canonne, Kamath and Steinke (2020); it is never below PLD's lower end. Its figure is
what it proves, exactly, and so is judged as it stands: a tighter accountant may prove less.
The **central limit** (GDP) is an estimate, and falls below what is proven where samples are small or steps few: it is
given with a range that reaches to PLD's ends. **Exact** is the analytic Gaussian (Balle and Wang 2018), where all rows
are seen. The last column replaces a row under batches of one size (Wang, Balle and Kasiviswanathan 2019): σ is over the
clipping norm there too.

${accountants}
Google's and Opacus's figures are met within 1e-6 (tests/reference): Rényi divergences with Google's way of adding the
alternating terms of orders that are not whole by their size, which we let alternate, and PLD on Google's grid.

Limits: PLD knows no delta below some 1e-15 a step (the rounding of the transforms, which both ends include), and no
batches of one size; between whole orders the bound of such batches is interpolated. The noise of a declared mechanism
stays \`declared\`; that of a private \`mlp\`, which Assay trains itself, is \`observed\` (\`of: estimator\`).

## Audits

A canary is a training row with a wrong label, so that a model that fits it must have seen it. An audit guesses which
canaries were in, by how well the model fits them. **One run** trains once with many canaries, each in or out by its own
coin, and bounds epsilon by the number of right guesses among the most and the least suspicious (Steinke, Nasr and
Jagielski 2023, theorem 5.2). **Many runs** train with one canary each, choose a threshold on the first half, count its
errors on the second, and bound both rates together (Clopper and Pearson).

How often the bound at ${100 * LEVEL} % exceeds the truth, over ${REPEATS} repeats of a mechanism that is exactly ε-differentially
private (it tells of each canary's coin, and lies with probability 1/(1 + e^ε)); the level allows ${(100 * (1 - LEVEL)).toFixed(0)} %:

${audits}
A bound far below the declared epsilon supports nothing: the canaries may be weak, the runs too few. With m guesses,
all of them right, it is some ln(m/3). A finished model with the owner's split of members and non-members is exposure
([\`privacy/membership-inference\`](reference/README.md)), not an audit: nobody else drew the coins.
`;
}
