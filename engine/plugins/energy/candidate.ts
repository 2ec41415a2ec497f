/** An edited copy of a model beside the model itself: what it saves, and what it costs in quality. */
import { classificationValues } from '../../methods/evaluation/classification-values.js';
import { LESS_IS_BETTER } from '../../methods/evaluation/metric-names.js';
import { isNonInferior } from '../../methods/evaluation/non-inferiority.js';
import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { regressionValues } from '../../methods/evaluation/regression.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import type { Rng } from '../../numerics/random.js';
import type { ModelEdits, SubjectView, Target } from '../../subject/view.js';
import { answeredPart, besideAnswers, evidenceOfPart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { metricDifference } from '../metric-difference.js';
import { unmeasured } from '../unmeasured.js';
import type { ModelFileProfile } from './model-file-profile.js';
import { profileOfOnnx } from './onnx-profile.js';

export interface QualityParameters {
  /** null: accuracy, of regressions mae. */
  readonly metric: string | null;
  /** Loss of the metric that is still no loss. */
  readonly margin: number;
  readonly confidence: number;
  readonly draws: number;
}

/** The model that is to be made smaller. */
export interface Original {
  readonly part: AnsweredPart;
  readonly target: Target;
  readonly edits: ModelEdits;
  readonly file: Uint8Array;
  readonly profile: ModelFileProfile;
}

export async function originalOf(subject: SubjectView): Promise<Original | Unmeasured> {
  const model = await subject.model();
  if (model !== undefined && model.edits === undefined)
    return unmeasured('unsupported', `a model of format ${model.format} cannot be edited here`);
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return part;
  const small = tooSmall(part.units);
  if (small !== undefined) return unmeasured('out-of-domain', `data.test: ${small}`);
  const { edits } = part.model;
  const target = await subject.target('test');
  if (edits === undefined || target === undefined) return unmeasured('missing-input', 'the subject has no model');
  const file = edits.file();
  return { part, target, edits, file, profile: profileOfOnnx(file) };
}

export interface Loss {
  readonly metricLoss: Figure | Unmeasured;
  readonly nonInferior: boolean;
}

export interface Judged extends Loss {
  readonly file: Uint8Array;
  readonly profile: ModelFileProfile;
}

/** Runs an edited copy on the test rows. Throws ModelFault where the runtime refuses it. */
export async function judgeCandidate(
  original: Original,
  file: Uint8Array,
  params: QualityParameters,
  rng: (stream: string) => Rng,
): Promise<Judged | Unmeasured> {
  const { part, target, edits } = original;
  const model = await edits.open(file);
  try {
    const answers = await model.predict(part.table);
    const candidate = besideAnswers({ ...part, model }, target, answers);
    if ('unmeasured' in candidate) return candidate;
    const loss = lossOf(part, candidate, params, rng);
    return 'unmeasured' in loss ? loss : { ...loss, file, profile: profileOfOnnx(file) };
  } finally {
    await model.close();
  }
}

/** How much worse the second answers the same rows, and whether that is within the margin. */
export function lossOf(
  first: AnsweredPart,
  second: AnsweredPart,
  { metric: given, margin, confidence, draws }: QualityParameters,
  rng: (stream: string) => Rng,
): Loss | Unmeasured {
  const metric = given ?? (first.kind === 'classes' ? 'accuracy' : 'mae');
  const [better, worse] = LESS_IS_BETTER.has(metric) ? [second, first] : [first, second];
  const estimate = (valueOf(better, metric) ?? Number.NaN) - (valueOf(worse, metric) ?? Number.NaN);
  const rows = first.table.digest;
  const box = Number.isFinite(estimate)
    ? metricDifference(better, worse, metric, { rng: () => rng(`rows:${rows}`), draws })
    : undefined;
  if (box === undefined)
    return unmeasured('unsupported', `no paired difference of ${metric} is measured for this model`);
  const metricLoss = drawnFigure(estimate, joinBox(box), {
    n: first.units.count,
    basis: first.model.basis,
    rows,
    range: [-Number.MAX_VALUE, Number.MAX_VALUE],
  });
  return { metricLoss, nonInferior: isNonInferior(box, margin, confidence, first.units.count) };
}

function valueOf(part: AnsweredPart, metric: string): number | undefined {
  if (part.kind === 'classes') return new Map<string, number>(Object.entries(classificationValues(evidenceOfPart(part)))).get(metric); // prettier-ignore
  const { truth, predicted, units } = part;
  const values = regressionValues({ truth, predicted, ...(units.weighted && { weights: units.weights }) });
  return new Map<string, number>(Object.entries(values)).get(metric);
}
