import type { Plugin } from './contract.js';

/** Built-in plugins, sorted by id; a plugin's code is loaded only when it is to run. */
export const PLUGINS: Readonly<Record<string, () => Promise<Plugin<never>>>> = {
  'energy/model-profile': async () => (await import('./energy/model-profile.js')).modelProfile,
  'evaluation/baseline-gain': async () => (await import('./evaluation/baseline-gain.js')).baselineGain,
  'evaluation/calibration': async () => (await import('./evaluation/calibration.js')).calibration,
  'evaluation/cross-validation': async () => (await import('./evaluation/cross-validation.js')).crossValidation,
  'evaluation/declared-accuracy': async () => (await import('./evaluation/declared-accuracy.js')).declaredAccuracy,
  'evaluation/drift': async () => (await import('./evaluation/drift.js')).drift,
  'evaluation/fairness': async () => (await import('./evaluation/fairness.js')).fairness,
  'evaluation/holdout': async () => (await import('./evaluation/holdout.js')).holdout,
  'evaluation/leakage': async () => (await import('./evaluation/leakage.js')).leakage,
  'evaluation/overfit-gap': async () => (await import('./evaluation/overfit-gap.js')).overfitGap,
  'explainability/counterfactual': async () => (await import('./explainability/counterfactual.js')).counterfactual,
  'explainability/effects': async () => (await import('./explainability/effects.js')).effects,
  'explainability/intrinsic': async () => (await import('./explainability/intrinsic.js')).intrinsic,
  'explainability/lime': async () => (await import('./explainability/lime.js')).lime,
  'explainability/permutation-importance': async () =>
    (await import('./explainability/permutation-importance.js')).permutationImportance,
  'explainability/shap': async () => (await import('./explainability/shap.js')).shap,
  'explainability/surrogate': async () => (await import('./explainability/surrogate.js')).surrogate,
  'privacy/anonymity': async () => (await import('./privacy/anonymity.js')).anonymity,
};
