import { confusionMatrix, marginsOf } from '../../numerics/metrics/confusion.js';
import { encodeDraws } from '../../numerics/draws.js';
import type { Figure, Uncertainty, Unmeasured } from '../../plugins/figure.js';
import { delongUncertainty } from './area-figure.js';
import { joinBox } from './bayesian-bootstrap.js';
import { calibrationErrorBox } from './calibration-error.js';
import { type DrawnMetric, drawBoxes } from './classification-draws.js';
import { type Sample, calibrationPairs } from './classification-sample.js';
import { valuesOf } from './classification-values.js';
import { type FigureOptions, absent } from './evidence.js';
import type { BoxedMetric } from './matrix-boxes.js';
import { CLASSIFICATION_METRICS, type ClassificationMetric } from './metric-names.js';
import { tooSmall, unitsWith } from './units.js';

/** Fewest rows (groups) of each class for metrics that speak of every class. */
const FEWEST_OF_CLASS = 10;

/** Metrics that are accuracy under another name where every row has one label and one answer. */
const IS_ACCURACY = new Set<ClassificationMetric>(['precisionMicro', 'recallMicro', 'f1Micro', 'recallWeighted']);
/** Metrics of the positive class, or of all rows: they need no row of any other class. */
const OF_ROWS = new Set<ClassificationMetric>(['accuracy', 'precision', 'recall', 'f1', ...IS_ACCURACY]);
const OF_POSITIVE = new Set<ClassificationMetric>(['precision', 'recall', 'f1']);
const OF_PROBABILITIES = new Set<ClassificationMetric>(['rocAuc', 'averagePrecision', 'logLoss', 'brier', 'ece']);
const LOSSES = new Set<ClassificationMetric>(['logLoss', 'brier', 'ece']);

/** Figures of the metrics named. */
export function sampleFigures<Name extends ClassificationMetric>(
  sample: Sample,
  options: FigureOptions,
  names: readonly Name[],
): Record<Name, Figure | Unmeasured> {
  const { units } = sample;
  const values = valuesOf(sample, units.weighted ? units.weights : undefined);
  const faults = faultsOf(sample);
  const exact = units.plain ? proportionsOf(sample) : {};
  const area = faults.rocAuc || !units.plain ? undefined : delongUncertainty(sample);
  const wanted = names.filter(
    (name) =>
      !faults[name] && !(name in exact) && !IS_ACCURACY.has(name) && name !== 'ece' && !(name === 'rocAuc' && area),
  );
  const drawn = drawBoxes(sample, new Set(wanted as DrawnMetric[]), options);

  const figure = (estimate: number, uncertainty: Uncertainty): Figure => ({
    estimate,
    unit: '1',
    n: uncertainty.kind === 'proportion' ? uncertainty.n : units.count,
    uncertainty,
    basis: options.basis,
    ...(options.rows !== undefined && { rows: options.rows }),
  });
  const figureOf = (name: ClassificationMetric): Figure | Unmeasured => {
    const fault = faults[name];
    if (fault) return fault;
    if (IS_ACCURACY.has(name)) return figureOf('accuracy');
    const proportion = exact[name];
    if (proportion) return figure(values[name], proportion);
    if (name === 'rocAuc' && area) return figure(values.rocAuc, area);
    if (name === 'ece') {
      const { outcomes, confidence } = calibrationPairs(sample);
      const { draws = 2000, bins = 15, rng } = options;
      const box = calibrationErrorBox(outcomes, confidence, bins, units, draws, rng);
      return figure(box.estimate, { kind: 'empirical', draws: encodeDraws(box.draws) });
    }
    const draws = joinBox(drawn.get(name as BoxedMetric)!);
    if (!draws.every(Number.isFinite) || !Number.isFinite(values[name])) {
      return absent('out-of-domain', 'the metric has no value on some resamples of these rows');
    }
    return figure(values[name], { kind: 'empirical', draws: encodeDraws(draws) });
  };
  return Object.fromEntries(names.map((name) => [name, figureOf(name)])) as Record<Name, Figure | Unmeasured>;
}

/** Metrics that are shares of independent rows: exact, conditional on their denominator. F1 is the dice of J. */
function proportionsOf(sample: Sample): Partial<Record<ClassificationMetric, Uncertainty>> {
  const { truth, predicted, classes, positive } = sample;
  const margins = marginsOf(confusionMatrix(truth, predicted, classes));
  const correct = margins.correct.reduce((sum, count) => sum + count, 0);
  const accuracy = { kind: 'proportion', k: correct, n: truth.length } as const;
  if (positive < 0) return { accuracy };
  const k = margins.correct[positive]!;
  const taken = margins.predicted[positive]!;
  const real = margins.truth[positive]!;
  return {
    accuracy,
    precision: { kind: 'proportion', k, n: taken },
    recall: { kind: 'proportion', k, n: real },
    f1: { kind: 'proportion', k, n: taken + real - k, transform: 'dice' },
  };
}

/** Why a metric cannot be had from this sample, the nearest cause first. */
function faultsOf(sample: Sample): Partial<Record<ClassificationMetric, Unmeasured>> {
  const { truth, predicted, positive, units } = sample;
  const small = tooSmall(units);
  const rare = rareClass(sample);
  const is = (row: number): boolean => truth[row] === positive;
  const said = (row: number): boolean => predicted[row] === positive;
  const denominators: Partial<Record<ClassificationMetric, (row: number) => boolean>> = {
    precision: said,
    recall: is,
    f1: (row) => is(row) || said(row),
  };
  const faultOf = (name: ClassificationMetric): Unmeasured | undefined => {
    if (OF_PROBABILITIES.has(name) && sample.withoutProbabilities) return sample.withoutProbabilities;
    if (OF_POSITIVE.has(name) && positive < 0) return absent('unsupported', 'the task has no positive class');
    const denominator = denominators[name];
    if (denominator) {
      const number = unitsWith(units, denominator);
      if (number === 0) return absent('out-of-domain', `no row is in the denominator of ${name}`);
      if (!units.plain && number < FEWEST_OF_CLASS) {
        return absent(
          'out-of-domain',
          `${number} ${units.name} in the denominator of ${name}, ${FEWEST_OF_CLASS} are needed`,
        );
      }
    }
    if (small !== undefined && !(OF_ROWS.has(name) && units.plain)) return absent('out-of-domain', small);
    return OF_ROWS.has(name) || LOSSES.has(name) ? undefined : rare;
  };
  return Object.fromEntries(
    CLASSIFICATION_METRICS.flatMap((name) => {
      const fault = faultOf(name);
      return fault ? [[name, fault]] : [];
    }),
  ) as Partial<Record<ClassificationMetric, Unmeasured>>;
}

function rareClass({ truth, classes, units }: Sample): Unmeasured | undefined {
  if (classes < 2) return absent('out-of-domain', 'there is one class only');
  for (let c = 0; c < classes; c++) {
    const number = unitsWith(units, (row) => truth[row] === c);
    if (number >= FEWEST_OF_CLASS) continue;
    const detail = `class ${c + 1} of ${classes} occurs in ${number} ${units.name}, ${FEWEST_OF_CLASS} are needed`;
    return absent('out-of-domain', detail);
  }
  return undefined;
}
