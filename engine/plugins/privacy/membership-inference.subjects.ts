/** Populations for tests and benches. */
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { selectRows } from '../../subject/table.js';
import { memoryTable } from '../memory-subject.js';
import type { MemoryData } from '../memory-subject.js';

export interface ClassifiedData extends MemoryData {
  readonly target: { readonly kind: 'classes'; readonly classes: readonly string[]; readonly codes: Int32Array };
}

/** The class is the sign of the sum of the first five of some normal columns, for 15 % of the rows the other one. */
export function noisyLabels(rows: number, features: number): ClassifiedData {
  const rng = createRng(`noisy labels ${rows} ${features}`);
  const columns = Array.from({ length: features }, () => Float64Array.from({ length: rows }, () => rng.normal()));
  const codes = Int32Array.from({ length: rows }, (_, row) => {
    const sum = columns.slice(0, 5).reduce((total, column) => total + column[row]!, 0);
    return Number(sum > 0 !== rng.next() < 0.15);
  });
  return {
    table: memoryTable(Object.fromEntries(columns.map((numbers, index) => [`x${index}`, { numbers }]))),
    target: { kind: 'classes', classes: ['no', 'yes'], codes },
  };
}

export function partOf({ table, target }: ClassifiedData, from: number, to: number): ClassifiedData {
  const rows = identity(table.rowCount).slice(from, to);
  return {
    table: { ...selectRows(table, rows), digest: `${table.digest} ${from}` },
    target: { ...target, codes: rows.map((row) => target.codes[row]!) },
  };
}
