// What is trained and beside what: `goal` is scikit-learn's time over ours, `jobs` where its n_jobs of 2 may stand
// (the fastest in the first round stays).
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = (path) => join(import.meta.dirname, path);
const cancer = () => readFileSync(here('../tests/fixtures/data/breast_cancer.csv'), 'utf8');
const adult = () => gunzipSync(readFileSync(here('../tests/fixtures/data/adult.csv.gz'))).toString('utf8');
const mlp = (epochs) => ({ type: 'mlp', with: { epochs, batch: 200 } });
const forest = { type: 'random-forest', with: { trees: 100 } };
const logistic = { type: 'logistic-regression', with: {} };

export const DATA = { 'breast cancer': cancer, Adult: adult };

const onFolds = { repeats: 1, jobs: ['folds'] };
const leaveOneOut = { repeats: 0, jobs: ['folds'] };

export const CASES = [
  { name: 'mlp, 5-fold, breast cancer', data: 'breast cancer', estimator: mlp(200), ...onFolds, goal: 3 },
  { name: 'mlp, 5-fold, Adult, 5 epochs', data: 'Adult', estimator: mlp(5), ...onFolds, goal: 1.5 },
  {
    name: 'mlp, 10 x 5-fold, breast cancer',
    data: 'breast cancer',
    estimator: mlp(200),
    ...onFolds,
    repeats: 10,
    goal: 5,
  },
  {
    name: 'forest, 5-fold, breast cancer',
    data: 'breast cancer',
    estimator: forest,
    repeats: 1,
    jobs: ['folds', 'trees'],
    goal: 4,
  },
  { name: 'forest, 5-fold, Adult', data: 'Adult', estimator: forest, repeats: 1, jobs: ['folds', 'trees'], goal: 1 },
  { name: 'logistic, 5-fold, breast cancer', data: 'breast cancer', estimator: logistic, ...onFolds, goal: 1 },
  { name: 'logistic, 5-fold, Adult', data: 'Adult', estimator: logistic, ...onFolds, goal: 1 },
  {
    name: 'logistic, leave-one-out, breast cancer',
    data: 'breast cancer',
    estimator: logistic,
    ...leaveOneOut,
    goal: 5,
  },
];
