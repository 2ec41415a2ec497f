/** Generalises the quasi-identifiers of a table until it meets a target. */
import type { MaskTarget } from '../document/types.generated.js';
import { classesOfNumbers, oneClass, refine } from '../methods/privacy/equivalence-classes.js';
import type { Classes } from '../methods/privacy/equivalence-classes.js';
import { fullDomain } from '../methods/privacy/masking/full-domain.js';
import { informationLoss } from '../methods/privacy/masking/information-loss.js';
import type { InformationLoss } from '../methods/privacy/masking/information-loss.js';
import { mondrian } from '../methods/privacy/masking/mondrian.js';
import type { OrderedColumn } from '../methods/privacy/masking/mondrian.js';
import { requirementOf } from '../methods/privacy/masking/requirement.js';
import type { Target } from '../methods/privacy/masking/requirement.js';
import { selectRows } from '../subject/table.js';
import type { Column, Table } from '../subject/table.js';
import { cellsOf } from './cells.js';
import type { Hierarchy } from './hierarchies.js';
import type { MaskedTarget } from './summary.js';
import { levelsOf, lossByClass } from './levels.js';

export interface Reached {
  readonly table: Table;
  /** Rows of the table before that are still there, ascending. */
  readonly kept: Int32Array;
  readonly loss: InformationLoss;
  readonly search?: MaskedTarget['search'];
}

/** Generalisations that a search of full domains looks at. */
const MOST_NODES = 20_000;

/** `undefined` where the target cannot be reached. With `groups`, of each row its person, k counts people. */
export async function reachTarget(
  table: Table,
  groups: Int32Array | undefined,
  target: MaskTarget,
  hierarchies: ReadonlyMap<string, Hierarchy>,
  pause: () => Promise<void>,
): Promise<Reached | undefined> {
  const quasi = table.columns.filter(({ roles }) => roles.includes('quasi-identifier'));
  const sensitive = table.columns.filter(
    ({ roles }) => roles.includes('sensitive') && !roles.includes('quasi-identifier'),
  );
  const requirement = requirementOf(
    wanted(target),
    sensitive.map((column) =>
      column.type === 'numeric'
        ? { name: column.name, values: column.values, ordered: true }
        : { name: column.name, values: column.codes, ordered: false },
    ),
    groups,
  );
  const rows = table.rowCount;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (target.algorithm === 'full-domain') {
    const levels = quasi.map((column) => levelsOf(column, hierarchies.get(column.name)));
    const found = await fullDomain(
      levels.map((column) => ({ levels: column.map(lossByClass) })),
      rows,
      requirement,
      { mostSuppressed: Math.floor((target.suppression ?? 0) * rows), mostNodes: MOST_NODES, pause },
    );
    if (found === undefined) return undefined;
    const chosen = levels.map((column, index) => column[found.node[index]!]!);
    const kept = all.filter((row) => found.suppressed[row] === 0);
    return {
      table: selectRows(
        withColumns(
          table,
          chosen.map(({ column }) => column),
        ),
        kept,
      ),
      kept,
      search: { looked: found.looked, optimal: found.optimal },
      loss: informationLoss(
        found.classes,
        chosen.map(({ loss }) => loss),
        found.suppressed,
        target.k,
      ),
    };
  }
  if (!requirement(all)) return undefined;
  const ordered = quasi.map((column) => orderOf(column, hierarchies.get(column.name)));
  const parts = await mondrian(ordered, rows, requirement, pause);
  const cells = quasi.map((column) => cellsOf(parts, column, target.numbers ?? 'mean', hierarchies.get(column.name)));
  const columns = cells.map(({ column }) => column);
  return {
    table: withColumns(table, columns),
    kept: all,
    loss: informationLoss(
      classesOf(columns, rows),
      cells.map(({ loss }) => loss),
      new Uint8Array(rows),
      target.k,
    ),
  };
}

function wanted({ k, l, t }: MaskTarget): Target {
  return {
    k,
    ...(l && {
      l: l.kind === 'recursive' ? { kind: l.kind, l: Math.ceil(l.l), c: l.c ?? 3 } : { kind: l.kind, l: l.l },
    }),
    ...(t !== undefined && { t }),
  };
}

const withColumns = (table: Table, columns: readonly Column[]): Table => ({
  ...table,
  columns: table.columns.map((column) => columns.find(({ name }) => name === column.name) ?? column),
});

/** Rows whose cells are equal: several parts of a table may be one class. */
const classesOf = (columns: readonly Column[], rows: number): Classes =>
  columns
    .map((column) => classesOfNumbers(column.type === 'numeric' ? column.values : column.codes))
    .reduce(refine, oneClass(rows));

/** Numbers in their order, categories along their hierarchy, else by their text; what is missing comes first. */
function orderOf(column: Column, hierarchy: Hierarchy | undefined): OrderedColumn {
  if (column.type === 'numeric') {
    const distinct = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    const rank = new Map(distinct.map((value, index) => [value, index + 1]));
    const [least, greatest] = [distinct[0] ?? 0, distinct.at(-1) ?? 0];
    const half = greatest / 2 - least / 2;
    const positions = distinct.map((value) => (half > 0 ? (value / 2 - least / 2) / half : 0));
    return {
      ranks: Int32Array.from(column.values, (value) => rank.get(value) ?? 0),
      positions: Float64Array.from([-1, ...positions]),
    };
  }
  const keyOf = (text: string): string => [...(hierarchy?.get(text) ?? [])].reverse().concat(text).join('\n');
  const codes = column.levels.map((_, code) => code);
  const keys = column.levels.map(keyOf);
  codes.sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  const rank = new Int32Array(codes.length);
  codes.forEach((code, index) => (rank[code] = index + 1));
  const last = Math.max(1, codes.length - 1);
  return {
    ranks: column.codes.map((code) => (code < 0 ? 0 : rank[code]!)),
    positions: Float64Array.from({ length: codes.length + 1 }, (_, index) => (index === 0 ? -1 : (index - 1) / last)),
  };
}
