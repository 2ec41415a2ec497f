/**
 * Published figures (reference-values.json: each with its origin, licence there) against our functions. Every figure
 * with inputs and a tolerance either has a computation here or a reason in reference-values.skipped.json.
 */
import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { populationStability } from '../../engine/numerics/divergences.js';
import { goodnessOfFit, likelihoodRatioFit } from '../../engine/numerics/hypotheses/homogeneity.js';
import { mcnemar } from '../../engine/numerics/hypotheses/mcnemar.js';
import { benjaminiHochberg, holm } from '../../engine/numerics/hypotheses/multiple-testing.js';
import { compareResampled } from '../../engine/numerics/hypotheses/resampled-t.js';
import { clopperPearson, jeffreys, wilson } from '../../engine/numerics/intervals.js';
import { calibrationError, reliabilityBins } from '../../engine/numerics/metrics/calibration.js';
import { foldsOf, kFold } from '../../engine/estimators/splits.js';
import { exactImportance } from '../../engine/methods/explainability/exact-importance.js';
import { complexity, sparseness } from '../../engine/methods/explainability/quality/concentration.js';
import { faithfulnessCorrelation, removalSubsets } from '../../engine/methods/explainability/quality/removal.js';
import { createRng } from '../../engine/numerics/generator.js';
import { enumeratedShapley } from '../../engine/methods/explainability/shap/enumeration.js';
import { interventionalTrees } from '../../engine/methods/explainability/shap/interventional-trees.js';
import { linearShares } from '../../engine/methods/explainability/shap/linear-shares.js';
import { AT_MOST } from '../../engine/methods/explainability/shap/tree-ensemble.js';
import type { Encoded } from '../../engine/methods/explainability/shap/tree-ensemble.js';
import { designPowerOf } from '../../engine/methods/energy/design-power.js';
import { embodiedOfServer, embodiedShareOf, USUAL_LIFESPAN_HOURS } from '../../engine/methods/energy/embodied.js';
import { AVERAGE_PUE } from '../../engine/methods/energy/green-algorithms.js';
import { gridFactor } from '../../engine/methods/energy/grid-factors.js';
import { memoryPower } from '../../engine/methods/energy/memory-power.js';
import { excess, publishedRisk } from '../../engine/methods/privacy/attack-risk.js';
import { diversity } from '../../engine/methods/privacy/diversity.js';
import { classesOfNumbers, classSizes, refine } from '../../engine/methods/privacy/equivalence-classes.js';
import { reidentificationRisk } from '../../engine/methods/privacy/reidentification-risk.js';
import { parseUnit, type Unit } from '../../engine/rules/units.js';
import { accuracy, averagedScores, classScores, kappa, mcc } from '../../engine/numerics/metrics/classification.js';
import { type ConfusionMatrix, confusionMatrix } from '../../engine/numerics/metrics/confusion.js';
import { generalisedEntropy, lowestOverHighest, selectionRate } from '../../engine/numerics/metrics/fairness.js';
import { brier, logLoss } from '../../engine/numerics/metrics/probability.js';
import { rocAuc } from '../../engine/numerics/metrics/ranking.js';
import { mae, mse, r2 } from '../../engine/numerics/metrics/regression.js';
import { DIFFERENTIAL_PRIVACY } from './differential-privacy.js';

type Inputs = Record<string, unknown>;
interface Reference {
  readonly id: string;
  readonly inputs?: Inputs;
  readonly expected: unknown;
  readonly tolerance?: number | string;
  readonly note?: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const file = read('reference-values.json') as { values: Reference[]; nadeau_bengio_differences: number[] };
const skipped = read('reference-values.skipped.json') as Record<string, string>;

const numbers = (inputs: Inputs, name: string): number[] => inputs[name] as number[];

const matrixOf = (inputs: Inputs): ConfusionMatrix => {
  const labels = [...new Set([...numbers(inputs, 'y_true'), ...numbers(inputs, 'y_pred')])].sort((a, b) => a - b);
  const codes = (name: string): number[] => numbers(inputs, name).map((label) => labels.indexOf(label));
  return confusionMatrix(codes('y_true'), codes('y_pred'), labels.length);
};
const averaged =
  (score: 'precision' | 'recall' | 'f1') =>
  (inputs: Inputs): number =>
    averagedScores(matrixOf(inputs), inputs['average'] as 'macro' | 'micro' | 'weighted')[score];
const bins = (inputs: Inputs, outcomes: string): ReturnType<typeof reliabilityBins> =>
  reliabilityBins(numbers(inputs, outcomes), numbers(inputs, 'p'), inputs['n_bins'] as number);
const ece = (inputs: Inputs): number => calibrationError(bins(inputs, 'y'), inputs['norm'] as 'l1' | 'l2' | 'max');
const twoColumns = (p: readonly number[]): Float64Array => Float64Array.from(p.flatMap((value) => [1 - value, value]));
const trials = ({ k, n }: Inputs): [number, number] => [k as number, n as number];
const centred = ([lower, upper]: readonly [number, number]): number[] => [(lower + upper) / 2, (upper - lower) / 2];
const regression =
  (metric: typeof mae) =>
  (inputs: Inputs): number =>
    metric(numbers(inputs, 'y_true'), numbers(inputs, 'y_pred'));
/** "0x46,1x44,2x10": so many ratings of each. */
const ratings = (text: unknown): number[] =>
  String(text)
    .split(',')
    .flatMap((run) => {
      const [label, count] = run.split('x').map(Number) as [number, number];
      return Array.from({ length: count }, () => label);
    });

const encoded = (rows: number[][]): Encoded => ({
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float64Array.from(rows.flat()),
});
const ownersOf = (columns: number): Int32Array => Int32Array.from({ length: columns }, (_, column) => column);
const designPower = ({ cpu, gpu }: Inputs): unknown => designPowerOf(String(cpu ?? gpu))?.watts;
const modulePower = ({ dimms }: Inputs): number => memoryPower({ dimms: dimms as number });

/** Shapley values of one row by all coalitions, each feature a player. */
const shapley = async (f: (x: readonly number[]) => number, x: number[], background: number[][]) =>
  enumeratedShapley({
    players: x.map((_, player) => `x${player}`),
    rows: 1,
    backgrounds: background.length,
    value: async ({ backgrounds, masks }) =>
      Float64Array.from(backgrounds, (other, mix) =>
        f(x.map((own, player) => (masks[mix * x.length + player] === 1 ? own : background[other]![player]!))),
      ),
  });

/** The factor of a country in the very year of the reference. */
const factorOfYear = ({ country, year }: Inputs): number => {
  const factor = gridFactor(country as string)!;
  expect(factor.year).toBe(year);
  return factor.gramsPerKWh.estimate;
};
const kilograms = (region: string, { kWh }: Inputs): number =>
  ((kWh as number) * gridFactor(region)!.gramsPerKWh.estimate) / 1000;
/** gCO2e that an hour of a server answers for, over four years. */
const embodiedOfAnHour = ({ vCPUs, mem = 16, hdd = 0 }: Inputs): number =>
  embodiedShareOf({
    embodied:
      1000 *
      embodiedOfServer({ cpus: vCPUs as number, memoryGB: mem as number, hdds: hdd as number, ssds: 0, gpus: 0 }),
    hours: 1,
    lifespanHours: USUAL_LIFESPAN_HOURS,
    share: 1,
  });

/** Id of a figure → what we compute for it from its inputs. */
const COMPUTATIONS: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  'eval.precision.macro': averaged('precision'),
  'eval.precision.micro': averaged('precision'),
  'eval.precision.weighted': averaged('precision'),
  'eval.recall.macro': averaged('recall'),
  'eval.recall.micro': averaged('recall'),
  'eval.f1.macro': averaged('f1'),
  'eval.f1.micro': averaged('f1'),
  'eval.f1.per_class': (inputs) => [0, 1, 2].map((c) => classScores(matrixOf(inputs), c).f1),
  'eval.mcc.1': (inputs) => mcc(matrixOf(inputs)),
  'eval.log_loss.1': ({ y_true, proba, class_order }) =>
    logLoss(
      (y_true as string[]).map((label) => (class_order as string[]).indexOf(label)),
      Float64Array.from((proba as number[][]).flat()),
      2,
    ),
  'eval.brier.1': (inputs) => brier(numbers(inputs, 'y_true'), twoColumns(numbers(inputs, 'p')), 2),
  'eval.roc_auc.1': (inputs) => rocAuc(numbers(inputs, 'y_true'), numbers(inputs, 'score')),
  'eval.mse.1': regression(mse),
  'eval.mae.1': regression(mae),
  'eval.r2.1': regression(r2),
  'eval.r2.2': regression(r2),
  'eval.kappa.1': ({ counts }) => kappa({ classes: 2, counts: Float64Array.from((counts as number[][]).flat()) }),
  'eval.kappa.weighted_linear': ({ y1, y2 }) =>
    kappa(confusionMatrix(ratings(y1), ratings(y2), 3), (i, j) => Math.abs(i - j)),
  'eval.calibration_curve.1': (inputs) => {
    const curve = bins(inputs, 'y_true');
    return [curve.map((bin) => bin.frequency), curve.map((bin) => bin.meanProbability)];
  },
  'eval.ece.l1': ece,
  'eval.ece.l2': ece,
  'eval.ece.max': ece,
  'eval.ci.clopper_pearson.7_50': (inputs) => clopperPearson(...trials(inputs), 0.95),
  'eval.ci.beta.7_50': (inputs) => clopperPearson(...trials(inputs), 0.95),
  'eval.ci.jeffreys.7_50': (inputs) => jeffreys(...trials(inputs), 0.95),
  'eval.ci.wilson.7_50': (inputs) => wilson(...trials(inputs), 0.95),
  'eval.ci.wilson.850_1000': (inputs) => centred(wilson(...trials(inputs), 0.95)),
  'eval.ci.wilson.100_100': (inputs) => centred(wilson(...trials(inputs), 0.95)),
  'eval.ci.wilson.23_100': (inputs) => centred(wilson(...trials(inputs), 0.95)),
  'eval.test.nadeau_bengio': ({ n_train, n_test }) => {
    const { t, p, naive } = compareResampled(file.nadeau_bengio_differences, n_test as number, n_train as number);
    // The reference's remark: the test that takes folds for independent says t = 2.611165, p = 0.005213.
    expect(naive.t).toBeCloseTo(2.611165, 6);
    expect(naive.p).toBeCloseTo(0.005213, 6);
    return [t, p];
  },
  'eval.test.mcnemar_cc': ({ table }) => {
    const [[, onlyFirst], [onlySecond]] = table as [[number, number], [number, number]];
    const { statistic, p } = mcnemar(onlyFirst, onlySecond);
    return [statistic, p];
  },
  'eval.multitest.bh': (inputs) => benjaminiHochberg(numbers(inputs, 'p')),
  'eval.multitest.holm': (inputs) => holm(numbers(inputs, 'p')),
  'eval.drift.chi2': (inputs) => goodnessOfFit(numbers(inputs, 'cur_counts'), numbers(inputs, 'ref_counts')).p,
  'eval.drift.g': (inputs) => likelihoodRatioFit(numbers(inputs, 'cur'), numbers(inputs, 'ref')).p,
  'eval.drift.psi': (inputs) => populationStability(numbers(inputs, 'ref_counts'), numbers(inputs, 'cur_counts')),
  'fair.selection_rate.1': (inputs) => selectionRate(numbers(inputs, 'y_pred')),
  'fair.selection_rate.weighted': (inputs) => selectionRate(numbers(inputs, 'y_pred'), numbers(inputs, 'weight')),
  'fair.metricframe.selection': (inputs) => {
    const of = (group: string): number =>
      selectionRate(numbers(inputs, 'y_pred').filter((_, row) => (inputs['group'] as string[])[row] === group));
    const [women, men] = [of('Female'), of('Male')];
    return [women, men, Math.abs(women - men), lowestOverHighest([women, men])];
  },
  'fair.gei.alpha2': (inputs) => generalisedEntropy(numbers(inputs, 'y_true'), numbers(inputs, 'y_pred'), 2),
  'fair.theil': (inputs) => generalisedEntropy(numbers(inputs, 'y_true'), numbers(inputs, 'y_pred'), 1),
  'fair.fourfifths.ugesp': ({ applicants, hired }) => {
    const [all, taken] = [applicants, hired] as [Record<string, number>, Record<string, number>];
    return lowestOverHighest(Object.keys(all).map((group) => taken[group]! / all[group]!));
  },
  'energy.cf.CHN': factorOfYear,
  'energy.cf.SWE': factorOfYear,
  'energy.cf.GBR': factorOfYear,
  'energy.cf.CAN': factorOfYear,
  'energy.cf.ZAF': factorOfYear,
  'energy.cf.world_default': () => gridFactor('WORLD')!.gramsPerKWh.estimate,
  'energy.cc.se2': (inputs) => kilograms('SE2', inputs),
  // CodeCarbon knows no factor of the region and takes the world's; here that must be asked for by its name.
  'energy.cc.aws_useast1': (inputs) => {
    expect(gridFactor('aws/us-east-1')).toBeUndefined();
    return kilograms('WORLD', inputs);
  },
  'energy.cc.canada': (inputs) => kilograms('CAN', inputs),
  'energy.ga.pue_default': () => AVERAGE_PUE,
  'energy.sci.embodied.1vcpu': embodiedOfAnHour,
  'energy.sci.embodied.2vcpu': embodiedOfAnHour,
  'energy.sci.embodied.2hdd': embodiedOfAnHour,
  'energy.cc.joules': () => (parseUnit('J') as Unit).factor / (parseUnit('kWh') as Unit).factor,
  'energy.cc.ram.2dimm': modulePower,
  'energy.cc.ram.4dimm': modulePower,
  'energy.cc.ram.8dimm': modulePower,
  'energy.cc.ram.32dimm': modulePower,
  'energy.tdp.H100_NVL': designPower,
  'energy.tdp.A100_SXM4_80_GB': designPower,
  'energy.tdp.L4': designPower,
  'energy.tdp.L40S': designPower,
  'energy.tdp.RTX_4090': designPower,
  'energy.tdp.A10G': designPower,
  'energy.tdp.conflict_A100PCIe80': designPower,
  'energy.tdp.AMD_EPYC_7742': designPower,
  'energy.tdp.AMD_EPYC_7763': designPower,
  'energy.tdp.AMD_EPYC_9654': designPower,
  'energy.tdp.Intel_Xeon_Gold_6148': designPower,
  'energy.tdp.Intel_Xeon_Platinum_8280': designPower,
  'priv.aes.fips197': ({ key, pt }) => {
    const cipher = createCipheriv('aes-128-ecb', Buffer.from(key as string, 'hex'), null).setAutoPadding(false);
    return [...cipher.update(pt as string, 'hex'), ...cipher.final()];
  },
  'priv.aes.gcm_tc2': ({ key, iv, pt }) => {
    const cipher = createCipheriv('aes-128-gcm', Buffer.from(key as string, 'hex'), Buffer.from(iv as string, 'hex'));
    return [...cipher.update(pt as string, 'hex'), ...cipher.final(), ...cipher.getAuthTag()];
  },
  'priv.anonymeter.residual': ({ attack, control }) => excess(attack as number, control as number),
  'priv.anonymeter.residual_err': ({ attack, control }) => {
    const [main, other] = [attack, control].map((given) => {
      const [rate, error] = given as [number, number];
      return { rate, error };
    });
    const { rate, error } = publishedRisk(main!, other!);
    return [rate, error];
  },
  // k, least distinct sensitive values, entropy l.
  'priv.ldiv.inpatient': (inputs) => {
    const codes = (at: number): Int32Array => {
      const texts = (inputs['rows'] as string[][]).map((row) => row[at]!);
      return Int32Array.from(texts, (text) => texts.indexOf(text));
    };
    const classes = refine(classesOfNumbers(codes(0)), classesOfNumbers(codes(1)));
    const { distinct, entropy } = diversity(classes, codes(2), 2);
    return [Math.min(...classSizes(classes)), distinct, entropy];
  },
  'priv.threshold.ema0070': ({ k }) => reidentificationRisk([k as number]).highestRisk,
  'eval.cv.kfold2': ({ n, k }) =>
    foldsOf(kFold(n as number, k as number)).flatMap(({ train, test }) => [...train, ...test]),
  // The classifier is exact on the first column: a row is wrong where the permuted value is of the other class.
  'xai.perm_importance.exact': () => {
    const y = [1, 1, 1, 0, 0, 0];
    const wrong = y.flatMap((truth) => y.map((value) => Number(value !== truth)));
    const { expectation, deviation } = exactImportance(Float64Array.from(wrong), new Float64Array(6));
    return [expectation, deviation];
  },
  'xai.complexity.uniform': ({ d }) => complexity(new Float64Array(d as number).fill(0.1)),
  'xai.sparseness.onehot': ({ d }) =>
    sparseness(Float64Array.from({ length: d as number }, (_, at) => Number(at === 4))),
  // f(x) = w·x, attribution w_i (x_i − mean_i), removed features at their means.
  'xai.faithfulness.linear': () => {
    const rng = createRng('linear');
    const [w, x, mean] = Array.from({ length: 3 }, () => Array.from({ length: 8 }, () => rng.normal()));
    const f = (of: readonly number[]): number => of.reduce((sum, value, at) => sum + w![at]! * value, 0);
    const subsets = removalSubsets(8, 40, null, rng);
    const rows = Array.from({ length: 40 }, (_, at) => subsets.subarray(8 * at, 8 * at + 8));
    const removed = (subset: Uint8Array): number[] => x!.map((value, at) => (subset[at] === 1 ? mean![at]! : value));
    return faithfulnessCorrelation({
      promised: Float64Array.from(rows, (subset) =>
        subset.reduce((sum, out, at) => sum + out * w![at]! * (x![at]! - mean![at]!), 0),
      ),
      drops: Float64Array.from(rows, (subset) => f(x!) - f(removed(subset))),
    });
  },
  // The largest error, of the closed form and of all coalitions, against w·(x − mean).
  'xai.shap.linear': async () => {
    const weights = [1, 2, 0];
    const background = [
      [0.3, -1, 2],
      [1.5, 0.25, -0.5],
      [-2, 0.125, 7],
    ];
    const x = [0.7, -0.2, 3];
    const wanted = weights.map((w, j) => w * (x[j]! - background.reduce((sum, row) => sum + row[j]! / 3, 0)));
    const closed = linearShares(
      { weights, intercept: 0 },
      { explained: encoded([x]), background: encoded(background), owners: ownersOf(3), players: 3 },
    );
    const all = await shapley((row) => row.reduce((sum, value, j) => sum + weights[j]! * value, 0), x, background);
    return Math.max(...wanted.flatMap((w, j) => [Math.abs(closed.values[j]! - w), Math.abs(all.values[j]! - w)]));
  },
  'xai.shapley.glove': async () => [
    ...(await shapley(([l1, l2, r]) => Math.min(l1! + l2!, r!), [1, 1, 1], [[0, 0, 0]])).values,
  ],
  'xai.shapley.and': async ({ x, bg }) => [
    ...(await shapley(([a, b]) => Math.min(a!, b!), x as number[], [bg as number[]])).values,
  ],
  'xai.shap.interventional.tree': async ({ x, background }) => {
    const tree = {
      columns: Int32Array.of(0, 1, 2, -1, -1, -1, -1),
      tests: new Uint8Array(7).fill(AT_MOST),
      thresholds: Float64Array.of(1, 0, 0.5, 0, 0, 0, 0),
      missingLeft: new Uint8Array(7),
      left: Int32Array.of(1, 3, 5, 0, 0, 0, 0),
      right: Int32Array.of(2, 4, 6, 0, 0, 0, 0),
      values: Float64Array.of(0, 0, 0, 10, 20, 30, 50),
    };
    const rows = {
      explained: encoded([x as number[]]),
      background: encoded(background as number[][]),
      owners: ownersOf(3),
      players: 3,
    };
    const ensemble = { columns: 3, outputs: 1, trees: [tree], base: new Float64Array(1) };
    const { values, base } = await interventionalTrees(ensemble, 0, rows, async () => {});
    return [base, ...values];
  },
  'fair.metricframe.accuracy': (inputs) => {
    const of = (group: string): number => {
      const rows = (inputs['group'] as string[]).flatMap((name, row) => (name === group ? [row] : []));
      return accuracy(
        confusionMatrix(
          rows.map((row) => numbers(inputs, 'y_true')[row]!),
          rows.map((row) => numbers(inputs, 'y_pred')[row]!),
          2,
        ),
      );
    };
    const [women, men] = [of('Female'), of('Male')];
    return [women, men, Math.abs(women - men), Math.min(women, men) / Math.max(women, men)];
  },
  ...DIFFERENTIAL_PRIVACY,
};

/** "rtol 1e-4" is relative. */
const allowed = (tolerance: number | string | undefined, value: number): number => {
  const relative = /^rtol (.+)$/.exec(String(tolerance))?.[1];
  return relative === undefined ? Number(tolerance) : Number(relative) * Math.abs(value);
};

/** The numbers of a figure, in the order of its arrays and fields; the bytes of what is in base 16. */
const leaves = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'string'
      ? [...Buffer.from(value, 'hex')]
      : Object.values(value as object).flatMap(leaves);

describe('published figures', () => {
  // A figure without inputs or without a tolerance is a remark, not a test.
  const testable = file.values.filter(
    (value) => value.inputs !== undefined && value.tolerance !== undefined && value.tolerance !== null,
  );

  it('each is computed here or skipped with a reason, never both', () => {
    const ids = testable.map((value) => value.id);
    expect(ids.filter((id) => id in COMPUTATIONS === id in skipped)).toEqual([]);
    expect([...Object.keys(COMPUTATIONS), ...Object.keys(skipped)].filter((id) => !ids.includes(id))).toEqual([]);
    expect(Object.entries(skipped).filter(([, reason]) => reason.length < 10)).toEqual([]);
  });

  it.each(testable.filter(({ id }) => id in COMPUTATIONS))('$id', async ({ id, inputs, expected, tolerance, note }) => {
    const mine = [await COMPUTATIONS[id]!(inputs!)].flat(3) as number[];
    const theirs = leaves(expected);
    if (note === 'interval') {
      expect(mine[0]).toBeGreaterThan(theirs[0]!);
      expect(mine[0]).toBeLessThan(theirs[1]!);
      return;
    }
    expect(mine.length).toBe(theirs.length);
    theirs.forEach((value, i) =>
      expect(Math.abs(mine[i]! - value), `${mine[i]} for ${value}`).toBeLessThanOrEqual(allowed(tolerance, value)),
    );
  });
});
