import { brier, brierOf, logLoss, logLossOf } from '../../numerics/metrics/probability.js';
import { confusionMatrix } from '../../numerics/metrics/confusion.js';
import { averagePrecision, column, indicator, rocAuc } from '../../numerics/metrics/ranking.js';
import { type Figure, type Uncertainty, type Unmeasured, encodeDraws } from '../../plugins/figure.js';
import { calibrationErrorBox } from './calibration-error.js';
import { type ClassificationFigures, type Sample, allAbsent, calibrationPairs } from './classification-sample.js';
import { type FigureOptions, absent } from './evidence.js';
import {
  FEWEST_UNITS,
  type Units,
  areaInfluences,
  averagePrecisionInfluences,
  effectiveProportion,
  linearised,
  matrixInfluences,
  meanInfluences,
} from './linearised.js';
import { MATRIX_METRICS, type MatrixMetric } from './matrix-metrics.js';

const FEWEST_OF_CLASS = 10;

/** Figures of weighted or clustered rows. */
export function linearisedFigures(sample: Sample, units: Units, options: FigureOptions): ClassificationFigures {
  if (!(units.effective >= FEWEST_UNITS)) {
    const worth = units.effective.toFixed(1);
    return allAbsent(
      absent(
        'out-of-domain',
        `the ${units.count} ${units.name} tell as much as ${worth} equal ones, ${FEWEST_UNITS} are needed`,
      ),
    );
  }
  const { truth, predicted, classes, positive, probabilities, withoutProbabilities } = sample;
  const { weights } = units;
  const matrix = confusionMatrix(truth, predicted, classes, weights);
  const figure = (estimate: number, uncertainty: Uncertainty): Figure => ({
    estimate,
    unit: '1',
    n: units.count,
    uncertainty,
    basis: options.basis,
    ...(options.rows !== undefined && { rows: options.rows }),
  });
  const orAbsent = (estimate: number, uncertainty: Uncertainty | Unmeasured): Figure | Unmeasured =>
    'unmeasured' in uncertainty ? uncertainty : figure(estimate, uncertainty);
  const share = (hit: (row: number) => 0 | 1 | -1, transform?: 'dice'): Figure | Unmeasured => {
    const found = effectiveProportion(
      Int8Array.from(truth, (_, row) => hit(row)),
      units,
    );
    if ('unmeasured' in found) return found;
    const rate = found.k / found.n;
    return figure(transform ? (2 * rate) / (1 + rate) : rate, {
      kind: 'proportion',
      ...found,
      ...(transform && { transform }),
    });
  };
  const noPositive = positive < 0 ? absent('unsupported', 'the task has no positive class') : undefined;
  const rare = rareClass(sample, units);
  const ofMatrix = (name: MatrixMetric, transform?: 'logit'): Figure | Unmeasured => {
    if (rare) return rare;
    const metric = (m: typeof matrix): number => MATRIX_METRICS[name](m, positive);
    return orAbsent(
      metric(matrix),
      linearised(metric(matrix), matrixInfluences(metric, truth, predicted, classes, weights), units, transform),
    );
  };
  const ranked = (metric: typeof rocAuc, influences: typeof areaInfluences): Figure | Unmeasured => {
    const why = withoutProbabilities ?? rare;
    if (why) return why;
    const among = classes === 2 ? [Math.max(0, positive)] : Array.from({ length: classes }, (_, c) => c);
    const total = new Float64Array(truth.length);
    let estimate = 0;
    for (const c of among) {
      const one = indicator(truth, c);
      const scores = column(probabilities!, classes, c);
      estimate += metric(one, scores, weights) / among.length;
      influences(one, scores, weights).forEach((value, row) => (total[row]! += value / among.length));
    }
    return orAbsent(estimate, linearised(estimate, total, units, 'logit'));
  };
  const loss = (metric: typeof logLoss, of: typeof logLossOf): Figure | Unmeasured => {
    if (withoutProbabilities) return withoutProbabilities;
    const values = Float64Array.from(truth, (c, row) => of(probabilities!, classes, row, c));
    const estimate = metric(truth, probabilities!, classes, weights);
    return orAbsent(estimate, linearised(estimate, meanInfluences(values, weights), units, 'log'));
  };
  const is = (row: number): boolean => truth[row] === positive;
  const said = (row: number): boolean => predicted[row] === positive;
  const all = share((row) => (truth[row] === predicted[row] ? 1 : 0));

  return {
    accuracy: all,
    precisionMicro: all,
    recallMicro: all,
    f1Micro: all,
    recallWeighted: all,
    precision: noPositive ?? share((row) => (said(row) ? (is(row) ? 1 : 0) : -1)),
    recall: noPositive ?? share((row) => (is(row) ? (said(row) ? 1 : 0) : -1)),
    f1: noPositive ?? share((row) => (is(row) || said(row) ? (is(row) && said(row) ? 1 : 0) : -1), 'dice'),
    balancedAccuracy: ofMatrix('balancedAccuracy', 'logit'),
    recallMacro: ofMatrix('recallMacro', 'logit'),
    precisionMacro: ofMatrix('precisionMacro', 'logit'),
    precisionWeighted: ofMatrix('precisionWeighted', 'logit'),
    f1Macro: ofMatrix('f1Macro', 'logit'),
    f1Weighted: ofMatrix('f1Weighted', 'logit'),
    mcc: ofMatrix('mcc'),
    kappa: ofMatrix('kappa'),
    rocAuc: ranked(rocAuc, areaInfluences),
    averagePrecision: ranked(averagePrecision, averagePrecisionInfluences),
    logLoss: loss(logLoss, logLossOf),
    brier: loss(brier, brierOf),
    ece: withoutProbabilities ?? calibration(),
  };

  function calibration(): Figure {
    const { outcomes, confidence } = calibrationPairs(sample);
    const box = calibrationErrorBox(
      outcomes,
      confidence,
      options.bins ?? 15,
      units,
      options.draws ?? 2000,
      options.rng,
    );
    return figure(box.estimate, { kind: 'empirical', draws: encodeDraws(box.draws) });
  }
}

/** Every class must occur, and be got right and wrong, in enough units to tell its spread. */
function rareClass({ truth, classes }: Sample, units: Units): Unmeasured | undefined {
  if (classes < 2) return absent('out-of-domain', 'there is one class only');
  for (let c = 0; c < classes; c++) {
    const seen = new Set<number>();
    truth.forEach((of, row) => of === c && seen.add(units.of[row]!));
    if (seen.size < FEWEST_OF_CLASS) {
      return absent(
        'out-of-domain',
        `class ${c + 1} of ${classes} occurs in ${seen.size} ${units.name}, ${FEWEST_OF_CLASS} are needed`,
      );
    }
  }
  return undefined;
}
