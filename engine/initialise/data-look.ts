/** What a CSV file tells of a subject: columns and types, which column is the truth, which task that makes. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { ModelSource } from '../sources/model-source.js';
import { digestBytes } from '../trust/digest.js';
import { inspectCsv } from '../subject/inspect-csv.js';
import { readTable, type TableSource } from '../subject/read-table.js';

export interface DataLook {
  readonly columns: readonly {
    readonly name: string;
    readonly type: 'numeric' | 'categorical';
    /** The model does not take it. */
    readonly unused?: true;
  }[];
  readonly target: string;
  /** How the target was told. */
  readonly because: 'name' | 'last column' | 'signature';
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

/** What is known of the model that the data are for. */
export type KnownModel = Pick<ModelSource, 'features' | 'classes'>;

export function lookAtData(
  bytes: Uint8Array,
  file: string,
  model: KnownModel = {},
): { readonly look?: DataLook; readonly diagnostics: readonly Diagnostic[] } {
  const source: TableSource = { bytes, file, format: { separator: ',', missing: MISSING } };
  const { look, diagnostics } = inspectCsv(source, true);
  if (look === undefined) return { diagnostics };
  const byName = TARGET_NAMES.flatMap((name) => look.names.filter((each) => each.toLowerCase() === name))[0];
  const leftOver = besides(look.names, model.features);
  const target = leftOver ?? byName ?? look.names.at(-1);
  if (target === undefined) return { diagnostics };
  const type = look.types?.[look.names.indexOf(target)] ?? 'categorical';
  const read = readTable(source, [{ name: target, type: 'categorical', roles: [] }], digestBytes(bytes));
  const column = read.table?.columns[0];
  if (read.table === undefined || column?.type !== 'categorical') return { diagnostics: read.diagnostics };
  const found = classesOf(column.levels, type);
  const classes = found && sameNames(found, model.classes) ? model.classes : found;
  const positive = classes?.length === 2 ? positiveOf(classes) : undefined;
  return {
    look: {
      columns: inOrderOf(
        look.names.map((name, index) => ({ name, type: look.types?.[index] ?? 'categorical' })),
        model.features,
      ),
      target,
      because: leftOver !== undefined ? 'signature' : byName === undefined ? 'last column' : 'name',
      ...(classes !== undefined && { classes }),
      ...(positive !== undefined && { positive }),
      rows: read.table.rowCount,
    },
    diagnostics: [...diagnostics, ...read.diagnostics],
  };
}

/** The one column that the model does not take, where it takes all others. */
function besides(names: readonly string[], features: KnownModel['features']): string | undefined {
  if (features === undefined || !features.every(({ name }) => names.includes(name))) return undefined;
  const others = names.filter((name) => !features.some((feature) => feature.name === name));
  return others.length === 1 ? others[0] : undefined;
}

/** Features in the model’s order and of its types, then what it does not take. */
function inOrderOf(columns: DataLook['columns'], features: KnownModel['features']): DataLook['columns'] {
  if (features === undefined || !features.every(({ name }) => columns.some((column) => column.name === name)))
    return columns;
  const of = new Map(columns.map((column) => [column.name, column]));
  const taken = features.map(({ name, type = of.get(name)!.type }) => ({ name, type }));
  const names = new Set(features.map(({ name }) => name));
  return [
    ...taken,
    ...columns.filter(({ name }) => !names.has(name)).map((column) => ({ ...column, unused: true as const })),
  ];
}

const sameNames = (a: readonly string[], b: readonly string[] | undefined): b is readonly string[] =>
  b !== undefined && a.length === b.length && a.every((name) => b.includes(name));

function classesOf(levels: readonly string[], type: 'numeric' | 'categorical'): readonly string[] | undefined {
  if (type === 'categorical') return [...levels].sort();
  const whole = levels.every((level) => /^[+-]?\d+(\.0+)?$/.test(level));
  return whole && levels.length <= MOST_NUMERIC_CLASSES ? [...levels].sort((a, b) => Number(a) - Number(b)) : undefined;
}

const positiveOf = (classes: readonly string[]): string | undefined =>
  classes.find((name) => POSITIVE_NAMES.some((each) => each === name.toLowerCase())) ?? classes[1];
