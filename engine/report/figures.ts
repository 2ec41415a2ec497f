/** The figures of a report, found by measurement and name. */
import type { FigureRecord, MeasurementRecord, OutputRecord, Report } from './report.js';

export interface NamedFigure {
  readonly measurement: MeasurementRecord;
  readonly output: string;
  readonly figure: FigureRecord;
  /** Of an item of a list: its name, such as a group's. */
  readonly slice?: string;
}

export const isFigure = (record: OutputRecord): record is FigureRecord => 'estimate' in record;

/** Every numeric output that was measured, of lists each item's, in the order of the report. */
export const figuresOf = (report: Report): readonly NamedFigure[] =>
  report.measurements.flatMap((measurement) =>
    Object.entries(measurement.outputs).flatMap(([output, record]) => {
      if (isFigure(record)) return [{ measurement, output, figure: record }];
      return 'items' in record ? itemFigures(measurement, output, record.items) : [];
    }),
  );

type Items = Extract<OutputRecord, { readonly items: unknown }>['items'];

const itemFigures = (measurement: MeasurementRecord, output: string, items: Items): readonly NamedFigure[] =>
  items.flatMap((item, index) => {
    const names = Object.values(item).flatMap((record) => ('value' in record ? [String(record.value)] : []));
    const slice = names.join(', ') || `${output} ${index + 1}`;
    return Object.entries(item).flatMap(([name, record]) =>
      isFigure(record) ? [{ measurement, output: name, figure: record, slice }] : [],
    );
  });

/** The output of a measurement by this plugin: the first that measured it. */
export const figureOf = (report: Report, plugin: string, output: string): NamedFigure | undefined =>
  figuresOf(report).find((each) => each.measurement.plugin === plugin && each.output === output && !each.slice);

/** What a value output of a measurement by this plugin says. */
export function valueOf(report: Report, plugin: string, output: string): string | boolean | undefined {
  for (const measurement of report.measurements) {
    const record = measurement.plugin === plugin ? measurement.outputs[output] : undefined;
    if (record !== undefined && 'value' in record) return record.value;
  }
  return undefined;
}
