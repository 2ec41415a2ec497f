/**
 * Calibration of explainability/permutation-importance: whole measurements of models whose importances are known
 * exactly, with limits exactly at the truth. Writes docs/calibration-importance.md; exits 1 where a wrong verdict is
 * more frequent than the confidence allows, within three standard errors. Each case has random streams of its own, so
 * the figures do not depend on the number of threads.
 *
 * Usage: node dist/bench/calibrate-importance.js [text to match, writes no page]
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { spreadOf, supportOf } from '../engine/judge/support.js';
import { createRng } from '../engine/numerics/generator.js';
import { permutationImportance } from '../engine/plugins/explainability/permutation-importance.js';
import type { Output } from '../engine/plugins/figure.js';
import { isFigure, isList } from '../engine/plugins/figure.js';
import { memoryContext } from '../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../engine/plugins/memory-subject.js';
import type { MemorySubject } from '../engine/plugins/memory-subject.js';
import { columnOf } from '../engine/subject/table.js';
import type { Table } from '../engine/subject/table.js';

/** A linear model of independent standard normal features, and how its data come about. */
export interface ImportanceCase {
  readonly name: string;
  readonly metric: 'mse' | 'accuracy';
  /** All pairs of rows instead of random permutations. */
  readonly allPairs?: boolean;
  /** Coefficients of the model; feature 1 (the second) is sensitive. */
  readonly weights: readonly number[];
  readonly n: number;
  readonly samples: number;
}

export interface Verdicts {
  readonly output: string;
  readonly truth: number;
  measured: number;
  /** False passes of `>=` and of `<=`, one a confidence of `CONFIDENCES`. */
  readonly atLeast: number[];
  readonly atMost: number[];
  /** Passes at confidence 0.95 of limits a third off, on the passing side. */
  lowPower: number;
  highPower: number;
}

export const CONFIDENCES = [0.9, 0.95, 0.99] as const;
const REPEATS = 5;
const DRAWS = 199;
const NOISE = 0.5;
const FLIPPED = 0.05;
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `x${at}`);

/**
 * Exact importances. Squared error: y = w·x + noise, so shuffling x_j costs 2·w_j². Accuracy: the class is the sign of
 * w·x, wrong with probability `FLIPPED`; shuffled, the sum is normal with correlation ρ = 1 − w_j²/|w|² to the right
 * one, and has another sign with probability arccos(ρ)/π (Sheppard, 1899).
 */
export function importancesOf({ metric, weights }: ImportanceCase): readonly number[] {
  if (metric === 'mse') return weights.map((weight) => 2 * weight * weight);
  const norm = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return weights.map((weight) => ((1 - 2 * FLIPPED) * Math.acos(1 - (weight * weight) / norm)) / Math.PI);
}

function linear(weights: readonly number[], table: Table): Float64Array {
  const sums = new Float64Array(table.rowCount);
  weights.forEach((weight, at) => {
    const column = columnOf(table, `x${at}`);
    if (column?.type === 'numeric') column.values.forEach((value, row) => (sums[row]! += weight * value));
  });
  return sums;
}

const classesOf = (sums: Float64Array): Int32Array => Int32Array.from(sums, (sum) => (sum > 0 ? 1 : 0));

function subjectOf({ metric, weights, n }: ImportanceCase, seed: string): MemorySubject {
  const rng = createRng(`sample ${seed}`);
  const table = memoryTable(
    Object.fromEntries(
      names(weights.length).map((name, at) => [
        name,
        {
          numbers: Float64Array.from({ length: n }, () => rng.normal()),
          roles: at === 1 ? (['feature', 'sensitive'] as const) : (['feature'] as const),
        },
      ]),
    ),
  );
  const sums = linear(weights, table);
  if (metric === 'mse') {
    return {
      task: 'regression',
      test: { table, target: { kind: 'numbers', values: sums.map((sum) => sum + NOISE * rng.normal()) } },
      model: { classes: [], predict: (rows) => ({ kind: 'numbers', values: linear(weights, rows) }) },
    };
  }
  const classes = ['no', 'yes'];
  const codes = classesOf(sums).map((code) => (rng.next() < FLIPPED ? 1 - code : code));
  return {
    task: 'binary-classification',
    test: { table, target: { kind: 'classes', classes, positive: 1, codes } },
    model: { classes, predict: (rows) => ({ kind: 'classes', labels: classesOf(linear(weights, rows)) }) },
  };
}

const topOf = (shares: readonly number[], count: number): number =>
  shares
    .toSorted((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, share) => sum + share, 0);

/** Verdicts at the limit of every output that has a known truth, over the case's samples. */
export async function calibrate(one: ImportanceCase): Promise<readonly Verdicts[]> {
  const importances = importancesOf(one);
  const total = importances.reduce((sum, value) => sum + value, 0);
  const shares = importances.map((value) => value / total);
  const weakest = shares.reduce((least, share) => Math.min(least, share));
  const above = shares.filter((share) => share > weakest * (1 + 1e-9)).length;
  const last = shares.length - 1;
  const item = (outputs: Readonly<Record<string, Output>>, at: number, name: string): Output => {
    const list = outputs['features']!;
    return isList(list) ? list.items[at]![name]! : list;
  };
  /** Limits where `>=`, and `<=`, is just not true. */
  const read: readonly (readonly [string, number, number, (of: Readonly<Record<string, Output>>) => Output])[] = [
    ['maxShare', topOf(shares, 1), topOf(shares, 1), (of) => of['maxShare']!],
    ...(last > 2
      ? [
          [
            'top3Share',
            topOf(shares, 3),
            topOf(shares, 3),
            (of: Readonly<Record<string, Output>>) => of['top3Share']!,
          ] as const,
        ]
      : []),
    ['sensitiveShare', shares[1]!, shares[1]!, (of) => of['sensitiveShare']!],
    ['importance, first', importances[0]!, importances[0]!, (of) => item(of, 0, 'importance')],
    ['importance, last', importances[last]!, importances[last]!, (of) => item(of, last, 'importance')],
    ['share, last', shares[last]!, shares[last]!, (of) => item(of, last, 'share')],
    ['usefulFeatures', shares.length, above, (of) => of['usefulFeatures']!],
  ];
  const verdicts = read.map(([output, truth]): Verdicts => {
    return { output, truth, measured: 0, atLeast: [0, 0, 0], atMost: [0, 0, 0], lowPower: 0, highPower: 0 };
  });
  for (let run = 0; run < one.samples; run++) {
    const seed = `${one.name}/${one.metric}/${one.n}/${run}`;
    const params = {
      metric: 'default',
      repeats: REPEATS,
      draws: DRAWS,
      usefulShare: weakest,
      maxRows: 5000,
      together: [],
      correlated: 0,
      exactRows: one.allPairs ? one.n : 0,
    } as const;
    const context = memoryContext(memorySubject(subjectOf(one, seed)), params, { seed });
    const { outputs } = await permutationImportance.measure(context);
    read.forEach(([, low, high, of], index) => tally(verdicts[index]!, low, high, of(outputs)));
  }
  return verdicts;
}

function tally(verdict: Verdicts, low: number, high: number, output: Output): void {
  if (!isFigure(output)) return;
  const spread = spreadOf(output);
  if (spread === undefined)
    throw new Error(`${verdict.output}: the judge refuses ${JSON.stringify(output).slice(0, 200)}`);
  const passes = (operator: '>=' | '<=', limit: number, confidence: number): boolean =>
    supportOf(spread, operator, limit)[0] >= confidence;
  verdict.measured++;
  CONFIDENCES.forEach((confidence, at) => {
    if (passes('>=', low, confidence)) verdict.atLeast[at]!++;
    if (passes('<=', high, confidence)) verdict.atMost[at]!++;
  });
  if (passes('>=', low * (2 / 3), 0.95)) verdict.lowPower++;
  if (passes('<=', high * (4 / 3), 0.95)) verdict.highPower++;
}

/** The most that α allows within three standard errors of the simulation. */
export const allowed = (samples: number, alpha: number): number =>
  Math.floor(samples * alpha + 3 * Math.sqrt(samples * alpha * (1 - alpha)));

export const missed = ({ atLeast, atMost }: Verdicts, samples: number): boolean =>
  CONFIDENCES.some((confidence, at) => Math.max(atLeast[at]!, atMost[at]!) > allowed(samples, 1 - confidence));

const MODELS: readonly (readonly [string, readonly number[]])[] = [
  ['4 features, all tied', [1, 1, 1, 1]],
  ['4 features, two tied at the top', [1, 1, 0.6, 0.3]],
  ['4 features, nearly tied', [1, 0.95, 0.9, 0.85]],
  ['4 features, apart', [2, 1.2, 0.7, 0.3]],
  ['4 features, one hardly used', [1, 1, 1, 0.04]],
  ['10 features, four tied at the top', [1, 1, 1, 1, 0.4, 0.4, 0.3, 0.3, 0.2, 0.2]],
  ['10 features, nearly tied', [1, 0.98, 0.96, 0.94, 0.92, 0.9, 0.88, 0.86, 0.84, 0.82]],
  ['10 features, apart', [3, 2, 1.5, 0.7, 0.5, 0.4, 0.3, 0.3, 0.2, 0.2]],
];

/** Rows, and samples of them: with few features, with many. */
const SIZES = [
  [50, 600, 600],
  [200, 400, 150],
  [1000, 50, 100],
] as const;
/** All pairs are asked of few rows only: 200 with 4 features, 50 with 10. */
const MOST_ASKED = 200_000;

export const CASES: readonly ImportanceCase[] = [false, true].flatMap((allPairs) =>
  SIZES.flatMap(([n, few, many]) =>
    MODELS.filter(([, { length }]) => !allPairs || n * n * length <= MOST_ASKED).flatMap(([name, weights]) =>
      (['mse', 'accuracy'] as const).map((metric) => ({
        name,
        metric,
        allPairs,
        weights,
        n,
        samples: weights.length > 4 ? many : few,
      })),
    ),
  ),
);

const methodOf = ({ allPairs }: ImportanceCase): string => (allPairs ? 'all pairs' : 'permutations');

const chosen = (wanted: string | undefined): readonly ImportanceCase[] =>
  CASES.filter((one) =>
    wanted === undefined ? true : `${one.name}/${one.metric}/${one.n}/${methodOf(one)}/`.includes(wanted),
  );

interface Job {
  readonly wanted: string | undefined;
  readonly from: number;
  readonly of: number;
}

async function work({ wanted, from, of }: Job): Promise<void> {
  for (const [index, one] of chosen(wanted).entries()) {
    if (index % of === from) parentPort!.postMessage([index, await calibrate(one)]);
  }
}

async function main(wanted: string | undefined): Promise<void> {
  const cases = chosen(wanted);
  const results: (readonly Verdicts[])[] = [];
  const of = availableParallelism();
  const threads = Array.from({ length: of }, (_, from) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { wanted, from, of } satisfies Job });
    worker.on('message', ([index, verdicts]: [number, readonly Verdicts[]]) => {
      results[index] = verdicts;
      for (const verdict of verdicts) process.stderr.write(`${rowOf(cases[index]!, verdict)}\n`);
    });
    return new Promise<void>((resolve, reject) => worker.on('error', reject).on('exit', () => resolve()));
  });
  await Promise.all(threads);
  const misses = cases.flatMap((one, index) => results[index]!.filter((verdict) => missed(verdict, one.samples)));
  if (wanted === undefined) {
    const rows = cases.flatMap((one, index) => results[index]!.map((verdict) => rowOf(one, verdict)));
    writeFileSync('docs/calibration-importance.md', pageOf(rows, misses.length));
  }
  process.exitCode = misses.length === 0 ? 0 : 1;
}

function rowOf(one: ImportanceCase, verdict: Verdicts): string {
  const { name, metric, n, samples } = one;
  const percent = (count: number): string => ((100 * count) / samples).toFixed(1);
  const pair = (counts: readonly number[]): readonly string[] =>
    counts.map((count, at) =>
      count > allowed(samples, 1 - CONFIDENCES[at]!) ? `**${percent(count)}**` : percent(count),
    );
  const { output, truth, measured, atLeast, atMost, lowPower, highPower } = verdict;
  const figures = [
    ...pair(atLeast),
    ...pair(atMost),
    percent(samples - measured),
    percent(lowPower),
    percent(highPower),
  ];
  return `| ${[name, metric, methodOf(one), n, output, Number(truth.toFixed(4)), ...figures].join(' | ')} |`;
}

function pageOf(rows: readonly string[], misses: number): string {
  const models = MODELS.map(([name, weights]) => `| ${name} | ${weights.join(', ')} |`);
  return `# Calibration of permutation importance

Generated by \`node dist/bench/calibrate-importance.js\`; do not edit. Every row is a model whose importances are known
exactly, measured whole (${REPEATS} permutations of every feature by \`explainability/permutation-importance\`, ${DRAWS} resamples; where
that is ${MOST_ASKED} questions at most also with every pair of rows asked, which moves the estimate and keeps the spread), with
the limit exactly at the truth and the judge's own verdicts. Shares are of samples, in percent: at confidence 0.90, 0.95
and 0.99 a rule may pass falsely in 10, 5 and 1 %, and three standard errors of the simulation (n 50, 200, 1,000:
${SIZES.map(([, few]) => few).join(', ')} samples, with 10 features ${SIZES.map(([, , many]) => many).join(', ')}). A pass of \`<=\` at the truth is as well a failure of \`>\`: the two columns are the false passes
and the false failures. For \`usefulFeatures\` the threshold is the weakest feature's own share: \`>=\` asks for all
features, \`<=\` for those above it.

Misses: ${misses}.

"Power" is the share of samples that pass at confidence 0.95 where the limit is a third lower (\`>=\`) or higher (\`<=\`)
than the truth.

| model | coefficients of its independent, standard normal features |
| --- | --- |
${models.join('\n')}

With \`mse\` the target is the model's answer and normal noise (deviation ${NOISE}), and a feature's importance 2w²; with
\`accuracy\` it is the answer's sign, flipped in ${100 * FLIPPED} % of rows, and the importance (1 − 2·${FLIPPED})·arccos(1 − w²/|w|²)/π.

## Method

- **Rows** are resampled by the Bayesian bootstrap; a row's loss counts with its own weight and its partner's. No
  permutation leaves a row its own value.
- **A share's** lower draws clip negative importances in the sum but not in the part, its upper draws the other way
  round; each side moves outwards, never inwards, by its second-order correction (bias and skewness).
- **The share of the top features** is a maximum over sets of features. Its lower bound is the winner's share less the
  largest fall among all sets that may be on top, its upper bound the largest of these sets' own upper bounds. The plain
  bootstrap of the maximum passed \`>=\` falsely in up to a quarter of samples with ties. Price: with ties \`<=\` has
  little power, as the largest of several equal shares is overestimated.
- **Where fewer than ten rows hang on a feature** (or on all but the top ones) one more is supposed unseen.
- **Of single features** a Student's t is reported that reaches as far as the box on the worse side, so its other side is
  wider than need be; **counts** of useful features hold for all features together (Bonferroni, 0.99).
- **Fewer than 50 rows** (or clusters) are out of domain.

Not simulated: other metrics than these two, dependent features, clusters and weighted rows, losses with heavier tails than
the square of a normal. A feature on which few rows hang has wide bounds by design, and no power on either side.

## Figures

| model | metric | asked | n | output | truth | \`>=\` 0.90 | 0.95 | 0.99 | \`<=\` 0.90 | 0.95 | 0.99 | unmeasured | power \`>=\` | power \`<=\` |
| --- | --- | --- | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}
`;
}

if (!isMainThread && workerData !== null) await work(workerData as Job);
else if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
