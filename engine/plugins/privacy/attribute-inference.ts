import type { TrainingTarget } from '../../estimators/estimator.js';
import { estimatorOf } from '../../estimators/registry.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { classEvidence, guesser, labelEvidence, numberEvidence } from '../../methods/privacy/attribute-guess.js';
import { identity } from '../../numerics/permutation.js';
import { selectRows } from '../../subject/table.js';
import type { Column, Table } from '../../subject/table.js';
import type { Predictions } from '../../subject/view.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { replace } from '../evaluation/robustness-perturbations.js';
import { weakest } from '../figure.js';
import type { Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { attributeFigures } from './attribute-figures.js';
import { attributeRows } from './attribute-rows.js';
import type { AttributeRows } from './attribute-rows.js';

export interface AttributeInferenceParameters {
  readonly column: string | null;
  readonly rows: number;
  readonly draws: number;
}

const number = (en: string, zh: string, range: readonly [number, number] = [0, 1]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

const outputs = {
  attackAccuracy: number(
    'Share of training rows whose attribute is guessed with the model',
    '借助模型猜中敏感属性的训练行比例',
  ),
  controlAccuracy: number(
    'Share of rows that the model never saw whose attribute is guessed with the model',
    '借助模型猜中敏感属性的未见行（对照组）比例',
  ),
  advantage: number(
    'The first less the second: what the model tells of its training rows alone',
    '前者减后者：模型仅对其训练行泄露的部分',
    [-1, 1],
  ),
  imputationAccuracy: number(
    'Share of training rows whose attribute is guessed from their other values, without the model',
    '不借助模型、仅由其他列猜中敏感属性的训练行比例',
  ),
  gainOverImputation: number('What the model adds to that', '模型在此基础上增加的比例', [-1, 1]),
} as const satisfies Readonly<Record<string, OutputSpec>>;

/**
 * The attacker knows a row but for its attribute, its outcome too, may ask the model, and has rows of the same kind of
 * their own (half of the test rows), of which a logistic regression learns how the attribute goes with the rest. The
 * control group is of the other half: what is guessed of these rows too is not of the training rows, but of
 * the population (Yeom et al., CSF 2018, definition 5). The baseline is the same regression with the outcome beside the
 * other columns, without the model (Jayaraman & Evans, "Are attribute inference attacks just imputation?", CCS 2022).
 */
export const attributeInference = definePlugin<AttributeInferenceParameters>({
  id: 'privacy/attribute-inference',
  version: '1.0.0',
  title: {
    en: 'Attribute inference: what the model tells of a sensitive attribute of its training rows',
    zh: '属性推断：模型泄露其训练行敏感属性的程度',
  },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

type Context = MeasureContext<AttributeInferenceParameters>;

async function measure(context: Context): Promise<MeasureResult> {
  const { subject, params, rng } = context;
  const train = await answeredPart(subject, 'train');
  if ('unmeasured' in train) return nothingMeasured(outputs, train);
  const test = await answeredPart(subject, 'test');
  if ('unmeasured' in test) return nothingMeasured(outputs, test);
  const name = attributeName(subject.features(train.table), train.table, params.column);
  if (typeof name !== 'string') return nothingMeasured(outputs, name);
  const rows = attributeRows(train, test, name, params.rows, rng('rows'));
  if ('unmeasured' in rows) return nothingMeasured(outputs, rows);
  for (const [group, units] of Object.entries(rows.units)) {
    const small = tooSmall(units);
    if (small !== undefined) return nothingMeasured(outputs, unmeasured('out-of-domain', `${group}: ${small}`));
  }
  const truth = truthOf(rows, train, test);
  const [prior, informed] = await imputations(context, rows, truth, name);
  const guessed = await guessesOf(context, rows, truth, test, prior!);
  // Without evidence a guesser takes the likeliest value.
  const imputed = guesser(informed!, rows.groups.length);
  rows.groups.forEach((_, value) => imputed.tell(value, new Float64Array(informed!.length / rows.groups.length)));
  return {
    ...attributeFigures(
      rows,
      { guessed, imputed: imputed.guesses() },
      context,
      weakest(train.model.basis, test.model.basis),
    ),
    backend: test.model.backend,
  };
}

/** The one sensitive column that the model takes, or the one that is named. */
function attributeName(features: readonly Column[], table: Table, given: string | null): string | Unmeasured {
  const sensitive = table.columns.filter(({ roles }) => roles.includes('sensitive')).map(({ name }) => name);
  if (given === null && sensitive.length !== 1) {
    return unmeasured(
      'missing-input',
      sensitive.length === 0
        ? 'no column has the role sensitive'
        : `${sensitive.length} columns are sensitive: name one by column`,
    );
  }
  const name = given ?? sensitive[0]!;
  if (features.some((feature) => feature.name === name)) return name;
  return unmeasured('unsupported', `${name} is no feature: the model cannot be asked what it would say of its values`);
}

/** The outcome of every row. */
function truthOf({ places }: AttributeRows, train: AnsweredPart, test: AnsweredPart): TrainingTarget {
  const both = [
    ...Array.from(places.members, (place) => train.truth[place]!),
    ...Array.from(places.held, (place) => test.truth[place]!),
  ];
  return train.kind === 'classes'
    ? { kind: 'classes', classes: train.classes, codes: Int32Array.from(both) }
    : { kind: 'numbers', values: Float64Array.from(both) };
}

/** Of members and control group: probabilities of the attribute's values from the other columns, without the outcome and with it. */
async function imputations(
  { subject, rng, signal, device }: Context,
  rows: AttributeRows,
  truth: TrainingTarget,
  name: string,
): Promise<readonly Float64Array[]> {
  const attacked = rows.members + rows.control;
  const others = subject.features(rows.table).filter((column) => column.name !== name);
  const outcome: Column =
    truth.kind === 'classes'
      ? { type: 'categorical', name: 'outcome', roles: ['feature'], levels: truth.classes, codes: truth.codes }
      : { type: 'numeric', name: 'outcome', roles: ['feature'], values: truth.values };
  const estimator = await estimatorOf({ type: 'logistic-regression', with: {} }, 'classes');
  const target = {
    kind: 'classes',
    classes: rows.groups,
    codes: rows.values.map((value) => Math.max(0, value)),
  } as const;
  const all = identity(rows.table.rowCount);
  const found: Float64Array[] = [];
  for (const [index, features] of [others, [...others, outcome]].entries()) {
    const [answers] = await estimator.answers(
      { features, target },
      [{ train: all.subarray(attacked), test: all.subarray(0, attacked) }],
      { rng: (stream) => rng(`imputation ${index} ${stream}`), pause: () => checkpoint(signal), signal, device },
    );
    found.push(answers!);
  }
  return found;
}

/** What is guessed of members and control group with the model's answers for every value. */
async function guessesOf(
  { signal, progress }: Context,
  rows: AttributeRows,
  truth: TrainingTarget,
  test: AnsweredPart,
  prior: Float64Array,
): Promise<Int32Array> {
  const attacked = rows.members + rows.control;
  const own = rows.places.held.subarray(rows.control);
  const evidence = evidenceOf(truth, attacked, test, own);
  const found = guesser(prior, rows.groups.length);
  const table = selectRows(rows.table, identity(attacked));
  for (let value = 0; value < rows.groups.length; value++) {
    await checkpoint(signal);
    const answers = await test.model.predict(replace(table, [rows.filled(value)]), signal);
    found.tell(value, evidence(answers));
    progress(value + 1, rows.groups.length);
  }
  return found.guesses();
}

function evidenceOf(truth: TrainingTarget, attacked: number, test: AnsweredPart, own: Int32Array) {
  if (truth.kind === 'numbers' || test.kind === 'numbers') {
    const values = truth.kind === 'numbers' ? truth.values.subarray(0, attacked) : new Float64Array();
    const error = (place: number): number => (test.predicted[place]! - test.truth[place]!) ** 2;
    const deviation = Math.sqrt(own.reduce((sum, place) => sum + error(place), 0) / own.length) || Number.MIN_VALUE;
    return (answers: Predictions): Float64Array =>
      answers.kind === 'numbers' ? numberEvidence(answers.values, values, deviation) : new Float64Array(attacked);
  }
  const codes = truth.codes.subarray(0, attacked);
  const classes = truth.classes.length;
  const ofLabels = labelEvidence(
    own.map((place) => test.predicted[place]!),
    own.map((place) => test.truth[place]!),
    classes,
  );
  return (answers: Predictions): Float64Array => {
    if (answers.kind !== 'classes') return new Float64Array(attacked);
    return answers.probabilities
      ? classEvidence(answers.probabilities, codes, classes)
      : ofLabels(answers.labels, codes);
  };
}
