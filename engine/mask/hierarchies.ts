import { dirname, resolve } from 'node:path';
import type { MaskPlanDocument } from '../document/types.generated.js';
import type { Source } from '../document/source.js';
import { CsvFaults } from '../subject/csv-position.js';
import { textOf } from '../subject/csv-header.js';
import { readRecords } from '../subject/csv-records.js';
import { leadsInside } from '../subject/inside.js';
import { bufferOf } from '../subject/read-table.js';
import type { PlanFaults } from './faults.js';

/** Of a value its ancestors, from the nearest to the root: equally many for all. */
export type Hierarchy = ReadonlyMap<string, readonly string[]>;

const MOST_BYTES = 64 * 2 ** 20;

/** The hierarchies of a plan, by column; those with a fault are left out, and told. */
export function readHierarchies(
  { hierarchies = {} }: MaskPlanDocument,
  source: Source,
  file: string,
  faults: PlanFaults,
): ReadonlyMap<string, Hierarchy> {
  const found = new Map<string, Hierarchy>();
  for (const [column, { values, path }] of Object.entries(hierarchies)) {
    const pointer = ['hierarchies', column];
    const hierarchy =
      path === undefined
        ? new Map(Object.entries(values ?? {}))
        : fromCsv(path, source, file, [...pointer, 'path'], faults);
    if (hierarchy === undefined) continue;
    const depths = new Set([...hierarchy.values()].map(({ length }) => length));
    if (depths.size === 1 && !depths.has(0)) found.set(column, hierarchy);
    else {
      const message =
        hierarchy.size === 0
          ? `the hierarchy of ${column} is empty`
          : `values of ${column} have ${[...depths].sort((a, b) => a - b).join(' or ')} ancestors; all need equally many`;
      faults.add(pointer, 'ASSAY1462', message);
    }
  }
  return found;
}

function fromCsv(
  given: string,
  source: Source,
  file: string,
  pointer: readonly string[],
  faults: PlanFaults,
): Hierarchy | undefined {
  const folder = dirname(resolve(file));
  const path = resolve(folder, given);
  if (!leadsInside(folder, path)) {
    faults.add(pointer, 'ASSAY1462', `${given} is outside the folder of the plan`);
    return undefined;
  }
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined || bytes.length > MOST_BYTES) {
    faults.add(
      pointer,
      'ASSAY1462',
      bytes ? `${given} has more than ${MOST_BYTES} bytes` : `there is no file ${given}`,
    );
    return undefined;
  }
  const hierarchy = new Map<string, readonly string[]>();
  const buffer = bufferOf(bytes);
  const csv = new CsvFaults(bytes, given);
  readRecords(buffer, ',', csv, {
    header: () => true,
    record: (record) => {
      const [value, ...ancestors] = Array.from({ length: record.count }, (_, field) => textOf(buffer, record, field));
      hierarchy.set(value!, ancestors);
    },
  });
  if (!csv.some) return hierarchy;
  faults.diagnostics.push(...csv.diagnostics());
  return undefined;
}
