import { repeatsOf } from '../../methods/evaluation/duplicate-rows.js';
import { repeatsNearly } from '../../methods/evaluation/near-duplicates.js';
import { squashed } from '../../methods/privacy/leakage/plain-text.js';
import type { Question } from '../../subject/language/question.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { wholeText } from '../language/whole-text.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { QUESTION_BANK_OUTPUTS } from './question-bank-outputs.js';

export interface QuestionBankParameters {
  readonly questions: string;
  readonly by: 'riskClass' | 'group' | 'task';
  readonly core: readonly string[];
  readonly shingle: number;
  readonly similarity: number;
}

export const questionBank = definePlugin<QuestionBankParameters>({
  id: 'evaluation/question-bank',
  version: '1.0.0',
  title: { en: 'What a bank of questions holds', zh: '题库的规模与构成' },
  about: 'data',
  needs: ['questions'],
  deterministic: true,
  dated: true,
  outputs: QUESTION_BANK_OUTPUTS,
  measure: (context) => faultsUnmeasured(QUESTION_BANK_OUTPUTS, () => measure(context)),
});

/** Shingles of pairs of questions: some seconds. */
const MOST_COMPARED = 500_000_000;

interface ClassCount {
  readonly name: string;
  readonly questions: number;
  readonly distinct: number;
}

async function measure(context: MeasureContext<QuestionBankParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  const set = await subject.questions(params.questions);
  if (set === undefined)
    return nothingMeasured(
      QUESTION_BANK_OUTPUTS,
      unmeasured('missing-input', `the subject has no set of questions \`${params.questions}\``),
    );
  const { questions } = set;
  await checkpoint(signal);
  const texts = questions.map(wholeText);
  const plain = texts.map(squashed);
  const near = nearlyRepeated(plain, params);
  signal.throwIfAborted();
  const classes = classesOf(questions, params, near ?? []);
  const core = classes.filter(({ name }) => params.core.some((beginning) => isOf(name, beginning)));
  const count = (value: number): Figure => exactFigure(value, '1');
  const fewest = (of: readonly ClassCount[], what: 'questions' | 'distinct'): Figure =>
    count(of.length === 0 ? 0 : Math.min(...of.map((one) => one[what])));
  const told = <Told>(figure: Told): Told | Unmeasured => (near === undefined ? TOO_ALIKE : figure);
  const nearly = near?.filter(Boolean).length ?? 0;
  const share = (has: (question: Question) => boolean): Output =>
    questions.length === 0
      ? unmeasured('out-of-domain', `the set \`${set.name}\` has no question`)
      : count(questions.filter(has).length / questions.length);
  return {
    outputs: {
      questions: count(questions.length),
      riskClasses: count(classes.length),
      unclassified: count(questions.filter((question) => question[params.by] === undefined).length),
      fewest: fewest(classes, 'questions'),
      coreClasses: count(core.length),
      fewestOfCore: fewest(core, 'questions'),
      duplicates: count(repeatsOf(texts)),
      normalisedDuplicates: count(repeatsOf(plain)),
      nearDuplicates: told(count(nearly)),
      distinct: told(count(questions.length - nearly)),
      fewestDistinct: told(fewest(classes, 'distinct')),
      references: share(({ references }) => references.length > 0),
      choices: share(({ choices }) => choices !== undefined),
      classes: {
        items: classes.map((one) => ({ questions: count(one.questions), distinct: told(count(one.distinct)) })),
      },
    },
    details: [classesTable(classes, near !== undefined), ...repeatsTable(questions, near ?? [])],
    dated: { of: `questions.${set.name}.revised`, ...(set.revised !== undefined && { day: set.revised }) },
  };
}

const TOO_ALIKE = unmeasured(
  'unsupported',
  'the questions are too many, too long or too alike to be compared with one another',
);

/** Those of equal letters and digits count without a comparison. */
function nearlyRepeated(
  plain: readonly string[],
  { shingle, similarity }: QuestionBankParameters,
): readonly boolean[] | undefined {
  const distinct = [...new Set(plain)];
  const near = repeatsNearly(distinct, { shingle, similarity, most: MOST_COMPARED });
  if (near === undefined) return undefined;
  const isRepeat = new Map(distinct.map((text, at) => [text, near[at]!]));
  return plain.map((text) => {
    const repeats = isRepeat.get(text)!;
    isRepeat.set(text, true);
    return repeats;
  });
}

/** By code point, so that no locale changes their order. */
function classesOf(
  questions: readonly Question[],
  { by }: QuestionBankParameters,
  near: readonly boolean[],
): readonly ClassCount[] {
  const counts = new Map<string, { questions: number; distinct: number }>();
  for (const [at, question] of questions.entries()) {
    const name = question[by];
    if (name === undefined) continue;
    const known = counts.get(name) ?? { questions: 0, distinct: 0 };
    counts.set(name, { questions: known.questions + 1, distinct: known.distinct + (near[at] === true ? 0 : 1) });
  }
  return [...counts].map(([name, count]) => ({ name, ...count })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `A.1` begins `A.1`, `A.1.3` and `A.1 terrorism`, not `A.10`. */
const isOf = (name: string, beginning: string): boolean =>
  name.startsWith(beginning) && !/^[\p{L}\p{N}]/u.test(name.slice(beginning.length));

function classesTable(classes: readonly ClassCount[], isNearKnown: boolean): Detail {
  return {
    type: 'table',
    id: 'classes',
    title: { en: 'Questions of each class', zh: '各类别的题数' },
    columns: [{ name: 'class' }, { name: 'questions' }, ...(isNearKnown ? [{ name: 'distinct' }] : [])],
    rows: classes.map(({ name, questions, distinct }) => [name, questions, ...(isNearKnown ? [distinct] : [])]),
  };
}

/** A page shows no more rows. */
const MOST_ROWS = 50;

function repeatsTable(questions: readonly Question[], near: readonly boolean[]): readonly Detail[] {
  const repeats = questions.filter((_, at) => near[at]);
  if (repeats.length === 0) return [];
  return [
    {
      type: 'table',
      id: 'repeats',
      title: { en: 'Questions that resemble an earlier one', zh: '与先前题目近似的题目' },
      columns: [{ name: 'question' }],
      rows: repeats.slice(0, MOST_ROWS).map(({ id }) => [id]),
    },
  ];
}
