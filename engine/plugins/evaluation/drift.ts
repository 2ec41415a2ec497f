import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { holm } from '../../numerics/hypotheses/multiple-testing.js';
import { columnOf } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured, unmeasuredAll } from '../unmeasured.js';
import { tellApart } from './drift-classifier.js';
import { columnDetails, compareColumn, greatestFigure } from './drift-columns.js';
import type { Compared } from './drift-columns.js';

export interface DriftParameters {
  readonly columns: readonly string[] | null;
  readonly bins: number;
  readonly alpha: number;
  readonly classifier: string;
  readonly classifierRows: number;
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
  classifierAuc: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: {
      en: 'How well a classifier tells held-out test rows from training rows by all columns together (area under the ROC curve; ½: not at all)',
      zh: '分类器依据全部列区分留出的测试行与训练行的能力（AUC，½ 表示无法区分）',
    },
  },
  classifierP: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: {
      en: 'p of the classifier two-sample test that all columns together have not drifted',
      zh: '分类器两样本检验的 p 值（全部列联合未发生漂移）',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Fewest rows of a part, in effect: docs/calibration-measures.md. */
const FEWEST_ROWS = 30;

export const drift = definePlugin<DriftParameters>({
  id: 'evaluation/drift',
  version: '1.1.0',
  title: { en: 'How far the test data’s columns are from the training data’s', zh: '测试数据相对训练数据的分布漂移' },
  about: 'data',
  needs: ['data.train', 'data.test'],
  deterministic: true,
  outputs,
  measure,
});

interface Part {
  readonly table: Table;
  readonly units: Units;
}

/** The groups of a part are taken to be in it alone. */
async function measure(context: MeasureContext<DriftParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const train = await partOf(subject, 'train');
  const test = await partOf(subject, 'test');
  if ('unmeasured' in train) return without(train);
  if ('unmeasured' in test) return without(test);
  const pairs = pairsOf(
    train.table,
    params.columns ?? subject.features(test.table).map(({ name }) => name),
    test.table,
  );
  if ('unmeasured' in pairs) return without(pairs);
  const units = [train.units, test.units] as const;
  const steps = pairs.length + 1;
  const compared: Compared[] = [];
  for (const [reference, current] of pairs) {
    await checkpoint(signal);
    compared.push(compareColumn(reference, current, units, params));
    progress(compared.length, steps);
  }
  await checkpoint(signal);
  const apart = await tellApart(
    [
      { columns: pairs.map(([reference]) => reference), units: train.units },
      { columns: pairs.map(([, current]) => current), units: test.units },
    ],
    {
      classifier: params.classifier,
      rows: params.classifierRows,
      draws: params.draws,
      rng,
      pause: () => checkpoint(signal),
    },
  );
  progress(steps, steps);
  const adjusted = holm(compared.map(({ p }) => p));
  const size = { n: Math.min(train.units.count, test.units.count), draws: params.draws };
  return {
    outputs: {
      maxPsi: greatestFigure(compared, 'psi', [0, Number.MAX_VALUE], size),
      maxHellinger: greatestFigure(compared, 'hellinger', [0, 1], size),
      minP: exactFigure(Math.min(...adjusted), '1'),
      driftedColumns: exactFigure(adjusted.filter((p) => p <= params.alpha).length, '1'),
      columns: exactFigure(compared.length, '1'),
      ...apart,
    },
    details: columnDetails(compared, adjusted),
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

async function partOf(subject: SubjectView, part: 'train' | 'test'): Promise<Part | Unmeasured> {
  const table = await subject.table(part);
  if (table === undefined) return unmeasured('missing-input', `the subject has no data.${part}`);
  const units = unitsOf(table.rowCount, await subject.groups(part), await subject.weights(part));
  if (units.effective >= FEWEST_ROWS) return { table, units };
  const worth = units.plain
    ? `${units.count} rows`
    : `${units.count} ${units.name}, worth ${worthOf(units)} equal ones`;
  return unmeasured('out-of-domain', `data.${part} has ${worth}; ${FEWEST_ROWS} are needed`);
}

const worthOf = ({ effective }: Units): string => (Number.isFinite(effective) ? effective.toFixed(1) : '0');

/** Each column in both parts. */
function pairsOf(
  train: Table,
  names: readonly string[],
  test: Table,
): readonly (readonly [Column, Column])[] | Unmeasured {
  const pairs: [Column, Column][] = [];
  for (const name of names) {
    const [reference, current] = [columnOf(train, name), columnOf(test, name)];
    if (current === undefined || reference?.type !== current.type) {
      return unmeasured('missing-input', `column ${name} is not in both parts with one type`);
    }
    pairs.push([reference, current]);
  }
  return pairs.length > 0 ? pairs : unmeasured('missing-input', 'there is no column to compare');
}
