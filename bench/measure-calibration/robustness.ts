/** A threshold on a standard normal, whose losses under noise and shifts are known. */
import { normalCdf } from '../../engine/numerics/distributions/normal.js';
import type { Rng } from '../../engine/numerics/random.js';
import { robustness } from '../../engine/plugins/evaluation/robustness.js';
import type { RobustnessParameters } from '../../engine/plugins/evaluation/robustness.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

const NOISE = 0.3;
const SHIFT = 0.25;

const params: RobustnessParameters = {
  metric: 'accuracy',
  class: null,
  noise: NOISE,
  missing: 0,
  swap: 0,
  scaling: 0.1,
  shift: SHIFT,
  repeats: 3,
  epsilon: SHIFT,
  searchSteps: 10,
  maxColumns: 10,
  maxRows: 100_000,
  draws: 400,
};

/** The model says the sign of x, which is right with chance `right`. */
function robustnessCase(n: number, right: number, perUnit = 1): CalibrationCase {
  const after = (flipped: number): number => right * (1 - flipped) + (1 - right) * flipped;
  const [noisy, shifted] = [Math.atan(NOISE) / Math.PI, normalCdf(SHIFT) - 0.5];
  return {
    name: `robustness, ${n} ${perUnit > 1 ? 'clusters' : 'rows'}, right in ${right}`,
    truth: {
      clean: right,
      underNoise: after(noisy),
      dropUnderNoise: right - after(noisy),
      minRecallUnderNoise: after(noisy),
      flipRateUnderNoise: noisy,
      underShift: after(shifted),
      dropUnderShift: right - after(shifted),
      // The search turns all wrong that can be: the rows within reach of the threshold.
      underSearch: right * (1 - 2 * shifted),
      worst: Math.min(after(noisy), after(shifted)),
      maxFlipRate: Math.max(noisy, shifted),
    },
    clear: { underNoise: ['>=', after(noisy) - 0.15], worst: ['>=', after(shifted) - 0.15] },
    async figures(rng, draws) {
      const { x, codes, units } = rowsOf(n, right, perUnit, rng);
      const subject = memorySubject({
        task: 'binary-classification',
        test: {
          table: memoryTable({ x: { numbers: x } }),
          target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(codes) },
          ...(perUnit > 1 && { groups: Int32Array.from(units) }),
        },
        model: {
          classes: ['no', 'yes'],
          predict: ({ columns: [column] }) => ({
            kind: 'classes',
            labels: Int32Array.from(column?.type === 'numeric' ? column.values : [], (value) => Number(value > 0)),
          }),
        },
      });
      const context = memoryContext(subject, params);
      const { outputs } = await robustness.measure({
        ...context,
        rng: (stream) => (stream.startsWith('rows:') ? draws : rng),
      });
      return outputs as Figures;
    },
  };
}

function rowsOf(
  n: number,
  right: number,
  perUnit: number,
  rng: Rng,
): { x: number[]; codes: number[]; units: number[] } {
  const [x, codes, units]: [number[], number[], number[]] = [[], [], []];
  const one = (): readonly [number, number] => {
    const value = rng.normal();
    return [value, Number(rng.next() < right === value > 0)];
  };
  for (let unit = 0; unit < n; unit++) {
    const shared = one();
    for (let row = 0; row < perUnit; row++) {
      const [value, code] = row > 0 && rng.next() < 0.5 ? one() : shared;
      x.push(value);
      codes.push(code);
      units.push(unit);
    }
  }
  return { x, codes, units };
}

export const ROBUSTNESS_CASES: readonly CalibrationCase[] = [
  robustnessCase(60, 0.9),
  robustnessCase(200, 0.95),
  robustnessCase(300, 0.8),
  robustnessCase(80, 0.9, 3),
];
