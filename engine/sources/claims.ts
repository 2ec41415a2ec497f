/** Figures under other programs’ names as claims on Assay’s metrics. */
import { CLASSIFICATION_METRICS, REGRESSION_METRICS } from '../methods/evaluation/metric-names.js';
import type { Claim } from './model-source.js';

/** What scikit-learn, MLflow and Hugging Face’s evaluate call them, in small letters without marks between. */
const NAMES: Readonly<Record<string, string>> = {
  accuracyscore: 'accuracy',
  acc: 'accuracy',
  balancedaccuracyscore: 'balancedAccuracy',
  precisionscore: 'precision',
  recallscore: 'recall',
  f1score: 'f1',
  matthewscorrelation: 'mcc',
  matthewscorrcoef: 'mcc',
  cohenkappa: 'kappa',
  cohenkappascore: 'kappa',
  auc: 'rocAuc',
  rocaucscore: 'rocAuc',
  averageprecisionscore: 'averagePrecision',
  brierscore: 'brier',
  brierscoreloss: 'brier',
  meanabsoluteerror: 'mae',
  meansquarederror: 'mse',
  rootmeansquarederror: 'rmse',
  r2score: 'r2',
  rsquared: 'r2',
  ...Object.fromEntries([...CLASSIFICATION_METRICS, ...REGRESSION_METRICS].map((name) => [name.toLowerCase(), name])),
};
const UNBOUNDED: ReadonlySet<string> = new Set(['logLoss', ...REGRESSION_METRICS]);
/** Of rows that the model was not trained on. A figure on the training rows is no claim on others. */
const ON_TEST = /^(test|eval|evaluation|holdout|val|valid|validation)[_ /-]/i;
const ON_TRAINING = /^(train|training)[_ /-]/i;

const metricOf = (name: string): string | undefined => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
};

/** Where several figures are of one metric, that of the test rows stands, else the first. */
export function claimsOf(figures: readonly { readonly name: string; readonly value: unknown }[]): {
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
} {
  const claims = new Map<string, Claim>();
  const notes: string[] = [];
  const tested = figures.filter(({ name }) => ON_TEST.test(name));
  for (const { name, value } of [...tested, ...figures.filter(({ name: each }) => !ON_TEST.test(each))]) {
    const metric = ON_TRAINING.test(name) ? undefined : metricOf(name.replace(ON_TEST, ''));
    if (metric === undefined || claims.has(metric)) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) notes.push(`${name} is no number, and no claim`);
    else if (!UNBOUNDED.has(metric) && Math.abs(value) > 1) notes.push(`${name} is ${value}, beyond 1, and no claim`);
    else claims.set(metric, { metric, value, as: name });
  }
  return { claims: [...claims.values()], notes };
}
