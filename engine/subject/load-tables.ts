/** The tables of a subject: found, read, their columns chosen and checked. */
import type { DataUse, KeySource, SubjectDocument, TableUse } from '../document/types.generated.js';
import { chooseColumns } from './choose-columns.js';
import type { LookedTable } from './choose-columns.js';
import { MAX_CSV_BYTES } from './csv-text.js';
import { digestBytes } from '../trust/digest.js';
import type { Findings, Pointer } from './findings.js';
import { shown } from './findings.js';
import type { Memo } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFile, NamedFiles } from './named-file.js';
import type { TableSource } from './read-table.js';
import { plainFile } from './sealed-file.js';
import type { ColumnSpec, CsvFormat, SealedSpec } from './spec.js';
import { lookAtTable, tableFacts } from './table-facts.js';
import type { TableFacts } from './table-facts.js';
import { LENIENT_PARTS } from './view.js';
import type { Part } from './view.js';

export interface LoadedTable {
  readonly part: Part;
  /** `data`, `data.train`, `data.test`, `data.released`, `data.population`. */
  readonly role: string;
  readonly pointer: Pointer;
  readonly file: NamedFile;
  /** Of the file as it lies. */
  readonly digest: string;
  readonly sealed?: SealedSpec;
  readonly facts: TableFacts;
  /** Where they are not those of the other tables. */
  readonly columns?: readonly ColumnSpec[];
}

export interface LoadedTables {
  readonly csv: CsvFormat;
  readonly columns: readonly ColumnSpec[];
  /** Those without a fault. */
  readonly tables: readonly LoadedTable[];
  /** `data.released` and `data.population`: neither features nor classes follow from them. */
  readonly beside: readonly LoadedTable[];
}

export const DEFAULT_MISSING: readonly string[] = ['', 'NA', '?'];

export async function loadTables(
  document: SubjectDocument,
  files: NamedFiles,
  memo: Memo | undefined,
): Promise<LoadedTables> {
  const data: DataUse = document.data ?? {};
  const { findings } = files;
  const csv = { separator: data.separator ?? ',', missing: data.missing ?? DEFAULT_MISSING };
  if (/["\r\n]|[^\x00-\x7f]/.test(csv.separator)) {
    const message = `${JSON.stringify(csv.separator)} cannot separate fields; a comma, semicolon, tab or another ASCII character can`;
    findings.add(['data', 'separator'], { code: 'ASSAY1423', message });
    return { csv, columns: [], tables: [], beside: [] };
  }
  const infer = Object.keys(data.columns ?? {}).length === 0;
  const looked = [];
  for (const { part, role, at, path, key } of namedTables(data)) {
    const file = namedFile(files, path, at.path, MAX_CSV_BYTES);
    const plain = file && (await plainFile(files, file, at, key, MAX_CSV_BYTES));
    if (file === undefined || plain === undefined) continue;
    const digest = digestBytes(file.bytes);
    const source: TableSource = { bytes: plain.bytes, file: shown(file.path), format: csv };
    // What is found in a table is values of its rows too: of a sealed one nothing is kept.
    const kept = plain.sealed === undefined ? memo : undefined;
    const { found, diagnostics } = lookAtTable(source, digest, infer, kept);
    findings.take(diagnostics);
    if (found === undefined) continue;
    looked.push({ part, role, pointer: at.path, file, plain, digest, source, kept, look: found, given: file.given });
  }
  const tellsColumns: readonly LookedTable[] = looked;
  const columns = chooseColumns(data, document.task === 'regression', tellsColumns, findings);
  const readable = looked.filter(({ look }) => columns.every(({ name }) => look.names.includes(name)));
  const tables = readable.flatMap(({ part, role, pointer, file, plain, digest, source, kept }): LoadedTable[] => {
    const { found, diagnostics } = tableFacts(source, digest, columns, kept);
    findings.take(diagnostics);
    const { sealed } = plain;
    return found === undefined ? [] : [{ part, role, pointer, file, digest, facts: found, ...(sealed && { sealed }) }];
  });
  checkWeights(data.weight, tables, findings);
  const beside = [];
  for (const part of LENIENT_PARTS) beside.push(...(await loadLenient(part, data, { csv, columns, files, memo })));
  return { csv, columns, tables, beside };
}

interface Lenience {
  readonly csv: CsvFormat;
  readonly columns: readonly ColumnSpec[];
  readonly files: NamedFiles;
  readonly memo: Memo | undefined;
}

/** Those of the columns that the table has; one of numbers is one of texts where it holds such. */
async function loadLenient(
  part: (typeof LENIENT_PARTS)[number],
  data: DataUse,
  { csv, columns, files, memo }: Lenience,
): Promise<readonly LoadedTable[]> {
  const use = data[part];
  const pointer: Pointer = ['data', part, 'path'];
  const { findings } = files;
  const file = use && namedFile(files, use.path, pointer, MAX_CSV_BYTES);
  if (file === undefined || findings.failed) return [];
  const at = { path: pointer, key: ['data', part, 'key'] };
  const plain = await plainFile(files, file, at, use?.key, MAX_CSV_BYTES);
  if (plain === undefined) return [];
  const { sealed } = plain;
  const kept = sealed === undefined ? memo : undefined;
  const digest = digestBytes(file.bytes);
  const source: TableSource = { bytes: plain.bytes, file: shown(file.path), format: csv };
  const { found: look, diagnostics } = lookAtTable(source, digest, true, kept);
  findings.take(diagnostics);
  if (look === undefined) return [];
  const own = columns
    .filter(({ name }) => look.names.includes(name))
    .map((column): ColumnSpec => {
      const isText = look.types?.[look.names.indexOf(column.name)] === 'categorical';
      return isText ? { ...column, type: 'categorical' } : column;
    });
  if (own.length === 0) {
    findings.add(pointer, { code: 'ASSAY1417', message: `${file.given} has none of the subject's columns` });
    return [];
  }
  const { found: facts, diagnostics: faults } = tableFacts(source, digest, own, kept);
  findings.take(faults);
  if (facts === undefined) return [];
  return [{ part, role: `data.${part}`, pointer, file, digest, facts, columns: own, ...(sealed && { sealed }) }];
}

interface NamedTable {
  readonly part: Part;
  readonly role: string;
  readonly at: { readonly path: Pointer; readonly key: Pointer };
  readonly path: string;
  readonly key?: KeySource;
}

function namedTables({ path, key, train, test }: DataUse): readonly NamedTable[] {
  const table = (part: 'train' | 'test', use: TableUse | undefined): readonly NamedTable[] => {
    const at = { path: ['data', part, 'path'], key: ['data', part, 'key'] };
    return use === undefined
      ? []
      : [{ part, role: `data.${part}`, at, path: use.path, ...(use.key && { key: use.key }) }];
  };
  const at = { path: ['data', 'path'], key: ['data', 'key'] };
  const whole: readonly NamedTable[] =
    path === undefined ? [] : [{ part: 'whole', role: 'data', at, path, ...(key && { key }) }];
  return [...whole, ...table('train', train), ...table('test', test)];
}

function checkWeights(weight: string | undefined, tables: readonly LoadedTable[], findings: Findings): void {
  if (weight === undefined) return;
  for (const { file, facts } of tables) {
    const column = facts.columns[weight];
    const fault =
      column === undefined
        ? undefined
        : column.missing > 0
          ? `${column.missing} rows without a weight`
          : (column.min ?? 0) < 0
            ? `negative weights, down to ${column.min}`
            : undefined;
    if (fault === undefined) continue;
    findings.add(['data', 'weight'], {
      code: 'ASSAY1422',
      message: `${file.given} has ${fault}`,
      hint: 'Every row needs a weight of at least 0.',
    });
  }
}
