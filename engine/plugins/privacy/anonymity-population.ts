import { estimatedPopulationRisk, populationRisk } from '../../methods/privacy/population-risk.js';
import type { Ranged } from '../../methods/privacy/population-risk.js';
import { fitPitman, histogramOf } from '../../methods/privacy/pitman-model.js';
import { populationUniqueness } from '../../methods/privacy/population-uniqueness.js';
import { columnOf } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { stackedClasses } from './stacked-classes.js';

const NAMES = ['journalistRisk', 'journalistHighestRisk', 'marketerRisk', 'populationUniqueness'] as const;
export type PopulationOutputs = Readonly<Record<(typeof NAMES)[number], Output>>;

const none = (cause: 'missing-input' | 'out-of-domain', detail: string): PopulationOutputs =>
  Object.fromEntries(NAMES.map((name) => [name, unmeasured(cause, detail)])) as unknown as PopulationOutputs;

/** By a table of all people: counts. */
export function byTable(columns: readonly Column[], table: Table, population: Table): PopulationOutputs {
  const pairs: (readonly [Column, Column])[] = [];
  for (const column of columns) {
    const other = columnOf(population, column.name);
    if (other === undefined) return none('missing-input', `data.population has no column "${column.name}"`);
    pairs.push([column, other]);
  }
  const { count, classOf } = stackedClasses(pairs, table, population);
  const [inData, inPopulation] = [new Int32Array(count), new Int32Array(count)];
  classOf.forEach((index, row) => (row < table.rowCount ? inData : inPopulation)[index]!++);
  const present = Array.from(inData.keys()).filter((index) => inData[index]! > 0);
  const lacking = present.filter((index) => inPopulation[index]! < inData[index]!);
  if (lacking.length > 0) {
    const rows = lacking.reduce((sum, index) => sum + inData[index]!, 0);
    return none(
      'out-of-domain',
      `${rows} rows are of classes that have fewer rows in data.population than in the data`,
    );
  }
  const risk = populationRisk(
    present.map((index) => inData[index]!),
    present.map((index) => inPopulation[index]!),
  );
  const unique = inPopulation.reduce((sum, size) => sum + (size === 1 ? 1 : 0), 0);
  return {
    journalistRisk: exactFigure(risk.journalist, '1'),
    journalistHighestRisk: exactFigure(risk.highest, '1'),
    marketerRisk: exactFigure(risk.marketer, '1'),
    populationUniqueness: exactFigure(unique / population.rowCount, '1'),
  };
}

/** Where only the number of all people is known: estimates in their bounds. */
export function bySize(sizes: Int32Array, rows: number, population: number | undefined): PopulationOutputs {
  if (population === undefined) {
    return none(
      'missing-input',
      'neither data.population nor populationSize nor samplingFraction says of whom the rows are a sample',
    );
  }
  if (population < rows) return none('out-of-domain', `${rows} rows cannot be a sample of ${population} people`);
  const histogram = histogramOf(sizes);
  const model = fitPitman(histogram);
  const { journalist, highest, marketer } = estimatedPopulationRisk(histogram, model, population);
  return {
    journalistRisk: ranged(journalist),
    journalistHighestRisk: ranged(highest),
    marketerRisk: ranged(marketer),
    populationUniqueness: ranged(populationUniqueness(histogram, model, population)),
  };
}

const ranged = ({ estimate, lower, upper }: Ranged): Figure => ({
  estimate,
  unit: '1',
  uncertainty: { kind: 'range', lower, upper },
  basis: 'estimated',
});
