import { countBins, divergenceOf, greatestDivergence, mergeRare } from '../../methods/evaluation/drift.js';
import type { BinnedRows, DivergenceEstimate } from '../../methods/evaluation/drift.js';
import { binNumbers } from '../../methods/evaluation/one-column-forecast.js';
import type { Units } from '../../methods/evaluation/units.js';
import { homogeneity } from '../../numerics/hypotheses/homogeneity.js';
import { kolmogorovSmirnov } from '../../numerics/hypotheses/kolmogorov-smirnov.js';
import type { Column } from '../../subject/table.js';
import { commonCodes, comparable } from '../column-text.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** Fewest rows of a bin in both parts together: docs/calibration-measures.md. */
const FEWEST_IN_BIN = 10;

export interface Compared {
  readonly name: string;
  readonly test: string;
  readonly p: number;
  readonly psi: DivergenceEstimate | undefined;
  readonly hellinger: DivergenceEstimate | undefined;
}

/**
 * A missing value is a bin of its own; the Kolmogorov–Smirnov test is of the known values. It has no form for clustered
 * or weighted rows: there numbers are compared by bin, as categories are, on counts of the effective size.
 */
export function compareColumn(
  reference: Column,
  current: Column,
  units: readonly [Units, Units],
  { bins, draws }: { readonly bins: number; readonly draws: number },
): Compared {
  const counted = countBins(mergeRare(binRows(reference, current, bins), FEWEST_IN_BIN), units);
  const numbers = [reference, current].map((column) =>
    column.type === 'numeric' ? column.values.filter((value) => !Number.isNaN(value)).sort() : undefined,
  );
  const [first, second] = numbers;
  const plain = units.every((of) => of.plain);
  const ks = plain && first && second && first.length > 0 && second.length > 0;
  return {
    name: current.name,
    test: ks ? 'Kolmogorov–Smirnov' : plain ? 'chi-square' : 'chi-square (Rao–Scott)',
    p: ks ? kolmogorovSmirnov(first, second).p : homogeneity(counted.reference, counted.current).p,
    psi: divergenceOf(counted, 'psi', draws),
    hellinger: divergenceOf(counted, 'hellinger', draws),
  };
}

function binRows(reference: Column, current: Column, bins: number): BinnedRows {
  if (reference.type === 'numeric' && current.type === 'numeric') {
    const { train, test, count } = binNumbers(reference.values, current.values, bins);
    return { reference: train, current: test, count };
  }
  const texts = [reference, current].map((column) => Array.from<string | number>(comparable(column)).map(String));
  const { first, second, levels } = commonCodes(texts[0]!, texts[1]!);
  const known = (codes: Int32Array): Int32Array => codes.map((code) => (code < 0 ? levels.length : code));
  return { reference: known(first), current: known(second), count: levels.length + 1 };
}

/** The greatest divergence of a column. One of a single value on both sides has not drifted and cannot be the worst. */
export function greatestFigure(
  compared: readonly Compared[],
  of: 'psi' | 'hellinger',
  range: readonly [number, number],
  { n, draws }: { readonly n: number; readonly draws: number },
): Figure | Unmeasured {
  const columns = compared.flatMap((column) => column[of] ?? []);
  if (columns.length === 0) return unmeasured('out-of-domain', 'no column varies');
  const greatest = greatestDivergence(columns, draws);
  return drawnFigure(greatest.estimate, greatest.draws, { n, basis: 'observed', range });
}

export const columnDetails = (compared: readonly Compared[], adjusted: readonly number[]): readonly Detail[] => [
  {
    type: 'table',
    id: 'columns',
    title: { en: 'Columns', zh: '各列漂移' },
    columns: [
      { name: 'column' },
      { name: 'psi', unit: '1' },
      { name: 'hellinger', unit: '1' },
      { name: 'test' },
      { name: 'p' },
      { name: 'adjustedP' },
    ],
    rows: compared
      .map(({ name, psi, hellinger, test, p }, index) => [
        name,
        psi?.estimate ?? null,
        hellinger?.estimate ?? null,
        test,
        p,
        adjusted[index]!,
      ])
      .sort((a, b) => Number(b[1]) - Number(a[1])),
  },
  {
    type: 'bars',
    id: 'psi',
    title: { en: 'Population stability index', zh: '群体稳定性指数（PSI）' },
    unit: '1',
    bars: compared.map(({ name, psi }) => ({ name, value: psi?.estimate ?? 0 })).sort((a, b) => b.value - a.value),
  },
];
