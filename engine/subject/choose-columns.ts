/** Which columns of the tables are read, as what. */
import { nearest } from '../document/nearest.js';
import type { DataUse } from '../document/types.generated.js';
import type { Findings, Pointer } from './findings.js';
import type { CsvLook, InferredType } from './inspect-csv.js';
import type { ColumnSpec } from './spec.js';
import type { Role } from './table.js';

/** A table that was looked at: where the subject names it, and its header. */
export interface LookedTable {
  readonly pointer: Pointer;
  readonly given: string;
  readonly look: CsvLook;
}

/**
 * Declared columns, with target, group and weight; where none is declared, all, with inferred types. In the order of
 * the first table's header. Every one must be in every table: what is absent is a finding at the node that names it.
 */
export function chooseColumns(
  data: DataUse,
  regression: boolean,
  tables: readonly LookedTable[],
  findings: Findings,
): readonly ColumnSpec[] {
  const declared = data.columns ?? {};
  const infer = Object.keys(declared).length === 0;
  const order = tables[0]?.look.names ?? [];
  const special = specialColumns(data, regression);
  const names = infer ? [...order] : [...new Set([...Object.keys(declared), ...special.keys()])];
  for (const name of special.keys()) if (!names.includes(name)) names.push(name);
  reportAbsent(names, data, tables, infer, findings);
  if (!infer) reportIgnored(names, tables, findings);
  const inferred = infer ? inferredTypes(tables) : new Map<string, InferredType>();
  const specs = names.map((name): ColumnSpec => {
    const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const use = special.get(name);
    // A class label is a text, whatever it looks like; so is a group's name, unless it is declared a number.
    const type =
      use?.type ?? own?.type ?? (name === data.group ? 'categorical' : undefined) ?? inferred.get(name) ?? 'numeric';
    const roles: readonly Role[] = own?.roles ?? (use === undefined ? ['feature'] : []);
    return { name, type, roles };
  });
  const position = new Map(order.map((name, index) => [name, index]));
  specs.sort((a, b) => (position.get(a.name) ?? 0) - (position.get(b.name) ?? 0));
  if (infer && tables[0] !== undefined && !findings.failed) reportInferred(specs, tables[0], findings);
  return specs;
}

/** Columns with a part of their own: they are features only where they are declared so. */
export function specialColumns(
  { target, group, weight }: DataUse,
  regression: boolean,
): Map<string, { readonly pointer: Pointer; readonly type?: ColumnSpec['type'] }> {
  const special = new Map<string, { pointer: Pointer; type?: ColumnSpec['type'] }>();
  if (weight !== undefined) special.set(weight, { pointer: ['data', 'weight'], type: 'numeric' });
  if (group !== undefined) special.set(group, { pointer: ['data', 'group'] });
  if (target !== undefined) {
    special.set(target.column, { pointer: ['data', 'target', 'column'], type: regression ? 'numeric' : 'categorical' });
  }
  return special;
}

function reportAbsent(
  names: readonly string[],
  data: DataUse,
  tables: readonly LookedTable[],
  infer: boolean,
  findings: Findings,
): void {
  const special = specialColumns(data, false);
  for (const name of names) {
    const lacking = tables.filter(({ look }) => !look.names.includes(name));
    if (lacking.length === 0) continue;
    const { look, given, pointer } = lacking[0]!;
    const near = nearest(name, look.names);
    const hint = near === undefined ? `Its columns are ${list(look.names)}.` : `Did you mean "${near}"?`;
    const message = `${given} has no column "${name}"`;
    const at = special.get(name)?.pointer;
    if (at !== undefined) findings.add(at, { code: 'ASSAY1418', message, hint });
    else if (infer) findings.add(pointer, { code: 'ASSAY1417', message, hint });
    else findings.add(['data', 'columns', name], { code: 'ASSAY1417', message, hint, part: 'key' });
  }
}

function reportIgnored(names: readonly string[], tables: readonly LookedTable[], findings: Findings): void {
  const told = new Set<string>();
  for (const { look, pointer, given } of tables) {
    const ignored = look.names.filter((name) => !names.includes(name));
    const key = ignored.join('\n');
    if (ignored.length === 0 || told.has(key)) continue;
    told.add(key);
    const message = `columns of ${given} that are not declared are ignored: ${list(ignored)}`;
    findings.add(pointer, { code: 'ASSAY1416', severity: 'notice', message });
  }
}

/** Over all tables: categorical where it is so in any. */
function inferredTypes(tables: readonly LookedTable[]): Map<string, InferredType> {
  const types = new Map<string, InferredType>();
  for (const { look } of tables) {
    look.names.forEach((name, field) => {
      const type = look.types?.[field] ?? null;
      if (type === 'categorical' || (type !== null && (types.get(name) ?? null) === null)) types.set(name, type);
    });
  }
  return types;
}

function reportInferred(specs: readonly ColumnSpec[], { pointer }: LookedTable, findings: Findings): void {
  const of = (type: ColumnSpec['type']): string =>
    list(specs.filter((spec) => spec.type === type).map(({ name }) => name));
  const message = `no column is declared; taken as numeric: ${of('numeric')}; as categorical: ${of('categorical')}`;
  const hint = 'Declare columns under data.columns to fix their types and roles.';
  findings.add(pointer, { code: 'ASSAY1426', severity: 'notice', message, hint });
}

export function list(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
}
