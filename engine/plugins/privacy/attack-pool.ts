import type { TrainingData } from '../../estimators/estimator.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { stackTables } from '../../subject/stack-tables.js';
import { selectRows } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import type { AnsweredClasses } from '../answered-part.js';
import type { TrainingRows } from '../evaluation/training-rows.js';

/** Rows that are attacked and, after them, rows of the population that no shadow model learns of. */
export interface AttackPool {
  /** Of all rows of the pool. */
  readonly data: TrainingData & { readonly target: { readonly kind: 'classes' } };
  /** So many of the rows, the first, are attacked. */
  readonly attacked: number;
  /** Independent units of the attacked rows. */
  readonly units: Units;
  readonly population: number;
  /** Of each attacked row, its number in its file, from 0. */
  readonly rowNumbers: Int32Array;
}

/** At most `rows` that are attacked, and at most `population` others, a fifth of all at most; each ascending. */
export function chooseRows(
  available: number,
  rows: number,
  population: number,
  rng: Rng,
): { readonly attacked: Int32Array; readonly population: Int32Array } {
  const beside = Math.min(population, Math.floor(available / 5));
  const attacked = Math.min(rows, available - beside);
  const drawn = sampleWithoutReplacement(available, attacked + beside, rng);
  return { attacked: drawn.slice(0, attacked).sort(), population: drawn.slice(attacked).sort() };
}

/** The members first, then the non-members, then the population: places among the rows of the parts. */
export interface ChosenParts {
  readonly members: Int32Array;
  readonly others: Int32Array;
  readonly population: Int32Array;
}

/** Training rows and held-out rows of an attack on the model that learnt of the former. */
export async function poolOfParts(
  subject: SubjectView,
  train: AnsweredClasses,
  test: AnsweredClasses,
  { members, others, population }: ChosenParts,
): Promise<AttackPool> {
  const beside = Int32Array.from([...others, ...population]);
  const [own, held] = [members.map((place) => train.rows[place]!), beside.map((place) => test.rows[place]!)];
  const stacked = stackTables(selectRows(train.table, own), selectRows(test.table, held));
  const both = (of: (part: AnsweredClasses, place: number) => number): number[] => [
    ...Array.from(members, (place) => of(train, place)),
    ...Array.from(beside, (place) => of(test, place)),
  ];
  const attacked = members.length + others.length;
  // A group that both parts have counts as two: `evaluation/leakage` finds it.
  const apart = train.units.count;
  const groups = both((part, place) => part.units.of[place]! + (part === test ? apart : 0)).slice(0, attacked);
  const weighted = train.units.weighted || test.units.weighted;
  return {
    data: {
      features: subject.features(stacked),
      target: {
        kind: 'classes',
        classes: train.classes,
        codes: Int32Array.from(both((part, place) => part.truth[place]!)),
      },
      ...(weighted && { weights: Float64Array.from(both((part, place) => part.units.weights[place]!)) }),
    },
    attacked,
    units: unitsOf(attacked, train.groups || test.groups ? groups : undefined, undefined),
    population: population.length,
    rowNumbers: Int32Array.from([...own, ...held]).slice(0, attacked),
  };
}

/** Rows of the one table, of an attack on models of the procedure. */
export function poolOfTable(
  subject: SubjectView,
  { table, target, groups, weights }: TrainingRows & { readonly target: { readonly kind: 'classes' } },
  chosen: { readonly attacked: Int32Array; readonly population: Int32Array },
  numbers: Int32Array,
): AttackPool {
  const rows = Int32Array.from([...chosen.attacked, ...chosen.population]);
  const attacked = chosen.attacked.length;
  return {
    data: {
      features: subject.features(selectRows(table, rows)),
      target: { ...target, codes: rows.map((row) => target.codes[row]!) },
      ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
    },
    attacked,
    units: unitsOf(attacked, groups && chosen.attacked.map((row) => groups[row]!), undefined),
    population: chosen.population.length,
    rowNumbers: chosen.attacked.map((row) => numbers[row]!),
  };
}

export const allRows = ({ attacked, population }: AttackPool): Int32Array => identity(attacked + population);
