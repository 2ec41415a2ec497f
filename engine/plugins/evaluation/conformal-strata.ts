import { tooSmall } from '../../methods/evaluation/units.js';
import { identity } from '../../numerics/permutation.js';
import { columnOf } from '../../subject/table.js';
import type { AnsweredPart } from '../answered-part.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { someRows } from './conformal-rows.js';
import type { SomeRows } from './conformal-rows.js';
import { attributeOf } from './fairness-attributes.js';

/** Evaluation rows of one class or one group, by their place among these. */
export interface Stratum {
  readonly name: string;
  readonly rows: Int32Array;
  /** Why it is not assessed. */
  readonly small?: string;
}

interface StratumOptions {
  readonly columns: readonly string[] | null;
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly minGroupSize: number;
}

/** By the true class. */
export const classStrata = (part: AnsweredPart, some: SomeRows, options: StratumOptions): readonly Stratum[] =>
  part.kind === 'numbers'
    ? []
    : part.classes.flatMap((name, c) => stratum(name, some, options, (row) => part.truth[row] === c));

/** By each sensitive column, or by those named. */
export function groupStrata(
  { table, rows }: AnsweredPart,
  some: SomeRows,
  options: StratumOptions,
): readonly Stratum[] | Unmeasured {
  const named = options.columns?.map((name) => columnOf(table, name) ?? name);
  const absent = named?.find((column) => typeof column === 'string');
  if (absent !== undefined) return unmeasured('missing-input', `the test data have no column ${absent}`);
  const columns =
    named?.filter((column) => typeof column !== 'string') ??
    table.columns.filter(({ roles }) => roles.includes('sensitive'));
  return columns
    .map((column) => attributeOf(column, rows, options.cuts[column.name]))
    .flatMap(({ name, of, groups }) =>
      groups.flatMap((group, index) => stratum(`${name}: ${group}`, some, options, (row) => of[row] === index)),
    );
}

function stratum(
  name: string,
  { rows, units }: SomeRows,
  { minGroupSize }: StratumOptions,
  belongs: (row: number) => boolean,
): readonly Stratum[] {
  const own = identity(rows.length).filter((place) => belongs(rows[place]!));
  if (own.length === 0) return [];
  const { units: ownUnits } = someRows(units, own);
  const few = ownUnits.count < minGroupSize ? `${ownUnits.count} ${units.name}, ${minGroupSize} are needed` : undefined;
  const small = few ?? tooSmall(ownUnits);
  return [{ name, rows: own, ...(small !== undefined && { small }) }];
}
