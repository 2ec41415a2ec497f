import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { rateBox } from '../../methods/evaluation/rate-box.js';
import type { Successes } from '../../methods/evaluation/rate-box.js';
import { excess, excessBox, publishedRisk, wilsonRate } from '../../methods/privacy/attack-risk.js';
import { wilson } from '../../numerics/intervals.js';
import type { Rng } from '../../numerics/random.js';
import type { OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Figure, Output } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

const share = (en: string, zh: string): OutputSpec => ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } });

export const ATTACK_OUTPUTS = {
  risk: share(
    'Success of the attack beyond what it has on people who are not in the release',
    '攻击成功率超出对照人群的部分（占剩余空间的比例）',
  ),
  attackRate: share('Attacks that succeed on people whose rows the release was made from', '对参与发布者的攻击成功率'),
  controlRate: share('The same on people whose rows were not used (control)', '对未参与发布者（对照组）的攻击成功率'),
  baselineRate: share('Guesses without the released rows’ help that succeed', '不借助匹配的随机猜测成功率'),
  beatsBaseline: {
    type: 'boolean',
    title: {
      en: 'Whether the attack succeeds more often than guessing: if not, it is too weak to show a risk',
      zh: '攻击是否强于随机猜测（否则攻击过弱，不能说明风险低）',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** One attack: on the originals, on the control group, and by guessing. */
export interface AttackRun {
  readonly attack: Successes;
  readonly control: Successes;
  readonly baseline: Successes;
  /** By how much the rates are to be raised, where the attack was on fewer rows than the release was made from. */
  readonly scale?: number;
}

/** Of the interval that the details show. */
const LEVEL = 0.95;

const proportion = ({ k, n }: Successes): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis: 'observed',
});

/** Whether the control leaves nothing that the attack could gain. */
export const isSaturated = ({ control, scale = 1 }: AttackRun): boolean => scale * control.k >= control.n;

export const riskOf = ({ attack, control, scale = 1 }: AttackRun): number =>
  Math.max(0, excess(Math.min(1, (scale * attack.k) / attack.n), (scale * control.k) / control.n));

/** Outputs of the attack, with the risk's draws where more than one attack had its part in it. */
export function attackOutputs(
  run: AttackRun,
  rng: Rng,
  draws: number,
  joined: Float64Array = joinBox(riskBox(run, rng, draws)),
): Readonly<Record<keyof typeof ATTACK_OUTPUTS, Output>> {
  const { attack, control, baseline } = run;
  return {
    risk: isSaturated(run)
      ? unmeasured(
          'out-of-domain',
          'the attack succeeds on everybody in the control group, or would in a larger one: nothing is left to gain',
        )
      : drawnFigure(riskOf(run), joined, { n: attack.n, basis: 'observed', range: [0, 1] }),
    attackRate: proportion(attack),
    controlRate: proportion(control),
    baselineRate: proportion(baseline),
    beatsBaseline: { value: attack.k / attack.n > baseline.k / baseline.n, basis: 'observed' },
  };
}

export const riskBox = ({ attack, control, scale }: AttackRun, rng: Rng, draws: number): BoxDraws =>
  excessBox(rateBox(attack, draws, scale), rateBox(control, draws, scale), rng);

/** Wilson intervals of the rates, and the published figure of the risk beside ours. */
export function attackDetails({ attack, control, baseline }: AttackRun): readonly Detail[] {
  const item = (name: string, { k, n }: Successes) => {
    const [lower, upper] = wilson(k, n, LEVEL);
    return { name, estimate: k / n, lower: Math.max(0, lower), upper: Math.min(1, upper) };
  };
  const { rate, error } = publishedRisk(wilsonRate(attack, LEVEL), wilsonRate(control, LEVEL));
  return [
    {
      type: 'intervals',
      id: 'rates',
      title: { en: 'Success rates, with Wilson intervals', zh: '成功率及 Wilson 区间' },
      level: LEVEL,
      items: [item('attack', attack), item('control', control), item('guessing', baseline)],
    },
    {
      type: 'table',
      id: 'publishedRisk',
      title: {
        en: 'The risk as Anonymeter states it, with its 95 % error (too bold near 0 and with few attacks)',
        zh: 'Anonymeter 原始风险值及其 95% 误差（成功率接近 0 或攻击次数少时偏乐观）',
      },
      columns: [{ name: 'risk' }, { name: 'error' }],
      rows: [[rate, error]],
    },
  ];
}
