import type { EstimatorSpec } from '../subject/estimator-spec.js';
import type { Estimator, EstimatorKind, PrivacyAccount, TrainingTarget } from './estimator.js';
import { EstimatorFault } from './estimator-fault.js';
import { fillSettings } from './settings.js';

/** Kinds of estimator, sorted by name; a kind's code is loaded only when it is to train. */
export const ESTIMATORS: Readonly<Record<string, () => Promise<EstimatorKind<never>>>> = {
  command: async () => (await import('./kinds/command.js')).command,
  'decision-tree': async () => (await import('./kinds/decision-tree.js')).decisionTree,
  'extra-trees': async () => (await import('./kinds/extra-trees.js')).extraTrees,
  'linear-regression': async () => (await import('./kinds/linear-regression.js')).linearRegression,
  'logistic-regression': async () => (await import('./kinds/logistic-regression.js')).logisticRegression,
  mlp: async () => (await import('./kinds/mlp.js')).mlp,
  'random-forest': async () => (await import('./kinds/random-forest.js')).randomForest,
  ridge: async () => (await import('./kinds/ridge.js')).ridge,
  tfjs: async () => (await import('./kinds/tfjs.js')).tfjs,
};

/** Whether trainings of this type heed a device; false for a type that the engine cannot train. */
export async function heedsDevice(type: string): Promise<boolean> {
  const kind = Object.hasOwn(ESTIMATORS, type) ? await ESTIMATORS[type]!() : undefined;
  return kind?.usesDevice === true;
}

/**
 * What the trainings of a subject's estimator cost in differential privacy; `undefined` where they are not private.
 * Throws as `estimatorOf` does.
 */
export async function privacyOf(
  given: EstimatorSpec,
  target: TrainingTarget['kind'],
): Promise<PrivacyAccount | undefined> {
  const { kind, settings } = await kindOf(given, target);
  return kind.privacy?.(settings);
}

/**
 * The estimator of a subject for a target of this kind. Throws `EstimatorFault` for a type that the engine cannot
 * train, for settings that the type does not have, and for a target that it cannot learn.
 */
export async function estimatorOf(given: EstimatorSpec, target: TrainingTarget['kind']): Promise<Estimator> {
  const { kind, settings } = await kindOf(given, target);
  return kind.create(settings, given);
}

async function kindOf(
  given: EstimatorSpec,
  target: TrainingTarget['kind'],
): Promise<{ readonly kind: EstimatorKind<never>; readonly settings: never }> {
  const load = Object.hasOwn(ESTIMATORS, given.type) ? ESTIMATORS[given.type] : undefined;
  if (load === undefined) {
    const known = Object.keys(ESTIMATORS).join(', ');
    throw new EstimatorFault('unsupported', `the engine cannot train ${given.type}; it trains ${known}`);
  }
  const kind = await load();
  if (!kind.targets.includes(target)) {
    const [answers, holds] = target === 'classes' ? ['numbers', 'classes'] : ['classes', 'numbers'];
    throw new EstimatorFault('unsupported', `${kind.type} answers ${answers}; the target holds ${holds}`);
  }
  return { kind, settings: fillSettings(kind.type, kind.settings, given.with, target) as never };
}
