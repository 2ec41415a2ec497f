import type { Score } from '../../methods/evaluation/score.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { inBoxFigure, worstFigure } from './robustness-figures.js';
import type { Frame, Harms, VariantScores } from './robustness-figures.js';
import { PERTURBED } from './robustness-outputs.js';
import type { PerturbedName } from './robustness-outputs.js';
import { PERTURBATIONS } from './robustness-perturbations.js';

/** How the model did under each variant of a perturbation. */
export interface Struck {
  readonly variants: readonly VariantScores[];
}

export interface Measured extends Struck {
  readonly harms: Harms;
}

export interface Results {
  readonly metric: Score;
  /** Of the rows as they are. */
  readonly untouched: Harms;
  /** Why the recall of the worst class, and the share of answers that change, cannot be told. */
  readonly noRecall: Unmeasured | undefined;
  readonly noFlips: Unmeasured | undefined;
  readonly measured: ReadonlyMap<PerturbedName, Measured | Unmeasured>;
  readonly frame: Frame;
}

type Given = Figure | Unmeasured;

export function robustnessOutputs({
  metric,
  untouched,
  noRecall,
  noFlips,
  measured,
  frame,
}: Results): Record<string, Output> {
  const { better, range } = metric;
  const sign = better === 'lower' ? 1 : -1;
  const figures = ({ metric: own, drop, recall, flips }: Harms): readonly Given[] => [
    worstFigure(own, sign, range, frame),
    worstFigure(drop, 1, [-range[1], range[1]], frame),
    noRecall ?? worstFigure(recall, -1, [0, 1], frame),
    noFlips ?? worstFigure(flips, 1, [0, 1], frame),
  ];
  const inBox = ({ metric: own, recall, flips }: Harms): readonly Given[] => [
    inBoxFigure(own, sign, range, frame),
    noRecall ?? inBoxFigure(recall, -1, [0, 1], frame),
    noFlips ?? inBoxFigure(flips, 1, [0, 1], frame),
  ];
  const search = measured.get('search')!;
  const all = allOf(PERTURBATIONS.map((perturbation) => measured.get(perturbation)!));
  return {
    clean: worstFigure(untouched.metric, sign, range, frame),
    minRecallClean: noRecall ?? worstFigure(untouched.recall, -1, [0, 1], frame),
    ...Object.fromEntries(
      Object.entries(PERTURBED).flatMap(([perturbation, [suffix]]) => {
        const one = measured.get(perturbation as PerturbedName)!;
        const names = ['under', 'dropUnder', 'minRecallUnder', 'flipRateUnder'].map((prefix) => `${prefix}${suffix}`);
        return Object.entries(named(names, 'unmeasured' in one ? one : figures(one.harms)));
      }),
    ),
    ...named(['worst', 'maxDrop', 'minRecall', 'maxFlipRate'], 'unmeasured' in all ? all : figures(all)),
    ...named(['worstInBox', 'minRecallInBox', 'flipRateInBox'], 'unmeasured' in search ? search : inBox(search.harms)),
  };
}

/** Each name its figure, or all of them the reason why there is none. */
const named = (names: readonly string[], given: readonly Given[] | Unmeasured): Record<string, Given> =>
  Object.fromEntries(names.map((name, index) => [name, 'unmeasured' in given ? given : given[index]!]));

/** All that apply, together. One that applies and cannot be measured leaves the worst unknown. */
function allOf(measured: readonly (Measured | Unmeasured)[]): Harms | Unmeasured {
  const fault = measured.find((one): one is Unmeasured => 'unmeasured' in one && one.unmeasured !== 'missing-input');
  if (fault !== undefined) return fault;
  const harms = measured.flatMap((one) => ('unmeasured' in one ? [] : [one.harms]));
  if (harms.length === 0) return unmeasured('missing-input', 'no perturbation applies to these features');
  return {
    metric: harms.flatMap(({ metric }) => metric),
    drop: harms.flatMap(({ drop }) => drop),
    recall: harms.flatMap(({ recall }) => recall),
    flips: harms.flatMap(({ flips }) => flips),
  };
}
