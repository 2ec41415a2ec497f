/** A table, masked: operations column by column, then the target. */
import type { MaskPlanDocument } from '../document/types.generated.js';
import { equalCloseness, orderedCloseness } from '../methods/privacy/closeness.js';
import { diversity } from '../methods/privacy/diversity.js';
import {
  classesOfNumbers,
  classSizes,
  groupsPerClass,
  oneClass,
  refine,
} from '../methods/privacy/equivalence-classes.js';
import { reidentificationRisk } from '../methods/privacy/reidentification-risk.js';
import type { Column, Table } from '../subject/table.js';
import type { PlanFaults } from './faults.js';
import type { Hierarchy } from './hierarchies.js';
import { operate } from './operations.js';
import { reachTarget } from './reach-target.js';
import type { Reached } from './reach-target.js';
import type { MaskedColumn, MaskedTable, MaskedTarget } from './summary.js';

export interface Masked {
  readonly table: Table;
  /** Rows of the original that are still there. */
  readonly kept: Int32Array;
  readonly columns: readonly MaskedColumn[];
  readonly target?: MaskedTarget;
}

export interface MaskContext {
  /** Of each row its person, where the data say so. */
  readonly groups: Int32Array | undefined;
  readonly plan: MaskPlanDocument;
  readonly hierarchies: ReadonlyMap<string, Hierarchy>;
  readonly key: Uint8Array | undefined;
  readonly faults: PlanFaults;
  readonly pause: () => Promise<void>;
}

/** `undefined` where there is a fault; `part` names the table in it. */
export async function maskTable(
  table: Table,
  part: MaskedTable['part'],
  context: MaskContext,
): Promise<Masked | undefined> {
  const { plan, hierarchies, faults, pause, groups } = context;
  const columns: Column[] = [];
  for (const column of table.columns) {
    const operated = afterOperation(column, table, context);
    if (operated !== undefined) columns.push(operated);
    await pause();
  }
  if (faults.failed) return undefined;
  const operated: Table = { ...table, columns };
  const all = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  if (plan.target === undefined)
    return { table: operated, kept: all, columns: summaries(table, operated, plan, false) };
  // A hierarchy is of the values as they were.
  const own = new Map(
    [...hierarchies].filter(([name]) => ['keep', 'suppress'].includes(plan.columns?.[name]?.do ?? 'keep')),
  );
  for (const { name, levels } of uncovered(operated, own)) {
    faults.add(['hierarchies', name], 'ASSAY1462', `${levels} values of ${name} are not in its hierarchy`);
  }
  if (faults.failed) return undefined;
  const reached = await reachTarget(operated, groups, plan.target, own, pause);
  if (reached === undefined || reached.table.rowCount === 0) {
    faults.add(
      ['target'],
      'ASSAY1464',
      `the ${table.rowCount} rows of ${part === 'whole' ? 'the table' : `data.${part}`} cannot be made to meet the target`,
    );
    return undefined;
  }
  return {
    table: reached.table,
    kept: reached.kept,
    columns: summaries(table, reached.table, plan, true),
    target: measured(reached, groups, plan.target.k),
  };
}

/** What the plan does to a column; identifiers that it does not name are left out. */
export const operationOn = ({ columns = {} }: MaskPlanDocument, { name, roles }: Pick<Column, 'name' | 'roles'>) =>
  Object.hasOwn(columns, name)
    ? columns[name]!
    : roles.includes('identifier')
      ? ({ do: 'drop' } as const)
      : ({ do: 'keep' } as const);

function afterOperation(
  column: Column,
  table: Table,
  { plan, hierarchies, key, faults }: MaskContext,
): Column | undefined {
  const operation = operationOn(plan, column);
  const result = operate(column, operation, { key, hierarchy: hierarchies.get(column.name), table: table.digest });
  const pointer = ['columns', column.name];
  if ('fault' in result) {
    faults.add(pointer, 'ASSAY1463', `${column.name}: ${result.fault}`);
    return undefined;
  }
  if (result.remark !== undefined) {
    faults.add(pointer, 'ASSAY1466', `${column.name}: ${result.remark}`, { severity: 'warning' });
  }
  return result.column;
}

const distinctOf = (column: Column): number =>
  new Set<number>(
    column.type === 'numeric'
      ? column.values.filter((value) => !Number.isNaN(value))
      : column.codes.filter((code) => code >= 0),
  ).size;

function summaries(before: Table, after: Table, plan: MaskPlanDocument, hasTarget: boolean): readonly MaskedColumn[] {
  return before.columns.map((column): MaskedColumn => {
    const masked = after.columns.find(({ name }) => name === column.name);
    const operation = operationOn(plan, column).do;
    const generalised = hasTarget && column.roles.includes('quasi-identifier');
    return {
      name: column.name,
      operation: !generalised ? operation : operation === 'keep' ? 'target' : `${operation}, target`,
      distinctBefore: distinctOf(column),
      distinctAfter: masked === undefined ? null : distinctOf(masked),
    };
  });
}

/** Quasi-identifiers with values that their hierarchy lacks. */
const uncovered = ({ columns }: Table, hierarchies: ReadonlyMap<string, Hierarchy>) =>
  columns.flatMap((column) => {
    const hierarchy = hierarchies.get(column.name);
    if (hierarchy === undefined || column.type !== 'categorical' || !column.roles.includes('quasi-identifier'))
      return [];
    const levels = column.levels.filter((level, code) => !hierarchy.has(level) && column.codes.includes(code)).length;
    return levels > 0 ? [{ name: column.name, levels }] : [];
  });

/** Counted on the rows that are written, whatever the algorithm says. */
function measured({ table, kept, loss, search }: Reached, groups: Int32Array | undefined, least: number): MaskedTarget {
  const valuesOf = (column: Column) => (column.type === 'numeric' ? column.values : column.codes);
  const quasi = table.columns.filter(({ roles }) => roles.includes('quasi-identifier'));
  const classes = quasi.map((column) => classesOfNumbers(valuesOf(column))).reduce(refine, oneClass(table.rowCount));
  const risk = reidentificationRisk(classSizes(classes));
  const people =
    groups &&
    groupsPerClass(
      classes,
      kept.map((row) => groups[row]!),
    );
  const k = people === undefined ? risk.k : people.reduce((a, b) => Math.min(a, b));
  if (k < least) throw new Error(`masking to k = ${least} left a class of ${k}`);
  const sensitive = table.columns.filter(
    ({ roles }) => roles.includes('sensitive') && !roles.includes('quasi-identifier'),
  );
  const found = sensitive.map((column) => {
    const t =
      column.type === 'numeric' ? orderedCloseness(classes, column.values) : equalCloseness(classes, column.codes);
    return { ...diversity(classes, valuesOf(column), 1), t };
  });
  return {
    k,
    classes: classes.count,
    averageRisk: risk.averageRisk,
    uniqueness: risk.uniqueness,
    ...(found.length > 0 && {
      distinctL: Math.min(...found.map(({ distinct }) => distinct)),
      entropyL: Math.min(...found.map(({ entropy }) => entropy)),
      t: Math.max(...found.map(({ t }) => t)),
    }),
    loss,
    ...(search && { search }),
  };
}
