import { estimatorOf } from '../../estimators/train-classifier.js';
import { classificationFigures } from '../../methods/evaluation/classification.js';
import { classificationValues } from '../../methods/evaluation/classification-values.js';
import type { ClassificationEvidence } from '../../methods/evaluation/evidence.js';
import { resampledFigures } from '../../methods/evaluation/folds.js';
import { selectRows } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { classificationDetails } from './classification-details.js';
import { foldTable } from './fold-table.js';
import type { FoldRecord } from './fold-table.js';
import { foldsOfSubject } from './folds-of-subject.js';
import type { SplitParameters, Splittable } from './folds-of-subject.js';
import { CLASSIFICATION_OUTPUTS } from './metric-outputs.js';

export interface CrossValidationParameters {
  readonly split: SplitParameters;
  readonly draws: number;
  readonly bins: number;
}

const outputs = {
  ...CLASSIFICATION_OUTPUTS,
  rows: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Rows that were held out once a repeat', zh: '每次重复中被留出的行数' },
  },
  trainings: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Models trained: folds times repeats', zh: '训练的模型数（折数乘重复次数）' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const crossValidation = definePlugin<CrossValidationParameters>({
  id: 'evaluation/cross-validation',
  version: '1.0.0',
  title: { en: 'Metrics of the training procedure by cross-validation', zh: '以交叉验证衡量训练过程的指标' },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<CrossValidationParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  if (subject.estimator === undefined) {
    return { outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has no estimator') };
  }
  const estimator = estimatorOf(subject.estimator);
  const data = await knownRowsOf(subject);
  if ('unmeasured' in data) return { outputs: unmeasuredAll(outputs, data.unmeasured, data.detail) };
  const { table, codes, classes, positive, groups, weights } = data;
  const features = subject.features(table).filter(({ name }) => name !== params.split.column);
  const training = { features, codes, classes: classes.length, ...(weights && { weights }) };

  const records: FoldRecord[] = [];
  const pooled = new Float64Array(table.rowCount * classes.length);
  for (let repeat = 0; repeat < params.split.repeats; repeat++) {
    const folds = foldsOfSubject(data, params.split, rng(`split ${repeat}`));
    for (const [index, fold] of folds.entries()) {
      const probabilities = await estimator.probabilities(training, fold, () => checkpoint(signal));
      const part = evidenceOf(fold.test, probabilities, codes, classes.length, positive, undefined, weights);
      const values = classificationValues(part, params.bins);
      records.push({ repeat, fold: index, values, trainRows: fold.train.length, testRows: fold.test.length });
      if (repeat === 0) {
        fold.test.forEach((row, place) => {
          const answer = probabilities.subarray(place * classes.length, (place + 1) * classes.length);
          pooled.set(answer, row * classes.length);
        });
      }
      progress(records.length, folds.length * params.split.repeats);
    }
  }
  const all = Int32Array.from(codes, (_, row) => row);
  const evidence = evidenceOf(all, pooled, codes, classes.length, positive, groups, weights);
  const options = {
    rng: rng(`rows:${table.digest}`),
    rows: table.digest,
    basis: 'observed',
    draws: params.draws,
    bins: params.bins,
  } as const;
  return {
    outputs: {
      ...resampledFigures(records, classificationFigures(evidence, options)),
      rows: exactFigure(table.rowCount, '1'),
      trainings: exactFigure(records.length, '1'),
    },
    details: [foldTable(records), ...classificationDetails(evidence, classes, params.bins)],
  };
}

interface KnownRows extends Splittable {
  readonly classes: readonly string[];
  readonly positive: number | undefined;
  readonly weights?: Float64Array;
}

/** The rows of the one table (else of the training data) whose class is known. */
async function knownRowsOf(subject: SubjectView): Promise<KnownRows | Unmeasured> {
  const table = await subject.table('whole');
  const target = await subject.target('whole');
  if (table === undefined || target === undefined) {
    return unmeasured('missing-input', 'the subject has no data.path or data.train with its target');
  }
  if (target.kind !== 'classes') {
    return unmeasured('unsupported', 'logistic-regression answers classes; the target holds numbers');
  }
  const rows = Int32Array.from(target.codes, (_, row) => row).filter((row) => target.codes[row]! >= 0);
  if (rows.length === 0) return unmeasured('out-of-domain', 'no row has a known class');
  const groups = await subject.groups('whole');
  const weights = await subject.weights('whole');
  return {
    table: selectRows(table, rows),
    codes: rows.map((row) => target.codes[row]!),
    classes: target.classes,
    positive: target.positive,
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}

/** What was answered for some rows: the likeliest class, of equals the first. */
function evidenceOf(
  rows: Int32Array,
  probabilities: Float64Array,
  codes: Int32Array,
  classes: number,
  positive: number | undefined,
  groups: Int32Array | undefined,
  weights: Float64Array | undefined,
): ClassificationEvidence {
  const predicted = Int32Array.from(rows, (_, place) => {
    const answer = probabilities.subarray(place * classes, (place + 1) * classes);
    return answer.indexOf(answer.reduce((most, value) => Math.max(most, value), 0));
  });
  return {
    truth: rows.map((row) => codes[row]!),
    predicted,
    classes,
    probabilities,
    ...(positive !== undefined && { positive }),
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}
