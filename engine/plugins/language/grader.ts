/** Questions to scores: asks the model, and scores what it answers as the set says. */
import type { ChoiceScorerUse } from '../../document/types.generated.js';
import { LETTERS, likeliest } from '../../methods/evaluation/scoring/choice.js';
import { scorerLack } from '../../subject/language/check-scorer.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { AskedSubject } from './asked-cost.js';
import { continuationOf } from './continuation.js';
import { askJudge, judgeOf } from './judge.js';
import { textScorer } from './text-scorer.js';

export interface Graded {
  /** In [0, 1]. */
  readonly score: number;
  /** The model's words; where it was asked for probabilities alone, those of the likeliest choice. */
  readonly text: string;
  /** Index of the likeliest choice, where it was asked for probabilities. */
  readonly choice?: number;
}

export interface Grader {
  /**
   * Asks, and scores the answer. `sample`: which of several answers to it. Throws ModelFault: those of the model and the
   * judge, and `out-of-domain` where the question lacks what the scorer needs, or what the judge says cannot be read.
   */
  grade(question: Question, sample?: number): Promise<Graded>;
}

export interface GradingContext {
  readonly subject: AskedSubject;
  readonly signal: AbortSignal;
}

/** Throws ModelFault (`unsupported`) where the scorer needs what the subject lacks. */
export async function graderOf(
  { subject, signal }: GradingContext,
  model: LanguageModel,
  set: QuestionSet,
): Promise<Grader> {
  const score = await scoring({ subject, signal }, model, set);
  return {
    async grade(question, sample = 0) {
      const lack = scorerLack(question, set.scorer);
      if (lack !== undefined) throw new ModelFault('out-of-domain', `the scorer ${set.scorer.type} ${lack}`);
      return await score(question, sample);
    },
  };
}

type Scoring = (question: Question, sample: number) => Promise<Graded>;

async function scoring({ subject, signal }: GradingContext, model: LanguageModel, set: QuestionSet): Promise<Scoring> {
  const { scorer } = set;
  if (scorer.type === 'choice' && scorer.by === 'log-probability') {
    return (question) => byLogProbability(model, set, scorer, question, signal);
  }
  const ask = async (question: Question, sample: number): Promise<string> =>
    (await model.ask(set.prompt(question), { sample, signal })).text;
  if (scorer.type === 'judge') {
    const judge = await judgeOf(subject);
    return async (question, sample) => {
      const text = await ask(question, sample);
      return { text, score: (await askJudge(judge, scorer, question, text, signal)).score };
    };
  }
  const score = await textScorer(scorer);
  return async (question, sample) => {
    const text = await ask(question, sample);
    return { text, score: score(text, question) };
  };
}

/** The choice that is the likeliest continuation of the prompt. */
async function byLogProbability(
  model: LanguageModel,
  set: QuestionSet,
  { continuation = 'text', per = 'answer' }: ChoiceScorerUse,
  question: Question,
  signal: AbortSignal,
): Promise<Graded> {
  const prompt = set.prompt(question);
  const { choices = [] } = question;
  const given = await Promise.all(
    choices.map(async (choice, at) => {
      const text = continuation === 'letter' ? LETTERS[at]! : choice;
      return { text, ...(await model.logProbability(prompt, continuationOf(prompt, text), signal)) };
    }),
  );
  const choice = likeliest(given, per);
  return { score: choice === question.answer ? 1 : 0, text: choices[choice]!, choice };
}
