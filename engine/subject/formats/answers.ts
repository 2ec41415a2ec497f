/** The predictions CSV of DESIGN.md §3 "Fixed forms": `prediction` and, for classifiers, `probability_<class>`. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { CsvFaults } from '../csv-position.js';
import { inspectCsv } from '../inspect-csv.js';
import { placeOfCell } from '../place-of-cell.js';
import { readTable } from '../read-table.js';
import type { TableSource } from '../read-table.js';
import type { ColumnSpec } from '../spec.js';
import type { Column } from '../table.js';
import type { Predictions } from '../view.js';
import { checkProbabilities, decideLabels } from './probabilities.js';
import type { ClassSettings } from './probabilities.js';

export interface AnswersWanted extends ClassSettings {
  readonly regression: boolean;
  /** As many answers as rows were asked. */
  readonly rows: number;
}

export interface Answers {
  readonly predictions?: Predictions;
  readonly diagnostics: readonly Diagnostic[];
}

const MISSING = [''];

export function readAnswers(source: Omit<TableSource, 'format'>, separator: string, wanted: AnswersWanted): Answers {
  const from: TableSource = { ...source, format: { separator, missing: MISSING } };
  const { look, diagnostics } = inspectCsv(from, false);
  if (look === undefined) return { diagnostics };
  const faults = new CsvFaults(source.bytes, source.file);
  const columns = columnsOf(look.names, wanted, faults);
  if (faults.some) return { diagnostics: faults.diagnostics() };
  const read = readTable(from, columns, '');
  if (read.table === undefined) return { diagnostics: read.diagnostics };
  const { table } = read;
  if (table.rowCount !== wanted.rows) {
    const message = `${count(table.rowCount, 'answer')} for ${count(wanted.rows, 'row')} of data`;
    faults.add('ASSAY1505', 0, 1, message, 'One line a row, in the order of the data.');
    return { diagnostics: faults.diagnostics() };
  }
  const cellFault = (code: string, row: number, column: string, message: string): void => {
    const [start, end] = placeOfCell(from, row, column);
    faults.add(code, start, end, message);
  };
  const [prediction, ...probabilityColumns] = table.columns;
  const predictions = wanted.regression
    ? numbersOf(prediction!, cellFault)
    : classesOf(prediction!, probabilityColumns, wanted, cellFault);
  return faults.some ? { diagnostics: faults.diagnostics() } : { predictions, diagnostics: [] };
}

type CellFault = (code: string, row: number, column: string, message: string) => void;

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;

function columnsOf(names: readonly string[], wanted: AnswersWanted, faults: CsvFaults): readonly ColumnSpec[] {
  if (!names.includes('prediction')) {
    faults.add('ASSAY1504', 0, 1, 'there is no column "prediction"', 'Name the column of the answers "prediction".');
  }
  const prediction: ColumnSpec = { name: 'prediction', type: wanted.regression ? 'numeric' : 'categorical', roles: [] };
  const wantedNames = wanted.classes.map((name) => `probability_${name}`);
  const given = names.filter((name) => name.startsWith('probability_'));
  if (wanted.threshold !== undefined && given.length === 0) {
    faults.add('ASSAY1504', 0, 1, 'a threshold needs probabilities, and there is no column "probability_<class>"');
  }
  if (wanted.regression || given.length === 0) return [prediction];
  const absent = wantedNames.filter((name) => !given.includes(name));
  const foreign = given.filter((name) => !wantedNames.includes(name));
  if (absent.length > 0 || foreign.length > 0) {
    const parts = [
      ...(absent.length > 0
        ? [
            `no column ${absent
              .slice(0, 5)
              .map((name) => `"${name}"`)
              .join(', ')}`,
          ]
        : []),
      ...(foreign.length > 0
        ? [
            `${foreign
              .slice(0, 5)
              .map((name) => `"${name}"`)
              .join(', ')} of no class`,
          ]
        : []),
    ];
    faults.add(
      'ASSAY1504',
      0,
      1,
      `probabilities of some classes only: ${parts.join(', ')}`,
      'Give one probability a class, or none.',
    );
  }
  return [prediction, ...wantedNames.map((name): ColumnSpec => ({ name, type: 'numeric', roles: [] }))];
}

function numbersOf(column: Column, fault: CellFault): Predictions {
  const values = column.type === 'numeric' ? column.values : new Float64Array();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) fault('ASSAY1506', row, 'prediction', `row ${row + 1} has no prediction`);
  });
  return { kind: 'numbers', values };
}

function classesOf(column: Column, columns: readonly Column[], wanted: AnswersWanted, fault: CellFault): Predictions {
  const { levels, codes } = column.type === 'categorical' ? column : { levels: [], codes: new Int32Array() };
  const indices = levels.map((level) => wanted.classes.indexOf(level));
  const labels = codes.map((code, row) => {
    const index = code === -1 ? -1 : indices[code]!;
    if (index === -1) {
      const found =
        code === -1 ? 'has no prediction' : `predicts "${levels[code]!.slice(0, 60)}", which is no class of the target`;
      fault('ASSAY1506', row, 'prediction', `row ${row + 1} ${found}`);
    }
    return index;
  });
  if (columns.length === 0) return { kind: 'classes', labels };
  const width = columns.length;
  const probabilities = new Float64Array(wanted.rows * width);
  columns.forEach((probability, index) => {
    if (probability.type !== 'numeric') return;
    for (let row = 0; row < wanted.rows; row += 1) probabilities[row * width + index] = probability.values[row]!;
  });
  const bad = checkProbabilities(probabilities, width);
  if (bad !== undefined) fault('ASSAY1507', bad.row, columns[0]!.name, `row ${bad.row + 1}: ${bad.reason}`);
  return { kind: 'classes', labels: decideLabels(labels, probabilities, wanted), probabilities };
}
