/** Two models of known scores on the same rows, half of their luck shared. */
import { createRng } from '../../engine/numerics/generator.js';
import type { Rng } from '../../engine/numerics/random.js';
import { comparison } from '../../engine/plugins/evaluation/comparison.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData, MemoryModel } from '../../engine/plugins/memory-subject.js';
import type { Table } from '../../engine/subject/table.js';
import type { CalibrationCase, Figures } from './case.js';

const classes = ['no', 'yes'];

/** The answers of a model stand in a column of their own. */
const answering = (name: string): MemoryModel => ({
  classes,
  predict: ({ columns }: Table) => {
    const column = columns.find((one) => one.name === name);
    if (column?.type !== 'numeric') throw new Error('answers are numbers');
    const probabilities = [...column.values].flatMap((answer) => (answer === 1 ? [0.2, 0.8] : [0.8, 0.2]));
    return {
      kind: 'classes',
      labels: Int32Array.from(column.values),
      probabilities: Float64Array.from(probabilities),
    };
  },
});

function rowsOf(n: number, prior: number, right: readonly [number, number], perUnit: number, rng: Rng): MemoryData {
  const codes: number[] = [];
  const now: number[] = [];
  const before: number[] = [];
  for (let unit = 0; unit < n; unit++) {
    const luck = [rng.next(), rng.next(), rng.next()] as const;
    for (let row = 0; row < perUnit; row++) {
      const [classLuck, nowLuck, beforeLuck] =
        row > 0 && rng.next() < 0.5 ? [rng.next(), rng.next(), rng.next()] : luck;
      const code = Number(classLuck! < prior);
      codes.push(code);
      now.push(nowLuck! < right[0] ? code : 1 - code);
      before.push((rng.next() < 0.5 ? nowLuck! : beforeLuck!) < right[1] ? code : 1 - code);
    }
  }
  return {
    table: memoryTable({ now: { numbers: now }, before: { numbers: before } }),
    target: { kind: 'classes', classes, positive: 1, codes: Int32Array.from(codes) },
    ...(perUnit > 1 && { groups: Int32Array.from(codes, (_, row) => Math.floor(row / perUnit)) }),
  };
}

/** Population value of a metric of a model that is right in a share of either class. */
const METRICS: Readonly<Record<string, (right: number, prior: number) => number>> = {
  accuracy: (right) => right,
  recall: (right) => right,
  rocAuc: (right) => right,
  f1: (right, prior) => (2 * prior * right) / (prior + prior * right + (1 - prior) * (1 - right)),
  brier: (right) => -(right * 0.04 + (1 - right) * 0.64),
};

const comparisonCase = (
  metric: keyof typeof METRICS,
  n: number,
  prior: number,
  right: readonly [number, number],
  perUnit = 1,
): CalibrationCase => {
  const gain = METRICS[metric]!(right[0], prior) - METRICS[metric]!(right[1], prior);
  return {
    name: `comparison by ${metric}, ${n} ${perUnit > 1 ? 'clusters' : 'rows'}, prior ${prior}, right in ${right.join(' and ')}`,
    truth: { gain },
    clear: { gain: ['>=', gain - 0.15] },
    async figures(rng, draws) {
      const test = rowsOf(n, prior, right, perUnit, rng);
      const subject = memorySubject({
        task: 'binary-classification',
        test,
        model: answering('now'),
        predecessor: answering('before'),
      });
      const seed = `${draws.integer(4_294_967_296)}`;
      const context = memoryContext(subject, { metric, draws: 400 });
      const result = await comparison.measure({ ...context, rng: (stream) => createRng(`${seed} ${stream}`) });
      return result.outputs as Figures;
    },
  };
};

export const COMPARISON_CASES: readonly CalibrationCase[] = [
  comparisonCase('accuracy', 50, 0.5, [0.8, 0.8]),
  comparisonCase('accuracy', 200, 0.3, [0.9, 0.8]),
  comparisonCase('accuracy', 200, 0.3, [0.98, 0.98]),
  comparisonCase('recall', 200, 0.3, [0.9, 0.8]),
  comparisonCase('f1', 150, 0.3, [0.85, 0.85]),
  comparisonCase('f1', 300, 0.1, [0.95, 0.9]),
  comparisonCase('rocAuc', 150, 0.3, [0.9, 0.85]),
  comparisonCase('brier', 150, 0.3, [0.9, 0.85]),
  comparisonCase('accuracy', 60, 0.4, [0.8, 0.75], 3),
  comparisonCase('f1', 80, 0.4, [0.8, 0.75], 3),
];
