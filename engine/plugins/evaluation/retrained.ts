import type { Trained } from '../../backends/device.js';
import type { TrainingTarget } from '../../estimators/estimator.js';
import { estimatorOf } from '../../estimators/registry.js';
import type { Fold } from '../../estimators/splits.js';
import { knownRows } from '../../methods/evaluation/evidence.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import { identity } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { stackTables } from '../../subject/stack-tables.js';
import { selectRows } from '../../subject/table.js';
import type { Target } from '../../subject/view.js';
import type { AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/**
 * What models of the subject's estimator answer for the test rows, each trained on a bootstrap of the training data
 * (of its groups, where it has groups) with a seed of its own. As an `Estimator` answers.
 */
export async function retrainedAnswers(
  test: AnsweredPart,
  trainings: number,
  { subject, rng, signal, progress, device }: MeasureContext<unknown>,
  trained: (how: Trained) => void,
): Promise<readonly Float64Array[] | Unmeasured> {
  const table = await subject.table('train');
  const target = await subject.target('train');
  if (table === undefined || target === undefined) {
    return unmeasured('missing-input', 'the subject has no data.train with its target');
  }
  if (subject.estimator === undefined) return unmeasured('missing-input', 'the subject has no estimator');
  const estimator = await estimatorOf(subject.estimator, target.kind);
  const groups = await subject.groups('train');
  const weights = await subject.weights('train');
  const known = knownRows(
    (row) => (target.kind === 'classes' ? target.codes[row]! >= 0 : !Number.isNaN(target.values[row]!)),
    table.rowCount,
    weights,
  );
  if (known.length < 10) return unmeasured('out-of-domain', `${known.length} training rows, 10 are needed`);
  const stacked = stackTables(selectRows(table, known), selectRows(test.table, test.rows));
  const tests = identity(test.rows.length).map((row) => known.length + row);
  const units = unitsOf(known.length, groups && known.map((row) => groups[row]!), undefined);
  const folds = Array.from({ length: trainings }, (_, index): Fold => ({
    train: bootstrap(units.of, units.count, rng(`bootstrap ${index}`)),
    test: tests,
  }));
  const data = {
    features: subject.features(stacked),
    target: stackedTarget(target, known, test),
    ...(weights && { weights: stackedWeights(weights, known, test.rows.length) }),
  };
  return estimator.answers(data, folds, {
    rng: (stream) => rng(`training ${stream}`),
    pause: () => checkpoint(signal),
    progress,
    signal,
    device,
    trained,
  });
}

function bootstrap(unitOf: Int32Array, units: number, rng: Rng): Int32Array {
  const rowsOf = Array.from({ length: units }, (): number[] => []);
  unitOf.forEach((unit, row) => rowsOf[unit]!.push(row));
  return Int32Array.from(Array.from({ length: units }, () => rowsOf[rng.integer(units)]!).flat());
}

function stackedTarget(target: Target, known: Int32Array, { truth, rows }: AnsweredPart): TrainingTarget {
  const count = known.length + rows.length;
  if (target.kind === 'classes') {
    const codes = new Int32Array(count);
    known.forEach((row, place) => (codes[place] = target.codes[row]!));
    codes.set(truth, known.length);
    return { kind: 'classes', classes: target.classes, codes };
  }
  const values = new Float64Array(count);
  known.forEach((row, place) => (values[place] = target.values[row]!));
  values.set(truth, known.length);
  return { kind: 'numbers', values };
}

/** Test rows are never trained on: what they weigh does not matter. */
function stackedWeights(weights: Float64Array, known: Int32Array, testRows: number): Float64Array {
  const all = new Float64Array(known.length + testRows).fill(1);
  known.forEach((row, place) => (all[place] = weights[row]!));
  return all;
}
