import { meanScore, type Score, FEWEST_OF_CLASS, fewestUnits } from '../../methods/evaluation/score.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { identity } from '../../numerics/permutation.js';
import type { Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { Predictions } from '../../subject/view.js';
import { besideAnswers } from '../answered-part.js';
import type { AnsweredPart, AnsweredRows } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { sampledRows } from '../sampled-rows.js';
import { classRecalls, scoreOf } from '../scores.js';
import type { TRUTH_SCORES } from '../scores.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { robustnessDetails } from './robustness-details.js';
import { harmsOf, inBoxFigure, recallFault, worstFigure } from './robustness-figures.js';
import type { Frame, Harms, VariantScores } from './robustness-figures.js';
import { PERTURBED, ROBUSTNESS_OUTPUTS } from './robustness-outputs.js';
import type { PerturbedName } from './robustness-outputs.js';
import { PERTURBATIONS, scaledColumns, variantsOf } from './robustness-perturbations.js';
import type { PerturbationStrengths } from './robustness-perturbations.js';
import { searchBox } from './robustness-search.js';

export interface RobustnessParameters extends PerturbationStrengths {
  readonly metric: 'default' | (typeof TRUTH_SCORES)[number];
  readonly class: string | null;
  readonly epsilon: number;
  readonly searchSteps: number;
  readonly maxRows: number;
  readonly draws: number;
}

export const robustness = definePlugin<RobustnessParameters>({
  id: 'evaluation/robustness',
  version: '1.0.0',
  title: {
    en: 'How the model does on perturbed rows, and in the worst case of a box around them',
    zh: '模型在受扰动数据上的表现，以及邻域箱内的最差情形',
  },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs: ROBUSTNESS_OUTPUTS,
  measure: (context) => faultsUnmeasured(ROBUSTNESS_OUTPUTS, () => measure(context)),
});

/** What stays the same under every perturbation. */
interface Setting {
  readonly context: MeasureContext<RobustnessParameters>;
  readonly common: AnsweredRows;
  readonly beside: (answers: Predictions) => AnsweredPart | Unmeasured;
  readonly clean: AnsweredPart;
  readonly cleanAnswers: Predictions;
  readonly metric: Score;
  readonly frame: Frame;
}

export interface Measured {
  readonly variants: readonly VariantScores[];
  readonly harms: Harms;
}

async function measure(context: MeasureContext<RobustnessParameters>): Promise<MeasureResult> {
  const setting = await settingOf(context);
  if ('unmeasured' in setting) return without(setting);
  const measured = new Map<PerturbedName, Measured | Unmeasured>();
  const names = [...PERTURBATIONS, 'search'] as const;
  for (const [index, name] of names.entries()) {
    const variants = await causesOfFaults(() => (name === 'search' ? found(setting) : perturbed(name, setting)));
    const fault = 'unmeasured' in variants ? variants : undefined;
    measured.set(name, fault ?? { variants: variants as readonly VariantScores[], harms: harmsIn(setting, variants) });
    context.progress(index + 1, names.length, name);
  }
  return {
    outputs: outputsOf(setting, measured),
    details: robustnessDetails(measured, setting.metric, setting.frame.units.weights),
    backend: setting.common.model.backend,
  };
}

const harmsIn = ({ metric, frame }: Setting, variants: readonly VariantScores[] | Unmeasured): Harms =>
  harmsOf(metric, 'unmeasured' in variants ? [] : variants, frame);

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(ROBUSTNESS_OUTPUTS, cause, detail),
});

async function settingOf(context: MeasureContext<RobustnessParameters>): Promise<Setting | Unmeasured> {
  const { subject, params, rng, signal } = context;
  const model = await subject.model();
  if (model === undefined) return unmeasured('missing-input', 'the subject has no model');
  if (!model.answersNewRows) {
    return unmeasured('unsupported', `a model of format ${model.format} answers no new rows`);
  }
  const data = await sampledRows(subject, params.maxRows, () => rng('sample'));
  if ('unmeasured' in data) return data;
  const { table, target, units, groups, rows } = data;
  const few = tooSmall(units);
  if (few !== undefined) return unmeasured('out-of-domain', few);
  const common: AnsweredRows = {
    table,
    model,
    rows: identity(table.rowCount),
    units,
    ...(groups && { groups: Int32Array.from(groups) }),
  };
  await checkpoint(signal);
  const cleanAnswers = await model.predict(table, signal);
  const beside = (answers: Predictions): AnsweredPart | Unmeasured => besideAnswers(common, target, answers);
  const clean = beside(cleanAnswers);
  if ('unmeasured' in clean) return clean;
  const metric = scoreOf(clean, params.metric, params.class);
  if ('unmeasured' in metric) return metric;
  if (fewestUnits(metric, units) < FEWEST_OF_CLASS) {
    return unmeasured('out-of-domain', `a class has fewer than ${FEWEST_OF_CLASS} ${units.name}`);
  }
  const extras = clean.kind === 'classes' ? clean.classes.length : 2;
  const options = (): ReturnType<Frame['options']> => ({ rng: rng(`rows:${rows}`), draws: params.draws, extras });
  const frame: Frame = { units, basis: model.basis, rows, draws: params.draws, options };
  return { context, common, beside, clean, cleanAnswers, metric, frame };
}

/** A model that cannot answer such rows costs this perturbation its figures, and no other. */
async function causesOfFaults<T>(run: () => Promise<T>): Promise<T | Unmeasured> {
  try {
    return await run();
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    return unmeasured(fault.unmeasured, fault.message);
  }
}

async function perturbed(
  name: (typeof PERTURBATIONS)[number],
  setting: Setting,
): Promise<readonly VariantScores[] | Unmeasured> {
  const { context, common, beside } = setting;
  const { subject, params, rng, signal } = context;
  const variants = variantsOf(name, common.table, subject.features(common.table), params, rng(`perturb ${name}`));
  if ('unmeasured' in variants) return variants;
  const scored: VariantScores[] = [];
  for (const variant of variants) {
    const repeats: VariantScores[] = [];
    for (const table of variant.tables) {
      await checkpoint(signal);
      const part = beside(await common.model.predict(table(), signal));
      const scores = 'unmeasured' in part ? part : scoresOf(variant.name, part, setting);
      if ('unmeasured' in scores) return scores;
      repeats.push(scores);
    }
    scored.push(meanOf(repeats));
  }
  return scored;
}

function scoresOf(name: string, part: AnsweredPart, { clean, context }: Setting): VariantScores | Unmeasured {
  const metric = scoreOf(part, context.params.metric, context.params.class);
  if ('unmeasured' in metric) return metric;
  if (part.kind !== 'classes' || clean.kind !== 'classes') return { name, metric, recalls: [], flips: undefined };
  const changed = Uint8Array.from(part.predicted, (code, row) => Number(code !== clean.predicted[row]));
  const flips: Score = {
    better: 'lower',
    parts: [{ values: changed, lowest: 0, highest: 1 }],
    finish: 'none',
    range: [0, 1],
  };
  return { name, metric, recalls: classRecalls(part), flips };
}

function meanOf(repeats: readonly VariantScores[]): VariantScores {
  const [first] = repeats;
  const flips = repeats.flatMap((one) => one.flips ?? []);
  return {
    name: first!.name,
    metric: meanScore(repeats.map(({ metric }) => metric)),
    recalls: first!.recalls.map((_, code) => meanScore(repeats.map(({ recalls }) => recalls[code]!))),
    flips: flips.length > 0 ? meanScore(flips) : undefined,
  };
}

async function found(setting: Setting): Promise<readonly VariantScores[] | Unmeasured> {
  const { context, common, beside, cleanAnswers } = setting;
  const { subject, params, rng, signal, progress } = context;
  const { epsilon, searchSteps: steps } = params;
  if (epsilon === 0 || steps === 0) return unmeasured('missing-input', 'no search is asked for');
  const columns = scaledColumns(subject.features(common.table));
  if ('unmeasured' in columns) return columns;
  if (columns.length === 0) return unmeasured('missing-input', 'no feature is a number that varies');
  const answers = await searchBox(common.table, cleanAnswers, {
    columns,
    epsilon,
    steps,
    rng: rng('search'),
    harm: (given) => harmOf(besideOrThrow(beside, given)),
    predict: (table: Table) => common.model.predict(table, signal),
    pause: async (step) => {
      await checkpoint(signal);
      if (step % 10 === 0) progress(step, steps, 'search');
    },
  });
  const scores = scoresOf('', besideOrThrow(beside, answers), setting);
  return 'unmeasured' in scores ? scores : [scores];
}

/** Inside a search a bad answer ends it, as a fault of the model does. */
function besideOrThrow(beside: Setting['beside'], answers: Predictions): AnsweredPart {
  const part = beside(answers);
  if ('unmeasured' in part)
    throw new ModelFault(part.unmeasured === 'unsupported' ? 'unsupported' : 'failed', part.detail);
  return part;
}

/** A wrong answer is worse than any right one, and of two alike the one that gives the truth less probability. */
function harmOf(part: AnsweredPart): Float64Array {
  if (part.kind === 'numbers') return part.truth.map((value, row) => Math.abs(value - part.predicted[row]!));
  const { truth, predicted, probabilities, classes } = part;
  return Float64Array.from(truth, (code, row) => {
    const given = probabilities?.[row * classes.length + code] ?? 0;
    return Number(predicted[row] !== code) + (1 - given) / 2;
  });
}

function outputsOf(
  setting: Setting,
  measured: ReadonlyMap<PerturbedName, Measured | Unmeasured>,
): Record<string, Output> {
  const { clean, metric, frame } = setting;
  const sign = metric.better === 'lower' ? 1 : -1;
  const recalls = clean.kind === 'classes' ? classRecalls(clean) : [];
  const noRecall = recallFault(recalls, frame.units);
  const noFlips =
    recalls.length === 0 ? unmeasured('unsupported', 'answers that change are of classifiers') : undefined;
  const dropEnd = metric.range[1] < Number.MAX_VALUE ? metric.range[1] : Number.MAX_VALUE;
  const figures = (harms: Harms): readonly (Figure | Unmeasured)[] => [
    worstFigure(harms.metric, sign, metric.range, frame),
    worstFigure(harms.drop, 1, [-dropEnd, dropEnd], frame),
    noRecall ?? worstFigure(harms.recall, -1, [0, 1], frame),
    noFlips ?? worstFigure(harms.flips, 1, [0, 1], frame),
  ];
  const untouched = harmsOf(metric, [{ name: '', metric, recalls, flips: undefined }], frame);
  const outputs: Record<string, Output> = {
    clean: worstFigure(untouched.metric, sign, metric.range, frame),
    minRecallClean: noRecall ?? worstFigure(untouched.recall, -1, [0, 1], frame),
  };
  const name = (names: readonly string[], given: readonly (Figure | Unmeasured)[]): void =>
    names.forEach((output, index) => (outputs[output] = given[index]!));
  for (const [perturbation, [suffix]] of Object.entries(PERTURBED)) {
    const one = measured.get(perturbation as PerturbedName)!;
    const names = ['under', 'dropUnder', 'minRecallUnder', 'flipRateUnder'].map((prefix) => `${prefix}${suffix}`);
    name(names, 'unmeasured' in one ? names.map(() => one) : figures(one.harms));
  }
  const all = allOf(PERTURBATIONS.map((perturbation) => measured.get(perturbation)!));
  const worst = ['worst', 'maxDrop', 'minRecall', 'maxFlipRate'];
  name(worst, 'unmeasured' in all ? worst.map(() => all) : figures(all));
  const search = measured.get('search')!;
  const inBox = ['worstInBox', 'minRecallInBox', 'flipRateInBox'];
  if ('unmeasured' in search)
    name(
      inBox,
      inBox.map(() => search),
    );
  else {
    const { harms } = search;
    name(inBox, [
      inBoxFigure(harms.metric, sign, metric.range, frame),
      noRecall ?? inBoxFigure(harms.recall, -1, [0, 1], frame),
      noFlips ?? inBoxFigure(harms.flips, 1, [0, 1], frame),
    ]);
  }
  return outputs;
}

/** All that apply, together. One that applies and cannot be measured leaves the worst unknown. */
function allOf(measured: readonly (Measured | Unmeasured)[]): Harms | Unmeasured {
  const fault = measured.find((one) => 'unmeasured' in one && one.unmeasured !== 'missing-input');
  if (fault !== undefined) return fault as Unmeasured;
  const harms = measured.flatMap((one) => ('unmeasured' in one ? [] : [one.harms]));
  if (harms.length === 0) return unmeasured('missing-input', 'no perturbation applies to these features');
  return {
    metric: harms.flatMap(({ metric }) => metric),
    drop: harms.flatMap(({ drop }) => drop),
    recall: harms.flatMap(({ recall }) => recall),
    flips: harms.flatMap(({ flips }) => flips),
  };
}
