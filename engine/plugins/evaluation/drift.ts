import { divergenceOf, greatestDivergence, mergeRare } from '../../methods/evaluation/drift.js';
import type { BinnedPair, DivergenceEstimate } from '../../methods/evaluation/drift.js';
import { binNumbers } from '../../methods/evaluation/one-column-forecast.js';
import { homogeneity } from '../../numerics/hypotheses/homogeneity.js';
import { kolmogorovSmirnov } from '../../numerics/hypotheses/kolmogorov-smirnov.js';
import { holm } from '../../numerics/hypotheses/multiple-testing.js';
import { columnOf } from '../../subject/table.js';
import type { Column } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import { commonCodes, comparable } from '../column-text.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import { unmeasuredAll } from '../unmeasured.js';

export interface DriftParameters {
  readonly columns: readonly string[] | null;
  readonly bins: number;
  readonly alpha: number;
  readonly draws: number;
}

const outputs = {
  maxPsi: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Greatest population stability index of a column, debiased',
      zh: '各列群体稳定性指数（PSI）的最大值（去偏）',
    },
  },
  maxHellinger: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Greatest Hellinger distance of a column, debiased', zh: '各列 Hellinger 距离的最大值（去偏）' },
  },
  minP: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: {
      en: 'Least p that a column has not drifted (Kolmogorov–Smirnov, chi-square), adjusted by Holm',
      zh: '各列未发生漂移的最小 p 值（KS、卡方检验，按霍尔姆法校正）',
    },
  },
  driftedColumns: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Columns whose adjusted p is at most alpha', zh: '校正后 p 值不大于 alpha 的列数' },
  },
  columns: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Columns that were compared', zh: '参与比较的列数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Fewest rows of a part, and of a bin in both parts together: docs/calibration-measures.md. */
const FEWEST_ROWS = 30;
const FEWEST_IN_BIN = 10;

export const drift = definePlugin<DriftParameters>({
  id: 'evaluation/drift',
  version: '1.0.0',
  title: { en: 'How far the test data’s columns are from the training data’s', zh: '测试数据相对训练数据的分布漂移' },
  about: 'data',
  needs: ['data.train', 'data.test'],
  deterministic: true,
  outputs,
  measure,
});

interface Compared {
  readonly name: string;
  readonly test: string;
  readonly p: number;
  readonly psi: DivergenceEstimate | undefined;
  readonly hellinger: DivergenceEstimate | undefined;
}

async function measure({ subject, params, signal, progress }: MeasureContext<DriftParameters>): Promise<MeasureResult> {
  const without = (cause: 'missing-input' | 'out-of-domain' | 'unsupported', why: string): MeasureResult => ({
    outputs: unmeasuredAll(outputs, cause, why),
  });
  const train = await subject.table('train');
  const test = await subject.table('test');
  if (train === undefined || test === undefined) {
    return without('missing-input', 'the subject has no data.train and data.test');
  }
  for (const part of ['train', 'test'] as const) {
    if ((await subject.groups(part)) !== undefined || (await subject.weights(part)) !== undefined) {
      return without('unsupported', 'drift is told of independent rows of equal weight');
    }
  }
  const rows = Math.min(train.rowCount, test.rowCount);
  if (rows < FEWEST_ROWS) return without('out-of-domain', `a part has ${rows} rows, ${FEWEST_ROWS} are needed`);
  const chosen = params.columns?.map((name) => columnOf(test, name) ?? name) ?? subject.features(test);
  const compared: Compared[] = [];
  for (const [index, column] of chosen.entries()) {
    await checkpoint(signal);
    const name = typeof column === 'string' ? column : column.name;
    const reference = columnOf(train, name);
    if (typeof column === 'string' || reference?.type !== column.type) {
      return without('missing-input', `column ${name} is not in both parts with one type`);
    }
    compared.push(compare(reference, column, params));
    progress(index + 1, chosen.length);
  }
  if (compared.length === 0) return without('missing-input', 'there is no column to compare');
  const adjusted = holm(compared.map(({ p }) => p));
  const figure = (of: 'psi' | 'hellinger', range: readonly [number, number]) => {
    // A column of one value on both sides has not drifted and cannot be the worst.
    const columns = compared.flatMap((column) => column[of] ?? []);
    if (columns.length === 0) return without('out-of-domain', 'no column varies').outputs['maxPsi']!;
    const { estimate, draws } = greatestDivergence(columns, params.draws);
    return drawnFigure(estimate, draws, { n: rows, basis: 'observed', range });
  };
  return {
    outputs: {
      maxPsi: figure('psi', [0, Number.MAX_VALUE]),
      maxHellinger: figure('hellinger', [0, 1]),
      minP: exactFigure(Math.min(...adjusted), '1'),
      driftedColumns: exactFigure(adjusted.filter((p) => p <= params.alpha).length, '1'),
      columns: exactFigure(compared.length, '1'),
    },
    details: driftDetails(compared, adjusted),
  };
}

/** A missing value is a bin of its own; the Kolmogorov–Smirnov test is of the known values. */
function compare(reference: Column, current: Column, { bins, draws }: DriftParameters): Compared {
  const counted = countBins(reference, current, bins);
  const merged = mergeRare(counted, FEWEST_IN_BIN);
  const numbers = [reference, current].map((column) =>
    column.type === 'numeric' ? column.values.filter((value) => !Number.isNaN(value)).sort() : undefined,
  );
  const [first, second] = numbers;
  const ks = first && second && first.length > 0 && second.length > 0;
  return {
    name: current.name,
    test: ks ? 'Kolmogorov–Smirnov' : 'chi-square',
    p: ks ? kolmogorovSmirnov(first, second).p : homogeneity(merged.reference, merged.current).p,
    psi: divergenceOf(merged, 'psi', draws),
    hellinger: divergenceOf(merged, 'hellinger', draws),
  };
}

function countBins(reference: Column, current: Column, bins: number): BinnedPair {
  const count = (of: Int32Array, size: number): Float64Array => {
    const counts = new Float64Array(size);
    for (const bin of of) counts[bin]!++;
    return counts;
  };
  if (reference.type === 'numeric' && current.type === 'numeric') {
    const binned = binNumbers(reference.values, current.values, bins);
    return { reference: count(binned.train, binned.count), current: count(binned.test, binned.count) };
  }
  const texts = [reference, current].map((column) => Array.from<string | number>(comparable(column)).map(String));
  const { first, second, levels } = commonCodes(texts[0]!, texts[1]!);
  const known = (codes: Int32Array): Int32Array => codes.map((code) => (code < 0 ? levels.length : code));
  return { reference: count(known(first), levels.length + 1), current: count(known(second), levels.length + 1) };
}

const driftDetails = (compared: readonly Compared[], adjusted: readonly number[]): readonly Detail[] => [
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
