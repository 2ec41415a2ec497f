import type { Answered } from '../../methods/explainability/weighted-score.js';
import type { Rng } from '../../numerics/random.js';
import type { Predictions, SubjectView, Target } from '../../subject/view.js';
import type { Unmeasured } from '../figure.js';
import { sampledRows } from '../sampled-rows.js';
import type { SampledRows } from '../sampled-rows.js';
import { unmeasured } from '../unmeasured.js';

/** Fewer independent rows than this do not tell their own spread: docs/calibration-importance.md begins here. */
const FEWEST_UNITS = 50;

/** As `sampledRows`, or why they are too few. */
export async function importanceData(
  subject: SubjectView,
  maxRows: number,
  sample: () => Rng,
): Promise<SampledRows | Unmeasured> {
  const data = await sampledRows(subject, maxRows, sample);
  if ('unmeasured' in data || data.units.count >= FEWEST_UNITS) return data;
  const { count, name } = data.units;
  return unmeasured('out-of-domain', `${count} ${name} with a known truth, ${FEWEST_UNITS} are needed`);
}

/** The answers beside the truth, or why they cannot be compared. */
export function answered(target: Target, predictions: Predictions): Answered | Unmeasured {
  if (target.kind === 'classes' && predictions.kind === 'classes') {
    const { labels, probabilities } = predictions;
    const { codes: truth, classes, positive = -1 } = target;
    if (labels.some((label) => label < 0 || label >= classes.length)) {
      return unmeasured('failed', `the model answers something that is none of the ${classes.length} classes`);
    }
    const known = { kind: 'classes', truth, labels, classes: classes.length, positive } as const;
    return probabilities === undefined ? known : { ...known, probabilities };
  }
  if (target.kind === 'numbers' && predictions.kind === 'numbers') {
    return { kind: 'numbers', truth: target.values, values: predictions.values };
  }
  return unmeasured('unsupported', `the target holds ${target.kind} and the model answers ${predictions.kind}`);
}
