import type { TrainingData } from '../../estimators/estimator.js';
import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { stackTables } from '../../subject/stack-tables.js';
import { selectRows } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import type { AnsweredClasses, AnsweredPart } from '../answered-part.js';
import type { TrainingRows } from '../evaluation/training-rows.js';

export interface AttackedRows {
  readonly attacked: number;
  /** Independent units of them. */
  readonly units: Units;
  /** Of each, its number in its file, from 0. */
  readonly rowNumbers: Int32Array;
}

/** Rows that are attacked and, after them, rows of the population that no shadow model learns of. */
export interface AttackPool extends AttackedRows {
  /** Of all rows of the pool. */
  readonly data: TrainingData & { readonly target: { readonly kind: 'classes' } };
  readonly population: number;
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

/** The attacked rows of an attack on the model that learnt of the members. */
export function attackedParts(train: AnsweredPart, test: AnsweredPart, { members, others }: ChosenParts): AttackedRows {
  // A group that both parts have counts as two: `evaluation/leakage` finds it.
  const groups = [
    ...Array.from(members, (place) => train.units.of[place]!),
    ...Array.from(others, (place) => train.units.count + test.units.of[place]!),
  ];
  return {
    attacked: groups.length,
    units: unitsOf(groups.length, train.groups || test.groups ? groups : undefined, undefined),
    rowNumbers: Int32Array.from([
      ...Array.from(members, (place) => train.rows[place]!),
      ...Array.from(others, (place) => test.rows[place]!),
    ]),
  };
}

/** What shadow models learn of, and are asked about, in that attack. */
export function poolOfParts(
  subject: SubjectView,
  train: AnsweredClasses,
  test: AnsweredClasses,
  chosen: ChosenParts,
): AttackPool {
  const { members, others, population } = chosen;
  const beside = Int32Array.from([...others, ...population]);
  const stacked = stackTables(
    selectRows(
      train.table,
      members.map((place) => train.rows[place]!),
    ),
    selectRows(
      test.table,
      beside.map((place) => test.rows[place]!),
    ),
  );
  const both = (of: (part: AnsweredClasses, place: number) => number): number[] => [
    ...Array.from(members, (place) => of(train, place)),
    ...Array.from(beside, (place) => of(test, place)),
  ];
  const weighted = train.units.weighted || test.units.weighted;
  return {
    ...attackedParts(train, test, chosen),
    data: {
      features: subject.features(stacked),
      target: {
        kind: 'classes',
        classes: train.classes,
        codes: Int32Array.from(both((part, place) => part.truth[place]!)),
      },
      ...(weighted && { weights: Float64Array.from(both((part, place) => part.units.weights[place]!)) }),
    },
    population: population.length,
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
