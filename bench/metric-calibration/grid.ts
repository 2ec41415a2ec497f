import { RESIDUALS, type Subject, binormalSubject, cellsOf, matrixSubject, regressionSubject } from './subjects.js';

export interface GridPoint {
  readonly subject: Subject;
  readonly n: number;
  readonly simulations: number;
  readonly draws: number;
}

const SUBJECTS: readonly Subject[] = [
  matrixSubject('two classes, rate 0.7', cellsOf([0.5, 0.5], [0.7, 0.7])),
  matrixSubject('two classes, rate 0.9', cellsOf([0.5, 0.5], [0.9, 0.9])),
  matrixSubject('two classes, rate 0.99', cellsOf([0.5, 0.5], [0.99, 0.99])),
  matrixSubject('two classes 9:1, rates 0.9, 0.8', cellsOf([0.9, 0.1], [0.9, 0.8])),
  matrixSubject('two classes 9:1, rates 0.99, 0.9', cellsOf([0.9, 0.1], [0.99, 0.9])),
  matrixSubject('three classes 6:3:1, rate 0.8', cellsOf([0.6, 0.3, 0.1], [0.8, 0.8, 0.8])),
  matrixSubject('three classes 5:3:2, rate 0.99', cellsOf([0.5, 0.3, 0.2], [0.99, 0.99, 0.99])),
  binormalSubject('scores, area 0.76', 0.5, 1),
  binormalSubject('scores, area 0.92', 0.5, 2),
  binormalSubject('scores, area 0.99', 0.5, 3.3),
  binormalSubject('scores 1:9, area 0.92', 0.1, 2),
  binormalSubject('scores, a little overconfident', 0.5, 2, 1.2),
  binormalSubject('scores, overconfident', 0.5, 2, 2),
  regressionSubject('normal residuals', RESIDUALS.normal),
  regressionSubject('skewed residuals', RESIDUALS.skewed),
];

/** n counts groups here. */
const GROUPED: readonly Subject[] = [
  matrixSubject('groups of 3, rate 0.9', cellsOf([0.5, 0.5], [0.9, 0.9]), { perGroup: 3 }),
  matrixSubject('groups of 3, 8:2, rates 0.9, 0.8', cellsOf([0.8, 0.2], [0.9, 0.8]), { perGroup: 3 }),
  matrixSubject('row weights 0.2 to 1.8, rate 0.9', cellsOf([0.5, 0.5], [0.9, 0.9]), { weighted: true }),
  binormalSubject('groups of 3, scores, area 0.92', 0.5, 2, 1, 15, 3),
  binormalSubject('groups of 3, scores, overconfident', 0.5, 2, 2, 15, 3),
  regressionSubject('groups of 3, normal residuals', RESIDUALS.normal, 3),
  regressionSubject('groups of 3, skewed residuals', RESIDUALS.skewed, 3),
];

/** Fewer draws than a measurement takes (2,000): what they lose, they lose as noise in the simulated rates. */
const cross = (
  subjects: readonly Subject[],
  sizes: readonly (readonly [n: number, simulations: number, draws: number])[],
): GridPoint[] =>
  subjects.flatMap((subject) => sizes.map(([n, simulations, draws]) => ({ subject, n, simulations, draws })));

export const GRID: readonly GridPoint[] = [
  ...cross(SUBJECTS, [
    [10, 400, 200],
    [30, 400, 200],
    [100, 300, 200],
    [1000, 80, 200],
  ]),
  ...cross(
    SUBJECTS.filter((subject) => !subject.name.endsWith('residuals')),
    [[10_000, 60, 100]],
  ),
  // Squares of skewed residuals are the heaviest tails here: more samples tell a miss from chance.
  ...cross(
    SUBJECTS.filter((subject) => subject.name.endsWith('residuals')),
    [[10_000, 400, 200]],
  ),
  ...cross(GROUPED, [
    [20, 300, 200],
    [50, 300, 200],
    [200, 100, 200],
  ]),
];

/** A part of it that a test can afford. */
export const SHORT_GRID: readonly GridPoint[] = [
  ...cross(SUBJECTS, [
    [10, 100, 100],
    [40, 100, 100],
    [200, 40, 100],
  ]),
  ...cross(GROUPED, [[30, 60, 100]]),
];
