import { endOfWords, wordsOf } from '../../methods/privacy/leakage/plain-text.js';
import { verbatimWords } from '../../methods/privacy/leakage/verbatim.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { answersTo } from '../language/answers.js';
import { observed, shareOf } from '../language/observations.js';
import type { Observations } from '../language/observations.js';
import { excessOf } from '../language/rate-excess.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { COMPLETION_OUTPUTS } from './contamination-outputs.js';
import type { ContaminationParameters } from './contamination-parameters.js';

/** Of the second half; more would say little more. */
const MOST_WORDS = 30;
const TOKENS_A_WORD = 4;

/**
 * Guided completion (Golchin & Surdeanu, "Time travel in LLMs: tracing data contamination in large language models", ICLR
 * 2024; here word for word, and against controls in place of a general instruction).
 */
export async function measureCompletion(
  context: MeasureContext<ContaminationParameters>,
  model: LanguageModel,
  set: QuestionSet,
): Promise<MeasureResult> {
  const { subject, params, rng } = context;
  const controls = await subject.questions(params.controls);
  const halves = halvesOf(drawn(context, set), params.half);
  if (halves.length === 0) {
    const detail = `no question of \`${set.name}\` has ${2 * params.half} words`;
    return nothingMeasured(COMPLETION_OUTPUTS, unmeasured('out-of-domain', detail));
  }
  const rate = await completedOf(context, model, halves);
  const others = halvesOf(controls === undefined ? [] : drawn(context, controls), params.half);
  const control = others.length === 0 ? undefined : await completedOf(context, model, others);
  const compared = (figure: (of: Observations) => Output): Output =>
    control === undefined
      ? unmeasured('missing-input', `the subject has no questions \`${params.controls}\` that are long enough`)
      : figure(control);
  const { basis } = model;
  return {
    outputs: {
      completed: shareOf(rate, basis, params.level),
      controlCompleted: compared((of) => shareOf(of, basis, params.level)),
      completionExcess: compared((of) =>
        excessOf(rate, of, { draws: params.draws, rng: rng('completionExcess'), basis }),
      ),
      completable: exactFigure(halves.length, '1'),
    } satisfies Record<keyof typeof COMPLETION_OUTPUTS, Output>,
    backend: model.backend,
  };
}

export function drawn(
  { params: { sample }, rng }: Pick<MeasureContext<ContaminationParameters>, 'params' | 'rng'>,
  { name, questions }: QuestionSet,
): readonly Question[] {
  if (sample === null || sample >= questions.length) return questions;
  const chosen = sampleWithoutReplacement(questions.length, sample, rng(`sample ${name}`)).sort();
  return Array.from(chosen, (at) => questions[at]!);
}

interface Halves {
  readonly question: Question;
  readonly first: string;
  readonly second: string;
}

/** Cut at the end of the word in the middle; the text's own signs and spaces stay. */
function halvesOf(questions: readonly Question[], half: number): readonly Halves[] {
  return questions.flatMap((question) => {
    const words = wordsOf(question.text);
    if (words.length < 2 * half) return [];
    const middle = endOfWords(question.text, Math.ceil(words.length / 2));
    const first = question.text.slice(0, middle);
    const second = question.text.slice(middle);
    return wordsOf(second).length >= half ? [{ question, first, second }] : [];
  });
}

async function completedOf(
  context: MeasureContext<ContaminationParameters>,
  model: LanguageModel,
  halves: readonly Halves[],
): Promise<Observations> {
  const { instruction } = context.params;
  const asked = halves.map(({ question, first }) => ({
    question,
    prompt:
      instruction === null
        ? { text: first }
        : { messages: [{ role: 'user' as const, content: `${instruction}\n\n${first}` }] },
  }));
  const answers = await answersTo(context, model, asked, {
    samples: 1,
    asking: { temperature: 0, maxTokens: TOKENS_A_WORD * MOST_WORDS },
  });
  const results = halves.map(({ question, first, second }, at) => {
    const [answer] = answers[at]!;
    const wanted = Math.min(MOST_WORDS, wordsOf(second).length);
    return { question, has: answer === undefined ? undefined : verbatimWords(answer, [first], second) >= wanted };
  });
  return observed(results, ({ has }) => has);
}
