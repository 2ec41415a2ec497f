import { gaussianEpsilon } from './analytic-gaussian.js';
import { centralLimitMu } from './central-limit.js';
import { NotAccounted } from './phase.js';
import type { Mechanism, Phase } from './phase.js';
import { lossAccount } from './pld.js';
import type { Enclosed } from './pld.js';
import { randomisedResponseEpsilon } from './pure-mechanisms-rdp.js';
import { epsilonOfRenyi } from './rdp-conversion.js';
import { renyiCurve } from './rdp.js';

export const ACCOUNTANTS = ['pld', 'rdp', 'analytic-gaussian', 'gdp', 'pure'] as const;
export type Accountant = (typeof ACCOUNTANTS)[number];

/** An epsilon and what it is known to lie between; the ends are equal where the accountant's figure is its own proof. */
export interface AccountedEpsilon extends Enclosed {
  readonly estimate: number;
}

export interface Account {
  /** At a delta in (0, 1); Infinity where no epsilon is proven. Throws `NotAccounted` for deltas that are too small. */
  epsilon(delta: number): AccountedEpsilon;
  /** The same without its lower end. */
  epsilonAtMost(delta: number): number;
}

/** What the steps of all phases, composed adaptively, cost. Throws `NotAccounted`. */
export function accountBy(accountant: Accountant, phases: readonly Phase[]): Account {
  switch (accountant) {
    case 'rdp': {
      const curve = renyiCurve(phases);
      return exactly((delta) => epsilonOfRenyi(curve, delta).epsilon);
    }
    case 'pld':
      return byLosses(phases);
    case 'analytic-gaussian': {
      const mu = wholeGaussianMu(phases);
      return exactly((delta) => gaussianEpsilon(mu, delta));
    }
    case 'gdp':
      return byCentralLimit(phases);
    case 'pure': {
      const sum = phases.reduce((total, { mechanism, steps }) => total + steps * pureEpsilon(mechanism), 0);
      return exactly(() => sum);
    }
  }
}

function exactly(epsilonAt: (delta: number) => number): Account {
  return {
    epsilonAtMost: epsilonAt,
    epsilon(delta) {
      const estimate = epsilonAt(delta);
      return { estimate, lower: estimate, upper: estimate };
    },
  };
}

function byLosses(phases: readonly Phase[]): Account {
  const account = lossAccount(phases);
  const checked = (delta: number): number => {
    if (delta >= account.leastDelta) return delta;
    const least = account.leastDelta.toPrecision(2);
    throw new NotAccounted(`of so many steps accountant pld knows no delta below ${least}; take accountant rdp`);
  };
  return {
    epsilonAtMost: (delta) => account.epsilonAtMost(checked(delta)),
    epsilon(delta) {
      const { lower, upper } = account.epsilon(checked(delta));
      return { estimate: upper, lower: Math.min(lower, upper), upper };
    },
  };
}

/** The limit's error has no bound of its own: what is known is that the loss accountant's figure is right. */
function byCentralLimit(phases: readonly Phase[]): Account {
  const mu = centralLimitMu(phases);
  const atLimit = (delta: number): number => gaussianEpsilon(mu, delta);
  return {
    epsilonAtMost: atLimit,
    epsilon(delta) {
      const estimate = atLimit(delta);
      const { lower, upper } = byLosses(phases).epsilon(delta);
      return { estimate, lower: Math.min(estimate, lower), upper: Math.max(estimate, upper) };
    },
  };
}

/** Gaussian steps on whole data are together one Gaussian mechanism, of μ² = Σ 1/σ². */
function wholeGaussianMu(phases: readonly Phase[]): number {
  const squares = phases.map(({ mechanism, steps }) => {
    if (mechanism.kind !== 'gaussian' || mechanism.sampling.kind !== 'all') {
      throw new NotAccounted('the analytic account is of Gaussian noise on whole data; take accountant pld or rdp');
    }
    return steps / mechanism.deviation ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

/** Epsilons add up where delta is 0. */
function pureEpsilon(mechanism: Mechanism): number {
  switch (mechanism.kind) {
    case 'laplace':
      return 1 / mechanism.scale;
    case 'randomised-response':
      return randomisedResponseEpsilon(mechanism.flip, mechanism.answers);
    case 'exponential':
      return mechanism.epsilon;
    case 'gaussian':
      throw new NotAccounted('Gaussian noise gives no epsilon at a delta of 0; take accountant pld or rdp');
  }
}
