import {
  classesOfNumbers,
  classSizes,
  oneClass,
  refine,
  refinementsWithoutOne,
} from '../../methods/privacy/equivalence-classes.js';
import { reidentificationRisk } from '../../methods/privacy/reidentification-risk.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { unmeasuredAll } from '../unmeasured.js';
import { anonymityDetails } from './anonymity-details.js';
import type { WithoutColumn } from './anonymity-details.js';

const outputs = {
  k: {
    type: 'integer',
    unit: '1',
    range: [1, null],
    title: { en: 'Rows in the smallest class of equal quasi-identifiers', zh: '准标识符相同的最小等价类的行数' },
  },
  averageRisk: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Chance to name a row that is in the data, on average', zh: '平均重识别风险' },
  },
  highestRisk: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Chance to name the most exposed row', zh: '最高重识别风险' },
  },
  uniqueness: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Share of rows whose quasi-identifiers nobody shares', zh: '准标识符唯一的行所占比例' },
  },
  classes: {
    type: 'integer',
    unit: '1',
    range: [1, null],
    title: { en: 'Classes of equal quasi-identifiers', zh: '等价类的数量' },
  },
  rows: { type: 'integer', unit: '1', range: [0, null], title: { en: 'Rows', zh: '行数' } },
  quasiIdentifiers: {
    type: 'integer',
    unit: '1',
    range: [1, null],
    title: { en: 'Quasi-identifier columns', zh: '准标识符列数' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const anonymity = definePlugin<Record<never, never>>({
  id: 'privacy/anonymity',
  version: '1.0.0',
  title: { en: 'How far people hide among others in the data', zh: '数据中个人隐匿于他人之中的程度（k-匿名）' },
  about: 'data',
  needs: ['data'],
  deterministic: true,
  outputs,
  /** A missing value is a value of its own: who lacks an entry is told apart by the lack. */
  async measure({ subject, signal, progress }) {
    const table = await subject.table('whole');
    if (table === undefined) {
      return {
        outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has neither data.path nor data.train'),
      };
    }
    const columns = table.columns.filter((column) => column.roles.includes('quasi-identifier'));
    if (columns.length === 0) {
      return { outputs: unmeasuredAll(outputs, 'missing-input', 'no column has the role quasi-identifier') };
    }
    if (table.rowCount === 0) {
      return { outputs: unmeasuredAll(outputs, 'out-of-domain', 'the data have no rows') };
    }
    const partitions = columns.map((column) =>
      classesOfNumbers(column.type === 'numeric' ? column.values : column.codes),
    );
    await checkpoint(signal);
    const classes = partitions.reduce(refine, oneClass(table.rowCount));
    const sizes = classSizes(classes);
    const risk = reidentificationRisk(sizes);
    const without: WithoutColumn[] = [];
    for (const [index, rest] of refinementsWithoutOne(partitions, table.rowCount)) {
      const { k, uniqueness } = reidentificationRisk(classSizes(rest));
      without.push({ column: columns[index]!.name, values: partitions[index]!.count, k, uniqueness });
      progress(index + 1, columns.length);
      await checkpoint(signal);
    }
    return {
      outputs: {
        k: exactFigure(risk.k, '1'),
        averageRisk: exactFigure(risk.averageRisk, '1'),
        highestRisk: exactFigure(risk.highestRisk, '1'),
        uniqueness: exactFigure(risk.uniqueness, '1'),
        classes: exactFigure(classes.count, '1'),
        rows: exactFigure(table.rowCount, '1'),
        quasiIdentifiers: exactFigure(columns.length, '1'),
      },
      details: anonymityDetails(sizes, without),
    };
  },
});
