import type { Detail } from '../detail.js';
import { isFigure, type Figure, type Unmeasured } from '../figure.js';
import type { ServedFigures } from './inference-figures.js';

export interface ServedBatch {
  readonly batch: number;
  readonly figures: ServedFigures;
}

const COLUMNS = [
  ['energy', 'J/prediction'],
  ['energyNet', 'J/prediction'],
  ['latencyP50', 's'],
  ['latencyP95', 's'],
  ['latencyP99', 's'],
  ['throughput', 'prediction/s'],
  ['peakMemory', 'B'],
] as const satisfies readonly (readonly [keyof ServedFigures, string])[];

const numberOf = (output: Figure | Unmeasured): number | null => (isFigure(output) ? output.estimate : null);

export function inferenceDetails(served: readonly ServedBatch[]): readonly Detail[] {
  const table: Detail = {
    type: 'table',
    id: 'batches',
    title: { en: 'By size of batch', zh: '按批大小' },
    columns: [{ name: 'batch' }, ...COLUMNS.map(([name, unit]) => ({ name, unit }))],
    rows: served.map(({ batch, figures }) => [batch, ...COLUMNS.map(([name]) => numberOf(figures[name]))]),
  };
  const series = (['energy', 'energyNet'] as const)
    .map((name) => ({ name, ...curveOf(served, name) }))
    .filter(({ points }) => points.length > 0);
  if (series.length === 0) return [table];
  const curve: Detail = {
    type: 'curve',
    id: 'energy-by-batch',
    title: { en: 'Energy of a prediction by size of batch', zh: '每次预测的能耗与批大小' },
    x: { name: 'batch' },
    y: { name: 'energy', unit: 'J/prediction' },
    series,
  };
  return [table, curve];
}

function curveOf(
  served: readonly ServedBatch[],
  name: 'energy' | 'energyNet',
): { points: [number, number][]; band?: [number, number][] } {
  const measured = [...served]
    .sort((a, b) => a.batch - b.batch)
    .flatMap(({ batch, figures }) => {
      const figure = figures[name];
      return isFigure(figure) ? [{ batch, figure }] : [];
    });
  const band = measured.flatMap(({ figure: { uncertainty } }): [number, number][] =>
    uncertainty.kind === 'range' ? [[uncertainty.lower, uncertainty.upper]] : [],
  );
  return {
    points: measured.map(({ batch, figure }) => [batch, figure.estimate]),
    ...(band.length === measured.length && band.length > 0 && { band }),
  };
}
