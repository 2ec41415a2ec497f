import type { LanguageModel } from '../../subject/language/language-model.js';
import type { QuestionSet } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { measureCompletion } from './contamination-completion.js';
import { measureOrder } from './contamination-order.js';
import { COMPLETION_OUTPUTS, CONTAMINATION_OUTPUTS, ORDER_OUTPUTS, OVERLAP_OUTPUTS } from './contamination-outputs.js';
import { measureOverlap } from './contamination-overlap.js';
import type { ContaminationParameters } from './contamination-parameters.js';

export const contamination = definePlugin<ContaminationParameters>({
  id: 'evaluation/contamination',
  version: '1.0.0',
  title: { en: 'Whether test questions were in the training data', zh: '测试题是否出现在训练数据中' },
  about: 'model',
  needs: ['questions'],
  reads: ['model', 'data.train'],
  deterministic: true,
  outputs: countedIn('questions', CONTAMINATION_OUTPUTS),
  /** By the training text, by what the model completes, by the order that it finds likely: each where it can be. */
  async measure(context) {
    const set = await context.subject.questions(context.params.questions);
    if (set === undefined || set.questions.length === 0) {
      const detail = `the subject has no questions \`${context.params.questions}\``;
      return nothingMeasured(CONTAMINATION_OUTPUTS, unmeasured('missing-input', detail));
    }
    const parts = [
      await faultsUnmeasured(OVERLAP_OUTPUTS, () => measureOverlap(context, set)),
      await byModel(context, set, COMPLETION_OUTPUTS, measureCompletion),
      await byModel(context, set, ORDER_OUTPUTS, measureOrder),
    ];
    const backend = parts.find((part) => part.backend !== undefined)?.backend;
    return {
      outputs: Object.assign({}, ...parts.map((part) => part.outputs)) as MeasureResult['outputs'],
      details: parts.flatMap(({ details = [] }) => details),
      ...(backend !== undefined && { backend }),
    };
  },
});

type Measure = (
  context: MeasureContext<ContaminationParameters>,
  model: LanguageModel,
  set: QuestionSet,
) => Promise<MeasureResult>;

const byModel = (
  context: MeasureContext<ContaminationParameters>,
  set: QuestionSet,
  specs: Readonly<Record<string, OutputSpec>>,
  measure: Measure,
): Promise<MeasureResult> =>
  faultsUnmeasured(specs, async () => {
    const model = await context.subject.languageModel();
    return model === undefined
      ? nothingMeasured(specs, unmeasured('missing-input', 'the subject has no language model'))
      : await measure(context, model, set);
  });
