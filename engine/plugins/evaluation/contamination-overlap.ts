import { runFinder } from '../../methods/evaluation/contamination/shared-runs.js';
import type { SharedRuns } from '../../methods/evaluation/contamination/shared-runs.js';
import { wordsOf } from '../../methods/privacy/leakage/plain-text.js';
import type { QuestionSet } from '../../subject/language/question.js';
import type { SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { wholeText } from '../language/whole-text.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { OVERLAP_OUTPUTS } from './contamination-outputs.js';
import type { ContaminationParameters } from './contamination-parameters.js';

/** Exact: of this set and this training text. */
export async function measureOverlap(
  { subject, params, signal }: MeasureContext<ContaminationParameters>,
  set: QuestionSet,
): Promise<MeasureResult> {
  const texts = await trainingTexts(subject, params.corpus);
  if (texts === undefined)
    return nothingMeasured(
      OVERLAP_OUTPUTS,
      unmeasured('missing-input', `the subject has neither \`data.train\` nor a set of texts \`${params.corpus}\``),
    );
  const questions = set.questions.map((question) => wordsOf(wholeText(question)));
  const finders = [runFinder(questions, params.run), runFinder(questions, params.shortRun)] as const;
  for (const text of texts) {
    await checkpoint(signal);
    const words = wordsOf(text);
    for (const finder of finders) finder.read(words);
  }
  const [long, short] = [finders[0].found(), finders[1].found()];
  const isShared = ({ shared }: SharedRuns): boolean => shared > 0;
  const isCovered = ({ runs, shared }: SharedRuns): boolean => runs > 0 && shared >= params.covered * runs;
  return {
    outputs: {
      sharedRuns: shareOfLong(long, isShared, params.run),
      longEnough: exactFigure(longOf(long).length, '1'),
      coveredByRuns: shareOfLong(short, isCovered, params.shortRun),
      longEnoughForShort: exactFigure(longOf(short).length, '1'),
    } satisfies Record<keyof typeof OVERLAP_OUTPUTS, Output>,
    details: [overlapTable(set, long, short, (at) => isShared(long[at]!) || isCovered(short[at]!))],
  };
}

/** Each column's different texts, or the texts of the set that holds the training text. */
async function trainingTexts(subject: SubjectView, name: string): Promise<readonly string[] | undefined> {
  const corpus = await subject.questions(name);
  if (corpus !== undefined) return corpus.questions.map(wholeText);
  return (await subject.rawTable('train'))?.columns.flatMap(({ levels }) => levels);
}

const longOf = (found: readonly SharedRuns[]): readonly SharedRuns[] => found.filter(({ runs }) => runs > 0);

function shareOfLong(found: readonly SharedRuns[], has: (of: SharedRuns) => boolean, words: number): Output {
  const long = longOf(found);
  return long.length === 0
    ? unmeasured('out-of-domain', `no question has ${words} words`)
    : exactFigure(long.filter(has).length / long.length, '1');
}

/** A page shows no more rows. */
const MOST_ROWS = 50;

function overlapTable(
  { questions }: QuestionSet,
  long: readonly SharedRuns[],
  short: readonly SharedRuns[],
  isMeant: (at: number) => boolean,
): Detail {
  return {
    type: 'table',
    id: 'overlap',
    title: { en: 'Questions that stand in the training text', zh: '出现在训练文本中的题目' },
    columns: ['question', 'runs', 'runsShared', 'shortRuns', 'shortRunsShared'].map((name) => ({ name })),
    rows: questions
      .flatMap(({ id }, at) =>
        isMeant(at) ? [[id, long[at]!.runs, long[at]!.shared, short[at]!.runs, short[at]!.shared]] : [],
      )
      .slice(0, MOST_ROWS),
  };
}
