/** Models whose true scores are known, against constants, on two samples, and columns that tell the target. */
import type { Rng } from '../../engine/numerics/random.js';
import { baselineGain } from '../../engine/plugins/evaluation/baseline-gain.js';
import { leakage } from '../../engine/plugins/evaluation/leakage.js';
import { overfitGap } from '../../engine/plugins/evaluation/overfit-gap.js';
import type { MeasureContext, MeasureResult } from '../../engine/plugins/contract.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData, MemoryModel } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

const classes = ['no', 'yes'];

/** Rows of which `right` are answered rightly, the answers in a column; `perUnit` rows share half of their luck. */
function rowsOf(n: number, prior: number, right: number, perUnit: number, rng: Rng): MemoryData {
  const codes: number[] = [];
  const answers: number[] = [];
  for (let unit = 0; unit < n; unit++) {
    const draw = (): readonly [number, number] => {
      const code = Number(rng.next() < prior);
      return [code, rng.next() < right ? code : 1 - code];
    };
    const shared = draw();
    for (let row = 0; row < perUnit; row++) {
      const [code, answer] = row > 0 && rng.next() < 0.5 ? draw() : shared;
      codes.push(code);
      answers.push(answer);
    }
  }
  return {
    table: memoryTable({ answer: { numbers: answers }, noise: { numbers: answers.map(() => rng.normal()) } }),
    target: { kind: 'classes', classes, positive: 1, codes: Int32Array.from(codes) },
    ...(perUnit > 1 && { groups: Int32Array.from(codes, (_, row) => Math.floor(row / perUnit)) }),
  };
}

const model: MemoryModel = {
  classes,
  predict: ({ columns: [column] }) => {
    if (column?.type !== 'numeric') throw new Error('answers are numbers');
    return {
      kind: 'classes',
      labels: Int32Array.from(column.values),
      probabilities: Float64Array.from(
        [...column.values].flatMap((answer) => (answer === 1 ? [0.2, 0.8] : [0.8, 0.2])),
      ),
    };
  },
};

interface Measured<P> {
  measure(context: MeasureContext<P>): Promise<MeasureResult>;
}

async function figuresOf<P>(
  plugin: Measured<P>,
  params: P,
  train: MemoryData,
  test: MemoryData,
  draws: Rng,
): Promise<Figures> {
  const subject = memorySubject({ task: 'binary-classification', train, test, model });
  return (await plugin.measure({ ...memoryContext(subject, params), rng: () => draws })).outputs as Figures;
}

const brierOf = (right: number): number => right * 0.04 + (1 - right) * 0.64;

const baselineCase = (n: number, prior: number, right: number, perUnit = 1): CalibrationCase => ({
  name: `baseline-gain, ${n} ${perUnit > 1 ? 'clusters' : 'rows'}, prior ${prior}, accuracy ${right}`,
  truth: {
    accuracyGain: right - Math.max(prior, 1 - prior),
    brierGain: prior * (1 - prior) - brierOf(right),
  },
  clear: { accuracyGain: ['>=', right - Math.max(prior, 1 - prior) - 0.15] },
  figures(rng, draws) {
    const data = rowsOf(n, prior, right, perUnit, rng);
    return figuresOf(baselineGain, { draws: 400 }, data, data, draws);
  },
});

export const BASELINE_CASES: readonly CalibrationCase[] = [
  baselineCase(30, 0.5, 0.7),
  baselineCase(100, 0.3, 0.7),
  baselineCase(300, 0.1, 0.95),
  baselineCase(60, 0.4, 0.8, 3),
];

const overfitCase = (
  sizes: readonly [number, number],
  right: readonly [number, number],
  perUnit = 1,
): CalibrationCase => ({
  name: `overfit-gap, ${sizes.join(' and ')} ${perUnit > 1 ? 'clusters' : 'rows'}, accuracy ${right.join(' and ')}`,
  truth: { accuracyGap: right[0] - right[1], brierGap: brierOf(right[1]) - brierOf(right[0]) },
  clear: { accuracyGap: ['<=', right[0] - right[1] + 0.15] },
  figures: (rng, draws) =>
    figuresOf(
      overfitGap,
      { draws: 400 },
      rowsOf(sizes[0], 0.5, right[0], perUnit, rng),
      rowsOf(sizes[1], 0.5, right[1], perUnit, rng),
      draws,
    ),
});

export const OVERFIT_CASES: readonly CalibrationCase[] = [
  overfitCase([30, 30], [0.8, 0.8]),
  overfitCase([200, 50], [0.9, 0.8]),
  overfitCase([300, 100], [0.99, 0.95]),
  overfitCase([60, 40], [0.9, 0.8], 3),
];

/** Training rows in exactly the true shares, so that what the column's forecast is worth is known. */
function exactRows(right: number, rows = 1000): MemoryData {
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const answers = codes.map((code, row) => ((row >> 1) % 100 < 100 * right ? code : 1 - code));
  return {
    table: memoryTable({ answer: { numbers: answers }, noise: { numbers: new Float64Array(rows) } }),
    target: { kind: 'classes', classes, positive: 1, codes },
  };
}

const leakageCase = (n: number, right: number, perUnit = 1): CalibrationCase => {
  // A bin's forecast is drawn to ½ by one row in 500; the error of forecasting p where r is right is 2((1−p)²r + p²(1−r)).
  const p = (500 * right + 0.5) / 501;
  return {
    name: `leakage, ${n} ${perUnit > 1 ? 'clusters' : 'rows'}, a column right in ${right}`,
    truth: { maxColumnSkill: 1 - (2 * ((1 - p) ** 2 * right + p ** 2 * (1 - right))) / 0.5 },
    figures: (rng, draws) =>
      figuresOf(
        leakage,
        { groupColumn: null, bins: 10, draws: 400 },
        exactRows(right),
        rowsOf(n, 0.5, right, perUnit, rng),
        draws,
      ),
  };
};

export const LEAKAGE_CASES: readonly CalibrationCase[] = [
  leakageCase(50, 0.8),
  leakageCase(200, 0.9),
  leakageCase(200, 0.99),
  leakageCase(60, 0.9, 3),
];
