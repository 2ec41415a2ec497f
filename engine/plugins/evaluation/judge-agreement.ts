import { classificationFigure } from '../../methods/evaluation/classification.js';
import type { ClassificationEvidence } from '../../methods/evaluation/evidence.js';
import type { QuestionSet } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { judgedAnswers } from '../language/judge-accuracy.js';
import { judgeOf } from '../language/judge.js';
import { NO_JUDGEMENT } from '../language/no-judgement.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { classificationDetails } from './classification-details.js';

export interface JudgeAgreementParameters {
  readonly questions: string;
  readonly draws: number;
}

const share = (en: string, zh: string): OutputSpec => ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } });

const outputs = {
  kappa: {
    type: 'number',
    unit: '1',
    range: [-1, 1],
    title: { en: 'Cohen’s kappa of judge and people', zh: '评判模型与人工标注的科恩 Kappa 系数' },
  },
  agreement: share('Share of labels on which judge and people agree', '评判模型与人工标注一致的比例'),
  sensitivity: share('Of answers that people call right: called right', '人工判为正确的回答中被判为正确的比例'),
  specificity: share('Of answers that people call wrong: called wrong', '人工判为错误的回答中被判为错误的比例'),
  readable: share('Share of judgements that can be read', '可读取的评判所占比例'),
  answers: { type: 'integer', unit: '1', range: [0, null], title: { en: 'Labelled answers', zh: '已标注的回答数' } },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960. */
export const judgeAgreement = definePlugin<JudgeAgreementParameters>({
  id: 'evaluation/judge-agreement',
  version: '1.0.0',
  title: { en: 'Agreement of the judge with people’s labels', zh: '评判模型与人工标注的一致性' },
  about: 'model',
  needs: ['judge', 'questions'],
  deterministic: true,
  outputs: countedIn('answers', outputs),
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<JudgeAgreementParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  const set = await subject.questions(params.questions);
  if (set === undefined) return without('missing-input', `the subject has no questions \`${params.questions}\``);
  if (set.questions.length === 0) return without('out-of-domain', 'there are no labelled answers');
  const { scorer } = set;
  const judge = await judgeOf(subject);
  const { labels, given, categories } = await judgedAnswers(
    context,
    scorer.type === 'judge' ? scorer : { type: 'judge' },
    set,
  );
  signal.throwIfAborted();
  const groups = clustersOf(set);
  const figure = (name: 'kappa' | 'accuracy' | 'recall', compared: ClassificationEvidence): Output =>
    classificationFigure(
      name,
      { ...compared, ...(groups && { groups }) },
      { basis: judge.basis, rows: set.digest, draws: params.draws, rng: rng(`rows:${set.digest}`) },
    );
  // Rows of an unknown truth do not count.
  const truth = labels.map((label, at) => (given[at]! < 0 ? -1 : label));
  const evidence = { truth, predicted: given, classes: categories.length };
  const isMute = given.every((one) => one < 0);
  const agreed: typeof figure = (...compared) => (isMute ? NO_JUDGEMENT : figure(...compared));
  const rateOf = (label: number): Output =>
    categories.length === 2
      ? agreed('recall', { ...evidence, positive: label })
      : unmeasured('unsupported', 'the judge grades, and no grade passes (`grades.passes`)');
  const isReadable = given.map((one) => (one < 0 ? 0 : 1));
  return {
    outputs: {
      kappa: agreed('kappa', evidence),
      agreement: agreed('accuracy', evidence),
      sensitivity: rateOf(1),
      specificity: rateOf(0),
      readable: figure('accuracy', { truth: given.map(() => 1), predicted: isReadable, classes: 2 }),
      answers: exactFigure(given.length, '1'),
    },
    details: classificationDetails(evidence, categories, 1),
    backend: judge.backend,
  };
}

/** A number for each cluster; a question of none is one alone. Absent where no question names one. */
function clustersOf({ questions }: QuestionSet): Int32Array | undefined {
  if (questions.every(({ cluster }) => cluster === undefined)) return undefined;
  const numbers = new Map<string, number>();
  return Int32Array.from(questions, ({ id, cluster }) => {
    const name = cluster === undefined ? `question ${id}` : `cluster ${cluster}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

const without = (cause: 'missing-input' | 'out-of-domain' | 'unsupported', detail: string): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
