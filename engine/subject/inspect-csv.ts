/** A look at a CSV file before its columns are decided: its header and, where asked, what type each column seems. */
import type { Diagnostic } from '../document/diagnostic.js';
import { CellReader } from './cell.js';
import { CsvFaults } from './csv-position.js';
import { readRecords } from './csv-records.js';
import { bufferOf } from './read-table.js';
import type { TableSource } from './read-table.js';

/** `null` where a column has no value at all: any type would do. */
export type InferredType = 'numeric' | 'categorical' | null;

export interface CsvLook {
  readonly names: readonly string[];
  /** As many as `names`; absent where inference was not asked for. */
  readonly types?: readonly InferredType[];
}

/**
 * A column is numeric where each of its values that is not missing is a decimal number (or one of the words for what
 * is no finite number, which reading the table then tells as a fault: it never turns a column categorical).
 */
export function inspectCsv(
  { bytes, file, format }: TableSource,
  infer: boolean,
): { readonly look?: CsvLook; readonly diagnostics: readonly Diagnostic[] } {
  const buffer = bufferOf(bytes);
  const faults = new CsvFaults(bytes, file);
  const cells = new CellReader(buffer, format.missing);
  let names: readonly string[] = [];
  let types: InferredType[] = [];
  readRecords(buffer, format.separator, faults, {
    header: (found) => {
      names = found;
      types = found.map(() => null);
      return infer;
    },
    record: (record) => {
      for (let field = 0; field < types.length; field += 1) {
        if (types[field] === 'categorical') continue;
        const cell = cells.number(record, field);
        if (cell === 'text') types[field] = 'categorical';
        else if (cell !== 'missing') types[field] = 'numeric';
      }
    },
  });
  if (faults.some) return { diagnostics: faults.diagnostics() };
  return { look: { names, ...(infer ? { types } : {}) }, diagnostics: [] };
}
