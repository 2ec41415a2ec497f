/** What a CSV file tells of a subject: columns and types, which column is the truth, which task that makes. */
import type { Diagnostic } from '../document/diagnostic.js';
import { digestBytes } from '../trust/digest.js';
import { inspectCsv } from '../subject/inspect-csv.js';
import { readTable, type TableSource } from '../subject/read-table.js';

export interface DataLook {
  readonly columns: readonly { readonly name: string; readonly type: 'numeric' | 'categorical' }[];
  readonly target: string;
  /** How the target was told. */
  readonly because: 'name' | 'last column';
  /** Sorted as most libraries order classes; absent for numbers. */
  readonly classes?: readonly string[];
  readonly positive?: string;
  readonly rows: number;
}

/** As documents default to. */
const MISSING = ['', 'NA', '?'] as const;
const TARGET_NAMES = ['target', 'label', 'class', 'y', 'outcome'] as const;
const POSITIVE_NAMES = ['1', 'yes', 'true', 'positive', 'bad', 'malignant', 'default', 'fraud', 'churn'] as const;
/** Whole numbers of so few kinds are classes. */
const MOST_NUMERIC_CLASSES = 20;

export function lookAtData(
  bytes: Uint8Array,
  file: string,
): { readonly look?: DataLook; readonly diagnostics: readonly Diagnostic[] } {
  const source: TableSource = { bytes, file, format: { separator: ',', missing: MISSING } };
  const { look, diagnostics } = inspectCsv(source, true);
  if (look === undefined) return { diagnostics };
  const byName = TARGET_NAMES.flatMap((name) => look.names.filter((each) => each.toLowerCase() === name))[0];
  const target = byName ?? look.names.at(-1);
  if (target === undefined) return { diagnostics };
  const type = look.types?.[look.names.indexOf(target)] ?? 'categorical';
  const read = readTable(source, [{ name: target, type: 'categorical', roles: [] }], digestBytes(bytes));
  const column = read.table?.columns[0];
  if (read.table === undefined || column?.type !== 'categorical') return { diagnostics: read.diagnostics };
  const classes = classesOf(column.levels, type);
  const positive = classes?.length === 2 ? positiveOf(classes) : undefined;
  return {
    look: {
      columns: look.names.map((name, index) => ({ name, type: look.types?.[index] ?? 'categorical' })),
      target,
      because: byName === undefined ? 'last column' : 'name',
      ...(classes !== undefined && { classes }),
      ...(positive !== undefined && { positive }),
      rows: read.table.rowCount,
    },
    diagnostics: [...diagnostics, ...read.diagnostics],
  };
}

function classesOf(levels: readonly string[], type: 'numeric' | 'categorical'): readonly string[] | undefined {
  if (type === 'categorical') return [...levels].sort();
  const whole = levels.every((level) => /^[+-]?\d+(\.0+)?$/.test(level));
  return whole && levels.length <= MOST_NUMERIC_CLASSES ? [...levels].sort((a, b) => Number(a) - Number(b)) : undefined;
}

const positiveOf = (classes: readonly string[]): string | undefined =>
  classes.find((name) => POSITIVE_NAMES.some((each) => each === name.toLowerCase())) ?? classes[1];
