import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { type ClassificationEvidence, type FigureOptions, absent, knownRows, take } from './evidence.js';
import { type ClassificationFigures, type Sample, allAbsent } from './classification-sample.js';
import { sampleFigures } from './classification-figures.js';
import { CLASSIFICATION_METRICS, type ClassificationMetric } from './metric-names.js';
import { unitsOf } from './units.js';

/**
 * Every metric of DESIGN.md §4 of a classifier, with its uncertainty as a sample of independent rows, or of clusters
 * of rows where there are `groups`. What cannot be measured has its cause; nothing is thrown for what the data hold.
 * Precision, recall and F1 of a class need `positive`; rank and probability metrics need `probabilities`.
 * Calibration: docs/calibration-metrics.md.
 */
export function classificationFigures(evidence: ClassificationEvidence, options: FigureOptions): ClassificationFigures {
  const sample = sampleOf(evidence);
  return 'unmeasured' in sample ? allAbsent(sample) : sampleFigures(sample, options, CLASSIFICATION_METRICS);
}

/** One of them alone. */
export function classificationFigure(
  name: ClassificationMetric,
  evidence: ClassificationEvidence,
  options: FigureOptions,
): Figure | Unmeasured {
  const sample = sampleOf(evidence);
  return 'unmeasured' in sample ? sample : sampleFigures(sample, options, [name])[name];
}

function sampleOf(evidence: ClassificationEvidence): Sample | Unmeasured {
  const { classes, groups, weights } = evidence;
  const rows = knownRows((row) => evidence.truth[row]! >= 0, evidence.truth.length, weights);
  if (rows.length === 0) return absent('out-of-domain', 'no row has a known truth');
  const stray = rows.find((row) => !(evidence.predicted[row]! >= 0 && evidence.predicted[row]! < classes));
  if (stray !== undefined) {
    return absent('failed', `row ${stray + 1}: the prediction is none of the ${classes} classes`);
  }
  const probabilities = evidence.probabilities && take(evidence.probabilities, rows, classes);
  return {
    units: unitsOf(rows.length, groups && take(groups, rows), weights && take(weights, rows)),
    truth: Int32Array.from(rows, (row) => evidence.truth[row]!),
    predicted: Int32Array.from(rows, (row) => evidence.predicted[row]!),
    classes,
    positive: evidence.positive ?? -1,
    probabilities,
    withoutProbabilities: faultOfProbabilities(probabilities, classes, rows),
  };
}

function faultOfProbabilities(
  values: Float64Array | undefined,
  classes: number,
  rows: Int32Array,
): Unmeasured | undefined {
  if (!values) return absent('unsupported', 'the model gives no probabilities');
  const bad = values.findIndex((value) => !(value >= -1e-6 && value <= 1 + 1e-6));
  if (bad < 0) return undefined;
  const row = rows[Math.floor(bad / classes)]! + 1;
  return absent('failed', `row ${row}: ${values[bad]} is no probability`);
}
