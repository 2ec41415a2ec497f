import { equalCloseness, hierarchicalCloseness, orderedCloseness } from '../../methods/privacy/closeness.js';
import { diversity } from '../../methods/privacy/diversity.js';
import type { Diversity } from '../../methods/privacy/diversity.js';
import type { Classes } from '../../methods/privacy/equivalence-classes.js';
import type { CategoricalColumn, Column } from '../../subject/table.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export type Hierarchies = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One sensitive column. */
export interface SensitiveColumn extends Diversity {
  readonly column: string;
  readonly distance: 'equal' | 'ordered' | 'hierarchical';
  readonly t: number | Unmeasured;
}

export function sensitiveColumn(
  classes: Classes,
  column: Column,
  l: number,
  hierarchies: Hierarchies,
): SensitiveColumn {
  const values = column.type === 'numeric' ? column.values : column.codes;
  const { distance, t } = closenessOf(classes, column, hierarchies);
  return { column: column.name, ...diversity(classes, values, l), distance, t };
}

function closenessOf(
  classes: Classes,
  column: Column,
  hierarchies: Hierarchies,
): Pick<SensitiveColumn, 'distance' | 't'> {
  if (column.type === 'numeric') return { distance: 'ordered', t: orderedCloseness(classes, column.values) };
  const hierarchy = Object.hasOwn(hierarchies, column.name) ? hierarchies[column.name] : undefined;
  if (hierarchy === undefined) return { distance: 'equal', t: equalCloseness(classes, column.codes) };
  return { distance: 'hierarchical', t: hierarchical(classes, column, hierarchy) };
}

function hierarchical(
  classes: Classes,
  { name, levels, codes }: CategoricalColumn,
  hierarchy: Hierarchies[string],
): number | Unmeasured {
  const fault = (detail: string): Unmeasured => unmeasured('out-of-domain', `the hierarchy of ${name}: ${detail}`);
  const paths = levels.map((level) => (Object.hasOwn(hierarchy, level) ? hierarchy[level]! : []));
  const absent = paths.filter((path) => path.length === 0).length;
  if (absent > 0) return fault(`${absent} values of the column are not in it`);
  if (new Set(paths.map(({ length }) => length)).size > 1) return fault('its values have not equally many ancestors');
  if (codes.some((code) => code < 0)) return fault('the column has missing values');
  return hierarchicalCloseness(classes, codes, paths);
}

/** Over all sensitive columns: what holds for each of them. */
export function sensitiveOutputs(
  columns: readonly SensitiveColumn[],
  c: number,
): Readonly<Record<'distinctL' | 'entropyL' | 'recursiveDiverse' | 't', Output>> {
  if (columns.length === 0) {
    const lack = unmeasured('missing-input', 'no column has the role sensitive without being a quasi-identifier');
    return { distinctL: lack, entropyL: lack, recursiveDiverse: lack, t: lack };
  }
  const distances = columns.flatMap(({ t }) => (typeof t === 'number' ? [t] : []));
  const unknown = columns.find(({ t }) => typeof t !== 'number')?.t;
  return {
    distinctL: exactFigure(Math.min(...columns.map(({ distinct }) => distinct)), '1'),
    entropyL: exactFigure(Math.min(...columns.map(({ entropy }) => entropy)), '1'),
    recursiveDiverse: { value: columns.every(({ recursive }) => recursive < c), basis: 'observed' },
    t: typeof unknown === 'object' ? unknown : exactFigure(Math.min(1, Math.max(...distances)), '1'),
  };
}
