/** The masked tables, a subject for them, and the summary, as files of a new folder. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeCsv } from '../subject/formats/csv-write.js';
import type { LoadedSubject } from '../subject/loaded.js';
import type { Column, Table } from '../subject/table.js';
import type { MaskedTable, MaskSummary } from './summary.js';

export interface WrittenTable {
  readonly part: MaskedTable['part'];
  readonly table: Table;
}

export const fileOf = (part: MaskedTable['part']): string => (part === 'whole' ? 'data.csv' : `${part}.csv`);

/** Written beside and renamed when all is there; throws what the file system throws, and leaves nothing behind then. */
export function writeMasked(
  folder: string,
  subject: LoadedSubject,
  tables: readonly WrittenTable[],
  summary: MaskSummary,
): readonly string[] {
  const beside = `${folder.replace(/[\\/]+$/, '')}.${randomBytes(8).toString('hex')}.tmp`;
  const { separator } = subject.spec.csv;
  try {
    mkdirSync(beside);
    for (const { part, table } of tables) {
      writeFileSync(join(beside, fileOf(part)), writeCsv(table.columns, table.rowCount, separator));
    }
    writeFileSync(join(beside, 'subject.yaml'), subjectText(subject, tables));
    writeFileSync(join(beside, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
  return [...tables.map(({ part }) => fileOf(part)), 'subject.yaml', 'summary.json'];
}

/** Its model is not the masked data's; how it is trained again is kept, where that needs no files. */
function subjectText(subject: LoadedSubject, tables: readonly WrittenTable[]): string {
  const { spec, facts } = subject;
  const { target, group, weight, estimator } = spec;
  const names = new Set(tables.flatMap(({ table }) => table.columns.map(({ name }) => name)));
  const has = (name: string | undefined): name is string => name !== undefined && names.has(name);
  const parts = new Map(tables.map(({ part }) => [part, fileOf(part)]));
  const columns = spec.columns.filter(({ name }) => names.has(name) && name !== target?.column);
  const document = {
    apiVersion: 'assay/v1',
    kind: 'Subject',
    metadata: { name: `${spec.name}-masked`, version: spec.version },
    ...(Object.keys(facts).length > 0 && { facts }),
    task: spec.task,
    ...(estimator !== undefined &&
      isSelfContained(estimator.type) && { estimator: { type: estimator.type, with: estimator.with } }),
    data: {
      ...(parts.has('whole') && { path: parts.get('whole') }),
      ...(parts.has('train') && { train: { path: parts.get('train') } }),
      ...(parts.has('test') && { test: { path: parts.get('test') } }),
      ...(spec.csv.separator !== ',' && { separator: spec.csv.separator }),
      missing: [''],
      ...(target !== undefined &&
        has(target.column) && {
          target: {
            column: target.column,
            ...(target.classes.length > 0 && { classes: target.classes }),
            ...(target.positive !== undefined && { positive: target.positive }),
          },
        }),
      ...(has(group) && { group }),
      ...(has(weight) && { weight }),
      columns: Object.fromEntries(columns.map(({ name, roles }) => [name, { type: typeOf(name, tables), roles }])),
    },
  };
  const head =
    '# What was masked. Written by `assay mask`: the model that was trained on the original is not its model.\n';
  return head + stringify(document, { lineWidth: 120, flowCollectionPadding: false });
}

export const isSelfContained = (estimator: string): boolean => estimator !== 'command' && estimator !== 'tfjs';

/** Texts where any of the tables has texts. */
const typeOf = (name: string, tables: readonly WrittenTable[]): Column['type'] =>
  tables.every(({ table }) => table.columns.every((column) => column.name !== name || column.type === 'numeric'))
    ? 'numeric'
    : 'categorical';
