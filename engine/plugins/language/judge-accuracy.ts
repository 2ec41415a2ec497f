/** How far a judge can be believed: what it says of answers that people have labelled. */
import type { JudgeScorerUse } from '../../document/types.generated.js';
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import type { Successes } from '../../methods/evaluation/rate-box.js';
import { readVerdict } from '../../methods/evaluation/scoring/judged.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { GradingContext } from './grader.js';
import { UnreadableJudgement, askJudge, judgeOf } from './judge.js';

/** The set of labelled answers that is looked for. */
export const JUDGED = 'judged';

/** People's labels and the judge's, as indices into the categories; its own is −1 where it cannot be read. */
export interface JudgedAnswers {
  /** `no` and `yes` or, of a judge that grades without a passing grade, the grades. */
  readonly categories: readonly string[];
  readonly labels: Int32Array;
  readonly given: Int32Array;
}

/**
 * Asks the judge of every answer (`answerText`) of a set that has a `label`: yes or no (true or false, 1 or 0), or a
 * grade. Throws ModelFault: `out-of-domain` where an answer or a label is absent or cannot be read.
 */
export async function judgedAnswers(
  { subject, signal }: GradingContext,
  scorer: JudgeScorerUse,
  { questions }: Pick<QuestionSet, 'questions'>,
): Promise<JudgedAnswers> {
  const judge = await judgeOf(subject);
  const { grades } = scorer;
  const inGrades = grades !== undefined && grades.passes === undefined;
  const categories = inGrades
    ? Array.from({ length: grades.to - grades.from + 1 }, (_, at) => String(grades.from + at))
    : ['no', 'yes'];
  const labels = questions.map((question) => labelOf(question, scorer));
  const given = await Promise.all(
    questions.map(async (question) => {
      try {
        const { score, grade } = await askJudge(judge, scorer, question, answerTextOf(question), signal);
        return inGrades ? grade! - grades.from : score;
      } catch (fault) {
        if (fault instanceof UnreadableJudgement) return -1;
        throw fault;
      }
    }),
  );
  return { categories, labels: Int32Array.from(labels), given: Int32Array.from(given) };
}

/**
 * Sensitivity and specificity of a judge that says yes or no (or passes by its grade), on the first answer of each
 * cluster of the set `judged`; `undefined` where the subject has no such set, or the scores lie between 0 and 1.
 */
export async function judgeAccuracy(context: GradingContext, scorer: JudgeScorerUse): Promise<Accuracy | undefined> {
  const set = await context.subject.questions(JUDGED);
  if (set === undefined || (scorer.grades !== undefined && scorer.grades.passes === undefined)) return undefined;
  return accuracyOf(await judgedAnswers(context, scorer, { questions: firstOfClusters(set.questions) }));
}

/** Of those that can be read; labels and what was given are 0 or 1. */
export function accuracyOf({ labels, given }: Pick<JudgedAnswers, 'labels' | 'given'>): Required<Accuracy> {
  const rate = (label: number): Successes => {
    const said = given.filter((one, at) => labels[at] === label && one >= 0);
    return { k: said.filter((one) => one === label).length, n: said.length };
  };
  return { sensitivity: rate(1), specificity: rate(0) };
}

export function firstOfClusters(questions: readonly Question[]): readonly Question[] {
  const seen = new Set<string>();
  return questions.filter(({ cluster }) => cluster === undefined || (!seen.has(cluster) && seen.add(cluster)));
}

export function answerTextOf({ id, fields }: Question): string {
  const text = Object.hasOwn(fields, 'answerText') ? fields['answerText'] : undefined;
  if (text === undefined || text === null)
    throw new ModelFault('out-of-domain', `${id} has no field answerText to be judged`);
  return String(text);
}

/** A category. */
function labelOf({ id, fields }: Question, { grades }: JudgeScorerUse): number {
  const label = Object.hasOwn(fields, 'label') ? fields['label'] : undefined;
  const wanted = grades === undefined ? 'yes or no' : `a grade from ${grades.from} to ${grades.to}`;
  const fault = new ModelFault('out-of-domain', `the label of ${id} is not ${wanted}`);
  if (grades === undefined) {
    const truth = { true: 1, '1': 1, false: 0, '0': 0 }[String(label).toLowerCase()] ?? readVerdict(String(label));
    if (truth === undefined) throw fault;
    return truth;
  }
  const grade = typeof label === 'number' ? label : typeof label === 'string' && label !== '' ? Number(label) : NaN;
  if (!Number.isInteger(grade) || grade < grades.from || grade > grades.to) throw fault;
  return grades.passes === undefined ? grade - grades.from : grade >= grades.passes ? 1 : 0;
}
