/** Probabilities of which the true frequencies are known. */
import type { Rng } from '../../engine/numerics/random.js';
import { calibration } from '../../engine/plugins/evaluation/calibration.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

/** Logits N(centre, spread²); the outcome's log odds are intercept + slope · logit. */
function recalibrationCase(
  n: number,
  centre: number,
  spread: number,
  intercept: number,
  slope: number,
  perUnit = 1,
): CalibrationCase {
  return {
    name: `calibration, logits N(${centre}, ${spread}²), intercept ${intercept}, slope ${slope}, ${n} ${perUnit > 1 ? 'clusters' : 'rows'}`,
    truth: { slope, intercept },
    clear: { slope: ['>=', slope - 0.5] },
    figures(rng, draws) {
      const p: number[] = [];
      const outcome: number[] = [];
      for (let unit = 0; unit < n; unit++) {
        const shared = [centre + spread * rng.normal(), rng.next()] as const;
        for (let row = 0; row < perUnit; row++) {
          const [logit, u] = row > 0 && rng.next() < 0.5 ? [centre + spread * rng.normal(), rng.next()] : shared;
          p.push(1 / (1 + Math.exp(-logit)));
          outcome.push(Number(u < 1 / (1 + Math.exp(-intercept - slope * logit))));
        }
      }
      return measure(p, outcome, perUnit, draws);
    },
  };
}

/** Five probabilities, equally frequent, each off by a known gap. */
function gapCase(n: number, gaps: readonly number[]): CalibrationCase {
  const levels = [0.1, 0.3, 0.5, 0.7, 0.9];
  return {
    name: `calibration, gaps ${gaps.join(' ')}, ${n} rows`,
    truth: {
      maximumError: Math.max(...gaps.map(Math.abs)),
      meanGap: gaps.reduce((sum, gap) => sum + gap / gaps.length, 0),
      ece: gaps.reduce((sum, gap) => sum + Math.abs(gap) / gaps.length, 0),
    },
    clear: { maximumError: ['<=', 0.3] },
    figures(rng, draws) {
      const at = Array.from({ length: n }, () => rng.integer(levels.length));
      const outcome = at.map((level) => Number(rng.next() < levels[level]! + gaps[level]!));
      return measure(
        at.map((level) => levels[level]!),
        outcome,
        1,
        draws,
      );
    },
  };
}

async function measure(
  p: readonly number[],
  outcome: readonly number[],
  perUnit: number,
  draws: Rng,
): Promise<Figures> {
  const subject = memorySubject({
    task: 'binary-classification',
    test: {
      table: memoryTable({ p: { numbers: p } }),
      target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(outcome) },
      ...(perUnit > 1 && { groups: Int32Array.from(p, (_, row) => Math.floor(row / perUnit)) }),
    },
    model: {
      classes: ['no', 'yes'],
      predict: () => ({
        kind: 'classes',
        labels: Int32Array.from(p, (value) => Number(value >= 0.5)),
        probabilities: Float64Array.from(p.flatMap((value) => [1 - value, value])),
      }),
    },
  });
  const context = { ...memoryContext(subject, { bins: 10, minBinRows: 10, draws: 400 }), rng: () => draws };
  return (await calibration.measure(context)).outputs as Figures;
}

export const CALIBRATION_CASES: readonly CalibrationCase[] = [
  recalibrationCase(60, 0, 1, 0, 1),
  recalibrationCase(100, 0, 2, 0, 1),
  recalibrationCase(150, 0, 2, 0.3, 0.6),
  recalibrationCase(300, -2, 1.5, 0, 1),
  recalibrationCase(60, 0, 1.5, 0, 1, 3),
  gapCase(100, [0, 0, 0, 0, 0]),
  gapCase(150, [0.1, 0, 0, 0, -0.1]),
  gapCase(600, [0.05, 0.1, 0, -0.2, 0]),
];
