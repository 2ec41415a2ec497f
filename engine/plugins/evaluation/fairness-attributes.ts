import type { Attribute } from '../../methods/evaluation/group-fairness.js';
import type { Column } from '../../subject/table.js';

/** A number column with at most so many values is grouped by value where nothing else is said. */
const FEW_VALUES = 6;
const QUARTERS = 4;

const inner = (bins: number): readonly number[] => Array.from({ length: bins - 1 }, (_, i) => i + 1);

/**
 * One attribute a column: categories as they are, numbers by `cuts`, by value where few, else in `bins` of equal count.
 */
export function attributeOf(
  column: Column,
  rows: Int32Array,
  cuts: readonly number[] | undefined,
  bins = QUARTERS,
): Attribute {
  if (column.type === 'categorical') {
    return { name: column.name, of: rows.map((row) => column.codes[row]!), groups: column.levels };
  }
  const values = Float64Array.from(rows, (row) => column.values[row]!);
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(known)];
  if (cuts === undefined && distinct.length <= FEW_VALUES) {
    const of = Int32Array.from(values, (value) => distinct.indexOf(value));
    return { name: column.name, of, groups: distinct.map(String) };
  }
  const bounds = [...new Set(cuts ?? inner(bins).map((bin) => known[Math.floor((bin * known.length) / bins)]!))];
  bounds.sort((a, b) => a - b);
  const of = Int32Array.from(values, (value) =>
    Number.isNaN(value) ? -1 : bounds.filter((bound) => value >= bound).length,
  );
  const groups = [...bounds, Infinity].map((bound, index) => {
    if (index === 0) return `< ${bound}`;
    return bound === Infinity ? `≥ ${bounds[index - 1]!}` : `${bounds[index - 1]!} to < ${bound}`;
  });
  return { name: column.name, of, groups };
}

/** Every pair of attributes as one of its own. */
export function intersectionsOf(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.flatMap((first, index) =>
    attributes.slice(index + 1).map((second): Attribute => {
      const width = second.groups.length;
      return {
        name: `${first.name} × ${second.name}`,
        of: first.of.map((group, row) => {
          const other = second.of[row]!;
          return group < 0 || other < 0 ? -1 : group * width + other;
        }),
        groups: first.groups.flatMap((group) => second.groups.map((other) => `${group}, ${other}`)),
      };
    }),
  );
}
