import { repeatsOf, rowKeys, sharedWith } from '../../methods/evaluation/duplicate-rows.js';
import { columnOf } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { comparable } from '../column-text.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { unmeasured, unmeasuredAll } from '../unmeasured.js';
import { columnPower } from './leakage-columns.js';
import type { LeakageParameters } from './leakage-columns.js';

const outputs = {
  trainDuplicateShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of training rows that repeat an earlier one', zh: '训练集中重复行的占比' },
  },
  testDuplicateShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of test rows that repeat an earlier one', zh: '测试集中重复行的占比' },
  },
  crossDuplicates: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Test rows whose features are those of a training row', zh: '特征与训练行完全相同的测试行数' },
  },
  crossDuplicateShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of such test rows', zh: '此类测试行的占比' },
  },
  sharedGroups: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Groups with rows in both training and test data', zh: '同时出现在训练集和测试集中的组数' },
  },
  maxColumnSkill: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: {
      en: 'Greatest share of the squared error that one column alone removes (1: it tells the target)',
      zh: '单列所能消除的平方误差的最大占比（1 表示该列等于目标）',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const leakage = definePlugin<LeakageParameters>({
  id: 'evaluation/leakage',
  version: '1.0.0',
  title: { en: 'What the test data share with the training data or give away', zh: '训练集与测试集之间的数据泄漏' },
  about: 'data',
  needs: ['data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure,
});

/** Counts are properties of these rows, without error; a column's skill is one of the rows' source, with its draws. */
async function measure(context: MeasureContext<LeakageParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  const train = await subject.table('train');
  const test = await subject.table('test');
  if (train === undefined || test === undefined) {
    return { outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has no data.train and data.test') };
  }
  if (train.rowCount === 0 || test.rowCount === 0) {
    return { outputs: unmeasuredAll(outputs, 'out-of-domain', 'a part has no rows') };
  }
  await checkpoint(signal);
  const features = subject.features(test).flatMap((column): [Column, Column][] => {
    const other = columnOf(train, column.name);
    return other?.type === column.type ? [[other, column]] : [];
  });
  const skill = await columnPower(context, train, test, features);
  const base = { ...skill.outputs, sharedGroups: await sharedGroups(subject, train, test, params.groupColumn) };
  if (features.length === 0) {
    const why = unmeasured('missing-input', 'training and test data have no feature in common');
    return {
      outputs: {
        ...base,
        trainDuplicateShare: why,
        testDuplicateShare: why,
        crossDuplicates: why,
        crossDuplicateShare: why,
      },
    };
  }
  const trainKeys = keysOf(
    features.map(([column]) => column),
    train.rowCount,
  );
  const testKeys = keysOf(
    features.map(([, column]) => column),
    test.rowCount,
  );
  const shared = sharedWith(testKeys, trainKeys);
  return {
    outputs: {
      trainDuplicateShare: exactFigure(repeatsOf(trainKeys) / train.rowCount, '1'),
      testDuplicateShare: exactFigure(repeatsOf(testKeys) / test.rowCount, '1'),
      crossDuplicates: exactFigure(shared.length, '1'),
      crossDuplicateShare: exactFigure(shared.length / test.rowCount, '1'),
      ...base,
    },
    details: [...skill.details, sharedRows(shared)],
  };
}

const keysOf = (columns: readonly Column[], rows: number): readonly string[] => rowKeys(columns.map(comparable), rows);

/** Row numbers, never rows; a page shows no more. */
const MOST_SHOWN = 100;

const sharedRows = (rows: readonly number[]): Detail => ({
  type: 'table',
  id: 'crossDuplicates',
  title: { en: 'Test rows that are in the training data (the first 100)', zh: '训练集中已有的测试行（前 100 行）' },
  columns: [{ name: 'row' }],
  rows: rows.slice(0, MOST_SHOWN).map((row) => [row + 1]),
});

async function sharedGroups(subject: SubjectView, train: Table, test: Table, named: string | null): Promise<Output> {
  const groups = [await subject.groups('train'), await subject.groups('test')] as const;
  const name =
    named ??
    test.columns.find((column) => {
      const other = columnOf(train, column.name);
      return other !== undefined && numbersGroups(other, groups[0]) && numbersGroups(column, groups[1]);
    })?.name;
  const columns = name === undefined ? [] : [columnOf(train, name), columnOf(test, name)];
  const [first, second] = columns;
  if (first === undefined || second === undefined || first.type !== second.type) {
    return unmeasured('missing-input', 'no column names the group of a row: set data.group, or groupColumn');
  }
  const missing = (value: string | number): boolean => value === '' || Number.isNaN(value);
  const known = new Set<string | number>(comparable(first));
  const both = new Set<string | number>(comparable(second));
  return exactFigure([...both].filter((value) => !missing(value) && known.has(value)).length, '1');
}

/** Whether the groups, numbered by first appearance, are those of the column's values. */
function numbersGroups(column: Column, groups: Int32Array | undefined): boolean {
  if (groups === undefined) return false;
  const numbers = new Map<string | number, number>();
  let count = 0;
  return Array.from<string | number>(comparable(column)).every((value, row) => {
    const known = value === '' || Number.isNaN(value) ? undefined : numbers.get(value);
    if (known !== undefined) return groups[row] === known;
    numbers.set(value, count);
    return groups[row] === count++;
  });
}
