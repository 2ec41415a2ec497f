/** Scores of attacks whose ROC curve is known. */
import { normalCdf, normalQuantile } from '../../engine/numerics/distributions/normal.js';
import { unitsOf } from '../../engine/methods/evaluation/units.js';
import type { Attacked } from '../../engine/methods/privacy/membership/attacked.js';
import type { AttackParameters } from '../../engine/plugins/privacy/attack-parameters.js';
import { exposureFigures } from '../../engine/plugins/privacy/exposure-figures.js';
import type { Rng } from '../../engine/numerics/random.js';
import type { CalibrationCase, Figures } from '../measure-calibration/case.js';

/** Scores of non-members are standard normal; a share `exposed` of the members stands `shift` above, the rest does not. */
interface Population {
  readonly members: number;
  readonly others: number;
  readonly exposed: number;
  readonly shift: number;
  /** Rows of a group, which share half of their variance. */
  readonly perGroup?: number;
}

const RATES = { tprAtOnePercentFpr: 0.01, tprAtOnePerMilleFpr: 0.001 };

/** The share of exposed members above the score that non-members exceed with probability `rate`, and so on. */
const found = (exposed: number, shift: number, rate: number): number =>
  exposed * normalCdf(shift + normalQuantile(rate)) + (1 - exposed) * rate;
const areaOf = (exposed: number, shift: number): number => exposed * normalCdf(shift / Math.SQRT2) + (1 - exposed) / 2;

const truthOf = (others: number, exposed: number, shift: number): Record<string, number> => ({
  ...Object.fromEntries(
    Object.entries(RATES)
      .filter(([, rate]) => others * rate >= 10)
      .map(([name, rate]) => [name, found(exposed, shift, rate)]),
  ),
  rocAuc: areaOf(exposed, shift),
  // The best threshold is where both densities are equal: at half the shift where all are exposed.
  ...(exposed === 1 && shift > 0 && { balancedAccuracy: normalCdf(shift / 2) }),
});

function modelCase({ members, others, exposed, shift, perGroup = 1 }: Population): CalibrationCase {
  const unit = perGroup > 1 ? `groups of ${perGroup}` : 'rows';
  return {
    name: `one model, ${members} and ${others} ${unit}, ${100 * exposed} % of the members ${shift} higher`,
    truth: truthOf(others, exposed, shift),
    figures(rng, draws) {
      const scores: number[] = [];
      const groups: number[] = [];
      for (let group = 0; group < members + others; group++) {
        const shared = rng.normal();
        for (let row = 0; row < perGroup; row++) {
          const own = perGroup > 1 ? (shared + rng.normal()) * Math.SQRT1_2 : shared;
          scores.push(own + (group < members && rng.next() < exposed ? shift : 0));
          groups.push(group);
        }
      }
      return figuresOf(
        {
          scores: Float64Array.from(scores),
          member: Uint8Array.from(groups, (group) => Number(group < members)),
          row: Int32Array.from(scores.keys()),
          target: new Int32Array(scores.length),
          targets: 1,
          units: unitsOf(scores.length, perGroup > 1 ? groups : undefined, undefined),
        },
        draws,
      );
    },
  };
}

/** Rows keep a third of their score's variance in every model, models a tenth. */
function procedureCase(rows: number, targets: number, shift: number): CalibrationCase {
  return {
    name: `${targets} models, ${rows} rows, half of them members, all members ${shift} higher`,
    truth: truthOf(rows, 1, shift),
    figures(rng, draws) {
      const ofRows = Float64Array.from({ length: rows }, () => rng.normal() / Math.sqrt(3));
      const ofModels = Float64Array.from({ length: targets }, () => rng.normal() / Math.sqrt(10));
      const member = Uint8Array.from({ length: rows * targets }, () => rng.integer(2));
      return figuresOf(
        {
          scores: Float64Array.from(member, (is, i) => {
            const shared = ofRows[i % rows]! + ofModels[Math.floor(i / rows)]!;
            return shared + rng.normal() * Math.sqrt(1 - 1 / 3 - 1 / 10) + is * shift;
          }),
          member,
          row: Int32Array.from(member, (_, i) => i % rows),
          target: Int32Array.from(member, (_, i) => Math.floor(i / rows)),
          targets,
          units: unitsOf(rows, undefined, undefined),
        },
        draws,
      );
    },
  };
}

const params: AttackParameters = {
  attack: 'loss-threshold',
  online: false,
  variance: 'fixed',
  shadows: 8,
  gamma: 1,
  offlineA: 0,
  population: 1,
  rows: 1,
  draws: 400,
};

const figuresOf = (attacked: Attacked, draws: Rng): Figures =>
  exposureFigures(attacked, 'observed', 0, { params, rng: () => draws }) as Figures;

/** Of a second and less a hundred samples, for a test. */
export const SHORT_CASES: readonly CalibrationCase[] = [
  modelCase({ members: 200, others: 1000, exposed: 1, shift: 1 }),
  modelCase({ members: 400, others: 1000, exposed: 0.1, shift: 5 }),
];

export const CASES: readonly CalibrationCase[] = [
  ...SHORT_CASES,
  modelCase({ members: 1000, others: 1000, exposed: 1, shift: 0 }),
  modelCase({ members: 1000, others: 1000, exposed: 1, shift: 3 }),
  modelCase({ members: 30, others: 1000, exposed: 1, shift: 2 }),
  modelCase({ members: 300, others: 1000, exposed: 1, shift: 1, perGroup: 4 }),
  modelCase({ members: 1000, others: 10_000, exposed: 1, shift: 1 }),
  modelCase({ members: 2000, others: 10_000, exposed: 0.02, shift: 5 }),
  procedureCase(1500, 4, 1),
  procedureCase(1200, 8, 1),
];
