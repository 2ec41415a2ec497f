/** The figures of reference-values.json on differential privacy: id → what we compute for it from its inputs. */
import { expect } from 'vitest';
import { gaussianDeviation, gaussianEpsilon } from '../../engine/methods/privacy/dp/analytic-gaussian.js';
import { accountBy } from '../../engine/methods/privacy/dp/accountants.js';
import { mostTruePositives } from '../../engine/methods/privacy/dp/error-bounds.js';
import type { Phase } from '../../engine/methods/privacy/dp/phase.js';
import { poissonGaussianRenyi } from '../../engine/methods/privacy/dp/gaussian-rdp.js';
import { lossAccount } from '../../engine/methods/privacy/dp/pld.js';
import {
  exponentialRenyi,
  randomisedResponseToEvenRenyi,
} from '../../engine/methods/privacy/dp/pure-mechanisms-rdp.js';
import { epsilonOfRenyi } from '../../engine/methods/privacy/dp/rdp-conversion.js';
import { ORDERS } from '../../engine/methods/privacy/dp/rdp-orders.js';
import { renyiCurve } from '../../engine/methods/privacy/dp/rdp.js';

type Inputs = Record<string, unknown>;

const sampled = (deviation: number, rate: number, steps: number): readonly Phase[] => [
  {
    mechanism: { kind: 'gaussian', deviation, sampling: rate === 1 ? { kind: 'all' } : { kind: 'poisson', rate } },
    steps,
  },
];

/** Google's grid of losses in the figures of `priv.dp.peer`. */
const GRID = 1e-3;

/** "q=0.01,sigma=1.0,steps=1000,delta=1e-05": by both of Google's accountants. */
function peer({ case: text }: Inputs): number[] {
  const named = Object.fromEntries(
    String(text)
      .split(',')
      .map((part) => part.split('=')),
  ) as Record<'q' | 'sigma' | 'steps' | 'delta', string>;
  const phases = sampled(Number(named.sigma), Number(named.q), Number(named.steps));
  const delta = Number(named.delta);
  // Google adds the alternating terms of orders that are not whole by their size.
  const values = ORDERS.map(
    (order) => Number(named.steps) * poissonGaussianRenyi(Number(named.sigma), Number(named.q), order, 'by-size'),
  );
  const ours = epsilonOfRenyi(renyiCurve(phases), delta).epsilon;
  const theirs = epsilonOfRenyi({ orders: ORDERS, values }, delta).epsilon;
  expect(ours).toBeLessThanOrEqual(theirs);
  expect(ours).toBeGreaterThan(theirs * (1 - 1e-4));
  return [theirs, lossAccount(phases, GRID).epsilonAtMost(delta)];
}

const byRenyi = (phases: readonly Phase[], delta: number): number => accountBy('rdp', phases).epsilonAtMost(delta);
/** Opacus reports the upper end of a figure that may be wrong by 0.01. */
const byLosses = (phases: readonly Phase[], delta: number): number =>
  lossAccount(phases, GRID).epsilonAtMost(delta) + 0.01;

/** Opacus's search: the upper end of a bracket of halves, once its epsilon is less than 0.01 below the target. */
function opacusNoise(epsilonAt: typeof byRenyi) {
  return ({ target_eps, delta, q, epochs, steps }: Inputs): number => {
    const target = target_eps as number;
    const count = (steps as number | undefined) ?? Math.floor((epochs as number) / (q as number));
    const spent = (sigma: number): number => epsilonAt(sampled(sigma, q as number, count), delta as number);
    let [low, high] = [0, 20];
    let least = spent(high);
    while (target - least > 0.01) {
      const middle = (low + high) / 2;
      const epsilon = spent(middle);
      if (epsilon < target) [high, least] = [middle, epsilon];
      else low = middle;
    }
    return high;
  };
}

/** "gauss 1 1e-05": the epsilon of a deviation and a delta. */
function analytic({ case: text }: Inputs): number {
  const [, deviation, delta] = String(text).split(' ').map(Number) as [number, number, number];
  return gaussianEpsilon(1 / deviation, delta);
}

export const DIFFERENTIAL_PRIVACY: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  'priv.dp.pure_dp_conversion': ({ rdp, delta }) => {
    const orders = Array.from({ length: 31 }, (_, index) => 2 + index);
    const { epsilon, order } = epsilonOfRenyi({ orders, values: orders.map(() => rdp as number) }, delta as number);
    return [epsilon, order];
  },
  // The reference's own orders: 1.001, 1.002, … 99.999.
  'priv.dp.gauss_calibrated': ({ q, sigma, steps, delta }) => {
    const orders = Array.from({ length: 98_999 }, (_, index) => (1001 + index) / 1000);
    const phases = sampled(sigma as number, q as number, steps as number);
    return epsilonOfRenyi(renyiCurve(phases, orders), delta as number).epsilon;
  },
  'priv.dp.exp_mech': ({ eps, orders }) => (orders as number[]).map((order) => exponentialRenyi(eps as number, order)),
  'priv.dp.rand_response': ({ noise, buckets, orders }) =>
    (orders as (number | string)[]).map((order) =>
      randomisedResponseToEvenRenyi(noise as number, buckets as number, order === 'inf' ? Infinity : Number(order)),
    ),
  'priv.dp.opacus.gdp': ({ sigma, q, steps, delta }) =>
    accountBy('gdp', sampled(sigma as number, q as number, steps as number)).epsilonAtMost(delta as number),
  'priv.dp.get_noise_multiplier_rdp_epochs': opacusNoise(byRenyi),
  'priv.dp.get_noise_multiplier_rdp_steps': opacusNoise(byRenyi),
  'priv.dp.get_noise_multiplier_prv_epochs': opacusNoise(byLosses),
  'priv.dp.peer.q=0.04,sigma=1.5,steps=2250,delta=1e-05': peer,
  'priv.dp.peer.q=0.004266666666666667,sigma=1.1,steps=14062,delta=1e-05': peer,
  'priv.dp.peer.q=0.01,sigma=1.0,steps=1000,delta=1e-05': peer,
  'priv.dp.peer.q=0.01,sigma=2.0,steps=10000,delta=1e-06': peer,
  'priv.dp.peer.q=1.0,sigma=4.0,steps=10,delta=1e-05': peer,
  'priv.dp.analytic.gauss_1_1e-05': analytic,
  'priv.dp.analytic.gauss_2_1e-05': analytic,
  'priv.dp.analytic.sigma_eps=1_d=1e-05': () => gaussianDeviation(1, 1e-5),
  'priv.mia.dp_bound': ({ eps, delta, fpr }) => mostTruePositives(fpr as number, eps as number, delta as number),
};
