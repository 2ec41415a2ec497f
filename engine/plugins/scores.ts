import type { MeanColumn } from '../methods/evaluation/mean-boxes.js';
import type { Score } from '../methods/evaluation/score.js';
import type { AnsweredClasses, AnsweredPart } from './answered-part.js';
import type { Unmeasured } from './figure.js';
import { classScores, numberScores } from './row-scores.js';
import { unmeasured } from './unmeasured.js';

/** Metrics of DESIGN.md §4 that are scores; of these the first ones have denominators that hang on the truth alone. */
export const TRUTH_SCORES = [
  'accuracy',
  'balancedAccuracy',
  'recall',
  'recallMacro',
  'brier',
  'logLoss',
  'mae',
  'mse',
  'rmse',
] as const;
export const SCORES = [...TRUTH_SCORES, 'precision', 'precisionMacro', 'f1', 'f1Macro'] as const;
export type ScoreName = (typeof SCORES)[number];

const MACRO = {
  balancedAccuracy: 'recall',
  recallMacro: 'recall',
  precisionMacro: 'precision',
  f1Macro: 'f1',
} as const;
const isMacro = (name: string): name is keyof typeof MACRO => Object.hasOwn(MACRO, name);

/**
 * A score of what the model answered, or why there is none. `default`: accuracy of classifiers, mae of regressions.
 * `ofClass` is the class that `recall`, `precision` and `f1` are of; null takes the positive one.
 */
export function scoreOf(part: AnsweredPart, name: 'default' | ScoreName, ofClass: string | null): Score | Unmeasured {
  if (part.kind === 'numbers') {
    const chosen = name === 'default' ? 'mae' : name;
    if (chosen !== 'mae' && chosen !== 'mse' && chosen !== 'rmse') {
      return unmeasured('unsupported', `${chosen} is of classifiers; the model is a regression`);
    }
    const column = numberScores(part)[chosen === 'mae' ? 'mae' : 'mse']!;
    if (!Number.isFinite(column.highest * part.truth.length))
      return unmeasured('out-of-domain', 'the errors are too large to be summed');
    return {
      better: 'lower',
      parts: [column],
      finish: chosen === 'rmse' ? 'root' : 'none',
      range: [0, Number.MAX_VALUE],
    };
  }
  const chosen = name === 'default' ? 'accuracy' : name;
  switch (chosen) {
    case 'mae':
    case 'mse':
    case 'rmse':
      return unmeasured('unsupported', `${chosen} is of regressions; the model is a classifier`);
    case 'brier':
    case 'logLoss': {
      const column = classScores(part)[chosen];
      if (column === undefined) return unmeasured('unsupported', 'the model gives no probabilities');
      return {
        better: 'lower',
        parts: [column],
        finish: 'none',
        range: [0, chosen === 'brier' ? 2 : Number.MAX_VALUE],
      };
    }
    case 'accuracy':
      return share([classScores(part)['accuracy']!], 'none');
    default:
      if (isMacro(chosen)) {
        const of = MACRO[chosen];
        return share(
          part.classes.map((_, code) => classPart(part, of, code)),
          of === 'f1' ? 'dice' : 'none',
        );
      }
      break;
  }
  const code = ofClass === null ? part.positive : part.classes.indexOf(ofClass);
  if (code < 0) {
    const why = ofClass === null ? 'the task has no positive class' : `no class is ${ofClass}`;
    return unmeasured('unsupported', `${why}: class names the class that ${chosen} is of`);
  }
  return share([classPart(part, chosen, code)], chosen === 'f1' ? 'dice' : 'none');
}

/** The recall of each class. */
export const classRecalls = (part: AnsweredClasses): readonly Score[] =>
  part.classes.map((_, code) => share([classPart(part, 'recall', code)], 'none'));

const share = (parts: readonly MeanColumn[], finish: Score['finish']): Score => ({
  better: 'higher',
  parts,
  finish,
  range: [0, 1],
});

function classPart({ truth, predicted }: AnsweredClasses, of: 'recall' | 'precision' | 'f1', code: number): MeanColumn {
  const counts = (row: number): boolean =>
    (of !== 'precision' && truth[row] === code) || (of !== 'recall' && predicted[row] === code);
  return {
    values: Uint8Array.from(truth, (c, row) => Number(c === code && predicted[row] === code)),
    rows: Int32Array.from(truth.keys()).filter(counts),
    lowest: 0,
    highest: 1,
  };
}
