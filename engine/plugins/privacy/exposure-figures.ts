import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { tooSmall, unitsOf } from '../../methods/evaluation/units.js';
import { type Attacked, sidesOf } from '../../methods/privacy/membership/attacked.js';
import { callsOf } from '../../methods/privacy/membership/calls.js';
import { exposuresOf } from '../../methods/privacy/membership/exposure.js';
import { fewestOthers } from '../../methods/privacy/membership/low-fpr.js';
import type { MeasureContext } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { AttackParameters } from './attack-parameters.js';
import { RATES } from './exposure-outputs.js';
import type { EXPOSURE_OUTPUTS } from './exposure-outputs.js';

/** Why so few rows tell nothing of an attack. */
export function tooFewAttacked(attacked: Attacked): Unmeasured | undefined {
  const { row, member, units } = attacked;
  for (const [name, kind] of [
    ['members', 1],
    ['non-members', 0],
  ] as const) {
    const rows = [...new Set(row.filter((_, i) => member[i] === kind))];
    const ofGroups = units.name === 'groups' ? rows.map((one) => units.of[one]!) : undefined;
    const small = tooSmall(unitsOf(rows.length, ofGroups, undefined));
    if (small !== undefined) return unmeasured('out-of-domain', `${name}: ${small}`);
  }
  return undefined;
}

/** The figures of an attack's scores; there is at least one member and one non-member. */
export function exposureFigures(
  attacked: Attacked,
  basis: Basis,
  shadowModels: number,
  { rng, params }: Pick<MeasureContext<AttackParameters>, 'rng' | 'params'>,
): Readonly<Record<keyof typeof EXPOSURE_OUTPUTS, Output>> {
  const { members, others } = sidesOf(attacked);
  const names = Object.keys(RATES) as (keyof typeof RATES)[];
  const calls = callsOf(attacked, rng('halves'));
  const { truePositives, area, balanced } = exposuresOf(attacked, {
    rates: names.map((name) => RATES[name]),
    calls,
    rng: rng('resamples'),
    draws: params.draws,
  });
  const n = Math.min(members.units, others.units);
  const figure = (estimate: number, box: BoxDraws, range: readonly [number, number] = [0, 1]): Output =>
    drawnFigure(estimate, joinBox(box), { n, basis, range });
  const found = names.map((name, index): [keyof typeof RATES, Output] => {
    const fewest = fewestOthers(RATES[name]);
    const { estimate, box } = truePositives[index]!;
    return [
      name,
      others.units >= fewest
        ? figure(estimate, box)
        : unmeasured(
            'out-of-domain',
            `${others.units} independent non-members, ${fewest} are needed for a false positive rate of ${RATES[name]}`,
          ),
    ];
  });
  const halves = unmeasured('out-of-domain', 'a half of the rows lacks members or non-members');
  return {
    ...(Object.fromEntries(found) as Record<keyof typeof RATES, Output>),
    rocAuc: figure(area.estimate, area.box),
    balancedAccuracy: balanced ? figure(balanced.estimate, balanced.box) : halves,
    advantage: balanced ? figure(doubled(balanced.estimate), boxOf(balanced.box, doubled), [-1, 1]) : halves,
    members: exactFigure(members.rows, '1'),
    nonMembers: exactFigure(others.rows, '1'),
    shadowModels: exactFigure(shadowModels, '1'),
  };
}

/** TPR − FPR of (TPR + 1 − FPR)/2. */
const doubled = (balanced: number): number => 2 * balanced - 1;

const boxOf = ({ plain, lower, upper }: BoxDraws, of: (value: number) => number): BoxDraws => ({
  plain: plain.map(of),
  lower: lower.map(of),
  upper: upper.map(of),
});
