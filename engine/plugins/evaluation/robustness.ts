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
import type { Unmeasured } from '../figure.js';
import { sampledRows } from '../sampled-rows.js';
import { classRecalls, scoreOf } from '../scores.js';
import type { TRUTH_SCORES } from '../scores.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { robustnessDetails } from './robustness-details.js';
import { harmsOf, recallFault } from './robustness-figures.js';
import type { Frame, VariantScores } from './robustness-figures.js';
import { ROBUSTNESS_OUTPUTS } from './robustness-outputs.js';
import type { PerturbedName } from './robustness-outputs.js';
import { PERTURBATIONS, scaledColumns, variantsOf } from './robustness-perturbations.js';
import type { PerturbationStrengths } from './robustness-perturbations.js';
import { robustnessOutputs } from './robustness-results.js';
import type { Measured, Struck } from './robustness-results.js';
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
  /** Why the recall of the worst class cannot be told. */
  readonly noRecall: Unmeasured | undefined;
  readonly frame: Frame;
}

async function measure(context: MeasureContext<RobustnessParameters>): Promise<MeasureResult> {
  const setting = await settingOf(context);
  if ('unmeasured' in setting) return without(setting);
  const measured = new Map<PerturbedName, Measured | Unmeasured>();
  const { clean, metric, noRecall, frame } = setting;
  const isClasses = clean.kind === 'classes';
  const recalls = isClasses && !noRecall ? classRecalls(clean) : [];
  const noFlips = isClasses ? undefined : unmeasured('unsupported', 'answers that change are of classifiers');
  const untouched = await harmsOf(metric, [{ name: '', metric, recalls, flips: undefined }], frame);
  const names = [...PERTURBATIONS, 'search'] as const;
  for (const [index, name] of names.entries()) {
    const struck = await causesOfFaults(() => (name === 'search' ? found(setting) : perturbed(name, setting)));
    measured.set(
      name,
      'unmeasured' in struck ? struck : { ...struck, harms: await harmsOf(metric, struck.variants, frame) },
    );
    context.progress(index + 1, names.length, name);
  }
  return {
    outputs: robustnessOutputs({ metric, untouched, noRecall, noFlips, measured, frame }),
    details: robustnessDetails(measured, metric, frame.units.weights),
    backend: setting.common.model.backend,
  };
}

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
  const frame: Frame = {
    units,
    basis: model.basis,
    rows,
    draws: params.draws,
    options,
    pause: () => checkpoint(signal),
  };
  const noRecall = recallFault(clean.kind === 'classes' ? classRecalls(clean) : [], units);
  return { context, common, beside, clean, cleanAnswers, metric, noRecall, frame };
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

async function perturbed(name: (typeof PERTURBATIONS)[number], setting: Setting): Promise<Struck | Unmeasured> {
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
  return { variants: scored };
}

function scoresOf(name: string, part: AnsweredPart, { clean, context, noRecall }: Setting): VariantScores | Unmeasured {
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
  return { name, metric, recalls: noRecall ? [] : classRecalls(part), flips };
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

async function found(setting: Setting): Promise<Struck | Unmeasured> {
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
  return 'unmeasured' in scores ? scores : { variants: [scores] };
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
