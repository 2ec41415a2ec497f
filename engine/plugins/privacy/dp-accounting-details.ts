import type { Account, Accountant } from '../../methods/privacy/dp/accountants.js';
import { mostTruePositives } from '../../methods/privacy/dp/error-bounds.js';
import { NotAccounted } from '../../methods/privacy/dp/phase.js';
import type { Phase } from '../../methods/privacy/dp/phase.js';
import { epsilonOfRenyi } from '../../methods/privacy/dp/rdp-conversion.js';
import { renyiCurve } from '../../methods/privacy/dp/rdp.js';
import type { Detail } from '../detail.js';
import type { Accountable } from './declared-privacy.js';

const DELTAS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10] as const;
const FALSE_POSITIVES = [0.001, 0.01, 0.05, 0.1, 0.5] as const;

export function accountingDetails(
  { phases, adjacency }: Accountable,
  account: Account,
  accountant: Accountant,
  delta: number,
): readonly Detail[] {
  return [
    {
      type: 'table',
      id: 'phases',
      title: { en: `What is accounted for, neighbours by ${adjacency}`, zh: `核算的机制（相邻定义：${adjacency}）` },
      columns: [{ name: 'mechanism' }, { name: 'noise' }, { name: 'sampling' }, { name: 'rate' }, { name: 'steps' }],
      rows: phases.map(phaseRow),
    },
    ...(accountant === 'rdp' ? [ordersTable(phases, delta)] : []),
    ...(accountant === 'pure' ? [] : [curveOf(account)]),
    ...attackTable(account, delta),
  ];
}

/** Noise is in units of the sensitivity under the adjacency. */
function phaseRow({ mechanism, steps }: Phase): readonly (string | number | null)[] {
  switch (mechanism.kind) {
    case 'gaussian': {
      const { deviation, sampling } = mechanism;
      return ['gaussian', deviation, sampling.kind, sampling.kind === 'all' ? 1 : sampling.rate, steps];
    }
    case 'laplace':
      return ['laplace', mechanism.scale, 'all', 1, steps];
    case 'randomised-response':
    case 'exponential':
      return [mechanism.kind, null, 'all', 1, steps];
  }
}

function ordersTable(phases: readonly Phase[], delta: number): Detail {
  const { orders, values } = renyiCurve(phases);
  return {
    type: 'table',
    id: 'orders',
    title: { en: 'Rényi divergence by order, and the epsilon it gives', zh: '各阶 Rényi 散度及其对应的 ε' },
    columns: [{ name: 'order' }, { name: 'divergence' }, { name: 'epsilon' }],
    rows: orders.map((order, index) => {
      const value = values[index]!;
      const { epsilon } = epsilonOfRenyi({ orders: [order], values: [value] }, delta);
      return [order, finite(value), finite(epsilon)];
    }),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function curveOf(account: Account): Detail {
  const points = DELTAS.map((delta): readonly [number, number] => [delta, epsilonOrInfinity(account, delta)]);
  return {
    type: 'curve',
    id: 'epsilonByDelta',
    title: { en: 'Epsilon by delta', zh: 'ε 随 δ 的变化' },
    x: { name: 'delta' },
    y: { name: 'epsilon' },
    series: [{ name: 'epsilon', points: points.filter(([, epsilon]) => Number.isFinite(epsilon)) }],
  };
}

/** A delta that the accountant cannot tell from 0 has no point. */
function epsilonOrInfinity(account: Account, delta: number): number {
  try {
    return account.epsilonAtMost(delta);
  } catch (fault) {
    if (fault instanceof NotAccounted) return Infinity;
    throw fault;
  }
}

function attackTable(account: Account, delta: number): readonly Detail[] {
  const epsilon = account.epsilonAtMost(delta);
  if (!Number.isFinite(epsilon)) return [];
  return [
    {
      type: 'table',
      id: 'attacks',
      title: {
        en: 'The best that any test for a row can do under this epsilon and delta',
        zh: '在此 ε 与 δ 下任何成员推断所能达到的上限',
      },
      columns: [{ name: 'falsePositiveRate' }, { name: 'mostTruePositives' }],
      rows: FALSE_POSITIVES.map((rate) => [rate, mostTruePositives(rate, epsilon, delta)]),
    },
  ];
}
