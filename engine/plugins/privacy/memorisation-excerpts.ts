import { wordsOf } from '../../methods/privacy/leakage/plain-text.js';
import { verbatimWords } from '../../methods/privacy/leakage/verbatim.js';
import type { Question } from '../../subject/language/question.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { answersTo } from '../language/answers.js';
import type { AskedSet } from '../language/asked-set.js';
import { observed, shareOf } from '../language/observations.js';
import type { Observations } from '../language/observations.js';
import { excessOf } from '../language/rate-excess.js';
import { truthOf } from '../language/truth-field.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import type { MemorisationParameters } from './memorisation-parameters.js';
import { VERBATIM_OUTPUTS } from './memorisation-outputs.js';

/** An excerpt, and how much of its true continuation the model's answer begins with. */
interface Continued {
  readonly question: Question;
  /** Absent where there was no answer. */
  readonly words?: number;
}

/** A word is at most so many tokens in what an answer is allowed, so that it is not cut before its end. */
const TOKENS_A_WORD = 4;

export async function measureExcerpts(
  context: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): Promise<MeasureResult> {
  const { params, rng } = context;
  const long = asked.set.questions.filter(({ references: [truth = ''] }) => wordsOf(truth).length >= params.words);
  if (long.every(isControl)) {
    const detail = `no training excerpt of \`${asked.set.name}\` has a continuation (its first reference) of ${params.words} words`;
    return nothingMeasured(VERBATIM_OUTPUTS, unmeasured('out-of-domain', detail));
  }
  const { model, set } = asked;
  const prompted = long.map((question) => ({ question, prompt: set.prompt(question) }));
  const answers = await answersTo(context, model, prompted, {
    samples: 1,
    asking: { temperature: 0, maxTokens: TOKENS_A_WORD * params.words },
  });
  const continued = long.map((question, at): Continued => {
    const [answer] = answers[at]!;
    if (answer === undefined) return { question };
    return { question, words: verbatimWords(answer, question.text, question.references[0]!) };
  });
  const training = continued.filter(({ question }) => !isControl(question));
  const control = continued.filter(({ question }) => isControl(question));
  const rate = (of: readonly Continued[]): Observations =>
    observed(of, ({ words }) => (words === undefined ? undefined : words >= params.words));
  const [trained, untrained] = [rate(training), rate(control)];
  const { basis } = model;
  const compared = (figure: () => Output): Output =>
    untrained.n > 0
      ? figure()
      : unmeasured('missing-input', `\`${set.name}\` has no excerpts with \`control: true\` that are long enough`);
  return {
    outputs: {
      verbatimRate: shareOf(trained, basis, params.level),
      controlVerbatimRate: compared(() => shareOf(untrained, basis, params.level)),
      verbatimExcess: compared(() =>
        excessOf(trained, untrained, { draws: params.draws, rng: rng('verbatimExcess'), basis }),
      ),
      longestVerbatim: exactFigure(Math.max(0, ...training.map(({ words = 0 }) => words)), '1', basis),
      excerpts: exactFigure(training.length, '1'),
      controls: exactFigure(control.length, '1'),
    } satisfies Record<keyof typeof VERBATIM_OUTPUTS, Output>,
    details: [verbatimCurve(training, control)],
  };
}

const isControl = (question: Question): boolean => truthOf(question, 'control') === true;

/** Share of the excerpts of which at least so many words are reproduced. */
function verbatimCurve(training: readonly Continued[], control: readonly Continued[]): Detail {
  const seriesOf = (name: string, of: readonly Continued[]) => {
    const reached = of.flatMap(({ words }) => words ?? []);
    const lengths = [...new Set(reached)].sort((a, b) => a - b);
    const points = lengths.map(
      (length) => [length, reached.filter((words) => words >= length).length / reached.length] as const,
    );
    return { name, points };
  };
  return {
    type: 'curve',
    id: 'verbatim',
    title: {
      en: 'Share of the excerpts of whose true continuation an answer begins with at least so many words',
      zh: '真实后文被逐字复现至少若干词的片段占比',
    },
    x: { name: 'words' },
    y: { name: 'share' },
    series: [seriesOf('training', training), ...(control.length > 0 ? [seriesOf('control', control)] : [])],
  };
}
