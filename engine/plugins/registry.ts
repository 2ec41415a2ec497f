import type { Plugin } from './contract.js';

/** Built-in plugins, sorted by id; a plugin's code is loaded only when it is to run. */
export const PLUGINS: Readonly<Record<string, () => Promise<Plugin<never>>>> = {
  'energy/model-profile': async () => (await import('./energy/model-profile.js')).modelProfile,
  'evaluation/baseline-gain': async () => (await import('./evaluation/baseline-gain.js')).baselineGain,
  'evaluation/calibration': async () => (await import('./evaluation/calibration.js')).calibration,
  'evaluation/comparison': async () => (await import('./evaluation/comparison.js')).comparison,
  'evaluation/conformal': async () => (await import('./evaluation/conformal.js')).conformal,
  'evaluation/cross-validation': async () => (await import('./evaluation/cross-validation.js')).crossValidation,
  'evaluation/declared-accuracy': async () => (await import('./evaluation/declared-accuracy.js')).declaredAccuracy,
  'evaluation/drift': async () => (await import('./evaluation/drift.js')).drift,
  'evaluation/estimator-comparison': async () =>
    (await import('./evaluation/estimator-comparison.js')).estimatorComparison,
  'evaluation/estimator-match': async () => (await import('./evaluation/estimator-match.js')).estimatorMatch,
  'evaluation/fairness': async () => (await import('./evaluation/fairness.js')).fairness,
  'evaluation/holdout': async () => (await import('./evaluation/holdout.js')).holdout,
  'evaluation/leakage': async () => (await import('./evaluation/leakage.js')).leakage,
  'evaluation/out-of-bag': async () => (await import('./evaluation/out-of-bag.js')).outOfBag,
  'evaluation/overfit-gap': async () => (await import('./evaluation/overfit-gap.js')).overfitGap,
  'evaluation/robustness': async () => (await import('./evaluation/robustness.js')).robustness,
  'evaluation/slices': async () => (await import('./evaluation/slices.js')).slices,
  'evaluation/test-set-use': async () => (await import('./evaluation/test-set-use.js')).testSetUse,
  'explainability/counterfactual': async () => (await import('./explainability/counterfactual.js')).counterfactual,
  'explainability/effects': async () => (await import('./explainability/effects.js')).effects,
  'explainability/intrinsic': async () => (await import('./explainability/intrinsic.js')).intrinsic,
  'explainability/lime': async () => (await import('./explainability/lime.js')).lime,
  'explainability/permutation-importance': async () =>
    (await import('./explainability/permutation-importance.js')).permutationImportance,
  'explainability/quality': async () => (await import('./explainability/quality.js')).quality,
  'explainability/retraining': async () => (await import('./explainability/retraining.js')).retraining,
  'explainability/sensitive-use': async () => (await import('./explainability/sensitive-use.js')).sensitiveUse,
  'explainability/shap': async () => (await import('./explainability/shap.js')).shap,
  'explainability/stability': async () => (await import('./explainability/stability.js')).stability,
  'explainability/surrogate': async () => (await import('./explainability/surrogate.js')).surrogate,
  'privacy/anonymity': async () => (await import('./privacy/anonymity.js')).anonymity,
  'privacy/dp-accounting': async () => (await import('./privacy/dp-accounting.js')).dpAccounting,
  'privacy/dp-audit': async () => (await import('./privacy/dp-audit.js')).dpAudit,
};
