import type { ResamplingCase } from './case.js';
import * as populations from './populations.js';
import type { Population } from './populations.js';

const logistic = { type: 'logistic-regression', with: {} };
const tree = { type: 'decision-tree', with: {} };
const shallow = { type: 'decision-tree', with: { maxDepth: 3 } };
const ridge = { type: 'ridge', with: {} };
const leastSquares = { type: 'linear-regression', with: {} };

const easy = populations.twoClouds('two classes, easy', 3);
const hard = populations.twoClouds('two classes, hard', 1);
const perfect = populations.twoClouds('two classes, nearly perfect', 5);
const noise = populations.twoClouds('two classes, no signal', 0);
const faint = populations.twoClouds('two classes, faint', 0.5);
const rare = populations.twoClouds('two classes 9:1', 2, 0.1);
const three = populations.threeClouds('three classes 6:3:1', 2.5, [0.6, 0.3]);
const plane = populations.plane('plane');
const tail = populations.plane('plane, skewed errors', true);
const bent = populations.bent('step and bend');
const pure = populations.groupedClasses('groups of one class', 2);
const unevenPure = populations.groupedClasses('uneven groups of one class', 2, populations.UNEVEN);
const mixed = populations.mixedGroups('groups of mixed classes', 1.5, 1);
const clustered = populations.groupedPlane('plane in groups');
const unevenClustered = populations.groupedPlane('plane in uneven groups', populations.UNEVEN);
const series = populations.series('series', 0.8, 0);
const signs = populations.series('series of classes', 0.8, 2);

const of =
  (split: ResamplingCase['split']) =>
  (
    population: Population,
    estimator: ResamplingCase['estimator'],
    units: number,
    simulations: number,
  ): ResamplingCase => ({ population, estimator, split, units, simulations });

const trainTest = of({ type: 'train-test' });
const kFold = of({ type: 'k-fold' });
const tenFold = of({ type: 'k-fold', folds: 10 });
const kFoldTenTimes = of({ type: 'k-fold', repeats: 10 });
const stratified = of({ type: 'stratified-k-fold' });
const stratifiedTenTimes = of({ type: 'stratified-k-fold', repeats: 10 });
const byGroup = of({ type: 'group-k-fold' });
const byGroupStratified = of({ type: 'stratified-group-k-fold', repeats: 4 });
const leaveOneOut = of({ type: 'leave-one-out' });
const leaveOneGroupOut = of({ type: 'leave-one-group-out' });
const inTime = of({ type: 'time-series' });
const inTimeTen = of({ type: 'time-series', folds: 10 });
const predefined = of({ type: 'predefined', column: 'fold' });

/** Every split, stable and unstable learners, few rows and many, easy and hard, at chance and nearly perfect. */
export const CASES: readonly ResamplingCase[] = [
  trainTest(easy, logistic, 100, 600),
  trainTest(hard, tree, 200, 500),
  trainTest(hard, tree, 1000, 400),
  trainTest(plane, ridge, 100, 600),
  trainTest(bent, tree, 400, 300),
  kFold(hard, tree, 1000, 150),
  kFold(hard, logistic, 1000, 100),
  tenFold(perfect, tree, 100, 500),
  tenFold(noise, logistic, 60, 500),
  kFold(plane, ridge, 30, 800),
  kFold(plane, ridge, 1000, 200),
  kFoldTenTimes(plane, ridge, 100, 300),
  kFold(bent, tree, 60, 500),
  kFoldTenTimes(bent, tree, 200, 150),
  tenFold(tail, leastSquares, 100, 500),
  kFold(tail, tree, 300, 250),
  stratified(easy, logistic, 30, 800),
  stratified(easy, logistic, 100, 600),
  stratified(easy, tree, 100, 600),
  stratified(hard, tree, 30, 800),
  stratified(perfect, logistic, 100, 400),
  stratified(noise, logistic, 100, 500),
  stratified(faint, logistic, 60, 500),
  stratified(rare, logistic, 200, 400),
  stratified(three, shallow, 150, 300),
  stratifiedTenTimes(hard, logistic, 100, 500),
  stratifiedTenTimes(hard, logistic, 1000, 80),
  stratifiedTenTimes(hard, tree, 100, 400),
  stratifiedTenTimes(rare, tree, 200, 250),
  leaveOneOut(hard, logistic, 60, 300),
  leaveOneOut(hard, tree, 40, 400),
  leaveOneOut(noise, logistic, 40, 400),
  leaveOneOut(faint, logistic, 60, 300),
  leaveOneOut(plane, leastSquares, 60, 600),
  leaveOneOut(bent, tree, 60, 250),
  byGroup(pure, logistic, 40, 400),
  byGroup(pure, logistic, 150, 150),
  byGroup(mixed, logistic, 40, 300),
  byGroup(clustered, ridge, 40, 300),
  byGroup(unevenClustered, ridge, 60, 300),
  byGroupStratified(pure, tree, 60, 250),
  byGroupStratified(unevenPure, logistic, 60, 250),
  byGroupStratified(mixed, tree, 80, 100),
  leaveOneGroupOut(pure, logistic, 40, 250),
  leaveOneGroupOut(mixed, logistic, 40, 200),
  leaveOneGroupOut(clustered, ridge, 40, 400),
  leaveOneGroupOut(unevenClustered, ridge, 60, 300),
  leaveOneGroupOut(unevenPure, tree, 60, 120),
  inTime(series, ridge, 100, 600),
  inTime(series, ridge, 400, 300),
  inTimeTen(series, leastSquares, 300, 300),
  inTime(signs, logistic, 200, 400),
  inTime(signs, tree, 400, 250),
  predefined(hard, logistic, 100, 500),
  predefined(bent, tree, 100, 400),
];

/** Those that a test can afford, and their samples. */
export const SHORT_CASES: readonly (readonly [ResamplingCase, number])[] = [
  [trainTest(plane, ridge, 100, 600), 40],
  [stratified(easy, logistic, 30, 800), 60],
  [stratified(hard, tree, 30, 800), 40],
  [stratifiedTenTimes(hard, logistic, 100, 500), 15],
  [leaveOneOut(plane, leastSquares, 60, 600), 60],
  [leaveOneGroupOut(clustered, ridge, 40, 400), 25],
  [byGroup(clustered, ridge, 40, 300), 30],
  [inTime(series, ridge, 100, 600), 80],
  [predefined(bent, tree, 100, 400), 40],
];
