import { privacyOf } from '../../estimators/registry.js';
import { accountBy } from '../../methods/privacy/dp/accountants.js';
import type { Account, Accountant } from '../../methods/privacy/dp/accountants.js';
import { noiseFactor } from '../../methods/privacy/dp/noise-for-epsilon.js';
import { ADJACENCIES, NotAccounted } from '../../methods/privacy/dp/phase.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { weakest } from '../figure.js';
import type { Basis, Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { accountableOf } from './declared-privacy.js';
import type { Accountable, DeclaredPrivacy } from './declared-privacy.js';
import { accountingDetails } from './dp-accounting-details.js';

export interface DpAccountingParameters {
  readonly of: 'training' | 'estimator';
  readonly accountant: Accountant;
  readonly delta: number | null;
}

const number = (en: string, zh: string, range: readonly [number | null, number | null] = [0, null]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  epsilon: number('Epsilon that the training has spent at delta', '训练在给定 δ 下消耗的 ε'),
  delta: number('Delta at which epsilon is stated', 'ε 所对应的 δ', [0, 1]),
  declaredEpsilon: number('Epsilon as the owner declares it', '所有者声明的 ε'),
  epsilonExcess: number('Epsilon as accounted less the declared one', '核算的 ε 减去声明的 ε', [null, null]),
  noiseForDeclared: number('Noise multiplier that would give the declared epsilon', '能达到所声明 ε 的噪声倍数'),
  deltaTimesRows: number('Delta times the training rows: well below 1 is meant', 'δ 乘以训练行数（应远小于 1）'),
  adjacency: {
    type: 'enum',
    values: ADJACENCIES,
    title: { en: 'Which data sets count as neighbours', zh: '相邻数据集的定义' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const dpAccounting = definePlugin<DpAccountingParameters>({
  id: 'privacy/dp-accounting',
  version: '1.0.0',
  title: { en: 'Differential privacy: what the training has spent', zh: '差分隐私：训练消耗的隐私预算' },
  about: 'training',
  needs: [],
  reads: ['training', 'estimator', 'data'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/**
 * The mechanism of `training.privacy` is somebody's word, and so is every epsilon of it; that of a private estimator is
 * what Assay itself trains by.
 */
async function measure(context: MeasureContext<DpAccountingParameters>): Promise<MeasureResult> {
  const { subject, params, signal, progress } = context;
  await checkpoint(signal);
  const declared = (subject.training?.['privacy'] ?? {}) as DeclaredPrivacy;
  const rows = declared.rows ?? (await subject.table('whole'))?.rowCount;
  const accountable = params.of === 'training' ? ofTraining(context, declared, rows) : await ofEstimator(context);
  const delta = params.accountant === 'pure' ? 0 : (params.delta ?? declared.delta);
  const known = {
    declaredEpsilon: claimOf(declared.epsilon),
    delta: deltaOf(delta, params),
    deltaTimesRows: timesRows(delta, rows, declared),
  };
  if ('unmeasured' in accountable) {
    return { outputs: { ...nothingMeasured(outputs, accountable).outputs, ...known } };
  }
  const basis: Basis = params.of === 'training' ? 'declared' : 'observed';
  const adjacency = { value: accountable.adjacency, basis };
  if (delta === undefined) return { outputs: { ...nothingMeasured(outputs, noDelta).outputs, ...known, adjacency } };
  const account = accountOf(accountable, params.accountant, delta);
  if ('unmeasured' in account)
    return { outputs: { ...nothingMeasured(outputs, account).outputs, ...known, adjacency } };
  const epsilon = epsilonFigure(account, delta, weakest(basis, params.accountant === 'gdp' ? 'estimated' : basis));
  progress(1, 2);
  await checkpoint(signal);
  return {
    outputs: {
      epsilon,
      ...known,
      epsilonExcess: excessOf(epsilon, declared.epsilon),
      noiseForDeclared: noiseForDeclared(accountable, params.accountant, declared.epsilon, delta, basis),
      adjacency,
    },
    details: accountingDetails(accountable, account, params.accountant, delta),
  };
}

const noDelta = unmeasured('missing-input', 'neither the rule nor training.privacy states a delta');

const deltaOf = (delta: number | undefined, params: DpAccountingParameters): Output =>
  delta === undefined ? noDelta : exactFigure(delta, '1', params.delta === null && delta > 0 ? 'declared' : 'observed');

/** An account that has been asked for its epsilon at `delta` once. */
function accountOf({ phases }: Accountable, accountant: Accountant, delta: number): Account | Unmeasured {
  try {
    const account = accountBy(accountant, phases);
    account.epsilon(delta);
    return account;
  } catch (fault) {
    if (!(fault instanceof NotAccounted)) throw fault;
    return unmeasured('unsupported', fault.message);
  }
}

function ofTraining(
  { subject }: MeasureContext<DpAccountingParameters>,
  declared: DeclaredPrivacy,
  rows: number | undefined,
): Accountable | Unmeasured {
  if (subject.training?.['privacy'] === undefined) {
    return unmeasured('missing-input', 'the subject has no training.privacy');
  }
  return accountableOf(declared, rows);
}

async function ofEstimator({ subject }: MeasureContext<DpAccountingParameters>): Promise<Accountable | Unmeasured> {
  if (subject.estimator === undefined) return unmeasured('missing-input', 'the subject has no estimator');
  const account = await privacyOf(subject.estimator, subject.task === 'regression' ? 'numbers' : 'classes');
  if (account === undefined || account.noiseMultiplier === 0) {
    return unmeasured('out-of-domain', `the training of ${subject.estimator.type} adds no noise: no epsilon bounds it`);
  }
  const { noiseMultiplier, sampleRate, steps } = account;
  return accountableOf({ mechanism: 'dp-sgd', sampling: 'poisson', noiseMultiplier, sampleRate, steps }, undefined);
}

function epsilonFigure(account: Account, delta: number, basis: Basis): Figure | Unmeasured {
  const { estimate, lower, upper } = account.epsilon(delta);
  if (!Number.isFinite(upper)) {
    return unmeasured('out-of-domain', `at a delta of ${delta} no epsilon bounds what the training tells of a row`);
  }
  const uncertainty = lower === upper ? ({ kind: 'exact' } as const) : ({ kind: 'range', lower, upper } as const);
  return { estimate, unit: '1', uncertainty, basis };
}

const claimOf = (epsilon: number | undefined): Figure | Unmeasured =>
  epsilon === undefined
    ? unmeasured('missing-input', 'training.privacy declares no epsilon')
    : exactFigure(epsilon, '1', 'declared');

/** The claim is not believed, only compared with: the difference is as good as the computed figure. */
function excessOf(epsilon: Figure | Unmeasured, claimed: number | undefined): Output {
  if ('unmeasured' in epsilon) return epsilon;
  if (claimed === undefined) return claimOf(claimed);
  const { uncertainty } = epsilon;
  return {
    ...epsilon,
    estimate: epsilon.estimate - claimed,
    uncertainty:
      uncertainty.kind === 'range'
        ? { kind: 'range', lower: uncertainty.lower - claimed, upper: uncertainty.upper - claimed }
        : uncertainty,
  };
}

function noiseForDeclared(
  { phases, noiseMultiplier }: Accountable,
  accountant: Accountant,
  epsilon: number | undefined,
  delta: number,
  basis: Basis,
): Output {
  if (epsilon === undefined) return claimOf(epsilon);
  if (epsilon === 0) return unmeasured('out-of-domain', 'no noise gives an epsilon of 0');
  if (noiseMultiplier === undefined) return unmeasured('unsupported', 'the phases have no noise multiplier in common');
  try {
    const estimate = noiseMultiplier * noiseFactor(accountant, phases, epsilon, delta);
    if (!Number.isFinite(estimate)) return unmeasured('out-of-domain', `no noise gives an epsilon of ${epsilon}`);
    return exactFigure(estimate, '1', basis);
  } catch (fault) {
    if (!(fault instanceof NotAccounted)) throw fault;
    return unmeasured('unsupported', fault.message);
  }
}

function timesRows(delta: number | undefined, rows: number | undefined, { rows: stated }: DeclaredPrivacy): Output {
  if (delta === undefined) return noDelta;
  if (rows === undefined) return unmeasured('missing-input', 'the training rows are not known');
  return exactFigure(delta * rows, '1', stated === undefined ? 'observed' : 'declared');
}
