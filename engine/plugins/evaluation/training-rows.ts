import type { TrainingTarget } from '../../estimators/estimator.js';
import { selectRows } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { Splittable } from './folds-of-subject.js';

export interface TrainingRows extends Splittable {
  readonly target: TrainingTarget;
  readonly positive: number | undefined;
  readonly weights?: Float64Array;
}

/** The rows of the one table (else of the training data) whose truth is known. */
export async function trainingRowsOf(subject: SubjectView): Promise<TrainingRows | Unmeasured> {
  const table = await subject.table('whole');
  const target = await subject.target('whole');
  if (table === undefined || target === undefined) {
    return unmeasured('missing-input', 'the subject has no data.path or data.train with its target');
  }
  const isKnown = (row: number): boolean =>
    target.kind === 'classes' ? target.codes[row]! >= 0 : !Number.isNaN(target.values[row]!);
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row).filter(isKnown);
  if (rows.length === 0) return unmeasured('out-of-domain', 'no row has a known truth');
  const groups = await subject.groups('whole');
  const weights = await subject.weights('whole');
  return {
    table: selectRows(table, rows),
    target:
      target.kind === 'classes'
        ? { kind: 'classes', classes: target.classes, codes: rows.map((row) => target.codes[row]!) }
        : { kind: 'numbers', values: Float64Array.from(rows, (row) => target.values[row]!) },
    positive: target.kind === 'classes' ? target.positive : undefined,
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}
