import { knownRows, take } from '../methods/evaluation/evidence.js';
import { unitsOf } from '../methods/evaluation/units.js';
import type { Units } from '../methods/evaluation/units.js';
import { sampleWithoutReplacement } from '../numerics/permutation.js';
import type { Rng } from '../numerics/random.js';
import { selectRows } from '../subject/table.js';
import type { Table } from '../subject/table.js';
import type { SubjectView, Target } from '../subject/view.js';
import type { Unmeasured } from './figure.js';
import { unmeasured } from './unmeasured.js';

/** The test rows that count: with a known truth, at most so many. */
export interface SampledRows {
  readonly table: Table;
  readonly target: Target;
  readonly units: Units;
  readonly groups?: Float64Array;
  readonly weights?: Float64Array;
  /** Names these rows, for `Figure.rows` and their resamples. */
  readonly rows: string;
}

/** `sample` gives the generator that picks the rows where there are more than `maxRows`. */
export async function sampledRows(
  subject: SubjectView,
  maxRows: number,
  sample: () => Rng,
): Promise<SampledRows | Unmeasured> {
  const table = await subject.table('test');
  const target = await subject.target('test');
  if (table === undefined || target === undefined) {
    return unmeasured('missing-input', 'the subject has no data.test with its target');
  }
  const allWeights = await subject.weights('test');
  const allGroups = await subject.groups('test');
  const truth = target.kind === 'classes' ? target.codes : target.values;
  const isKnown = (row: number): boolean =>
    target.kind === 'classes' ? target.codes[row]! >= 0 : Number.isFinite(target.values[row]!);
  const known = knownRows(isKnown, truth.length, allWeights);
  const all = known.length <= maxRows;
  const rows = all
    ? known
    : sampleWithoutReplacement(known.length, maxRows, sample())
        .sort()
        .map((at) => known[at]!);
  const groups = allGroups && take(allGroups, rows);
  const weights = allWeights && take(allWeights, rows);
  const units = unitsOf(rows.length, groups, weights);
  return {
    table: selectRows(table, rows),
    target:
      target.kind === 'classes'
        ? { ...target, codes: rows.map((row) => target.codes[row]!) }
        : { ...target, values: Float64Array.from(rows, (row) => target.values[row]!) },
    units,
    ...(groups && { groups }),
    ...(weights && { weights }),
    rows: all ? table.digest : `${table.digest}:${maxRows}`,
  };
}
