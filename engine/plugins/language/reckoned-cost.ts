/** What asking cost, and what the questions that were not needed would have cost at the same mean. */
import type { AskedAndSpared, AskingCost, ModelCost } from '../asking-cost.js';
import type { Asking } from './ask-in-order.js';
import { moneyOf, NO_COST } from './asked-cost.js';
import type { Cost, Costs } from './asked-cost.js';

export interface AskedRun {
  readonly asking: Asking;
  /** Before the first question, and after the last: a judge's answers about labelled ones are asked however many follow. */
  readonly before: Costs;
  readonly after: Costs;
  /** Questions whose answers count, of so many. */
  readonly questions: number;
  readonly size: number;
}

export function reckonedCost({ asking, before, after, questions, size }: AskedRun): AskingCost {
  const spared = size - questions;
  const replies = questions === 0 ? 0 : (asking.counted / questions) * spared;
  const share = asking.came === 0 ? 0 : replies / asking.came;
  const of = (role: 'model' | 'judge'): ModelCost => modelCost(before[role] ?? NO_COST, after[role] ?? NO_COST, share);
  return {
    questions: { asked: questions, spared },
    model: of('model'),
    ...(after.judge !== undefined && { judge: of('judge') }),
  };
}

/** @param share what is spared, as a share of what was asked since `before` */
function modelCost(before: Cost, after: Cost, share: number): ModelCost {
  const { answers, told, promptTokens, answerTokens, probabilities, price } = after;
  const since = (of: Exclude<keyof Cost, 'price'>): number => after[of] - before[of];
  const counts = { answers: { asked: answers, spared: since('answers') * share } };
  const given = probabilities > 0 && {
    probabilities: { asked: probabilities, spared: since('probabilities') * share },
  };
  const isTold = since('answers') > 0 ? since('told') > 0 : told > 0;
  if (!isTold) return { ...counts, ...given };
  const reckoned = (of: 'promptTokens' | 'answerTokens'): number =>
    since('told') === 0 ? 0 : (since(of) / since('told')) * since('answers') * share;
  const left = { prompt: reckoned('promptTokens'), answer: reckoned('answerTokens') };
  return {
    ...counts,
    ...given,
    promptTokens: { asked: promptTokens, spared: left.prompt },
    answerTokens: { asked: answerTokens, spared: left.answer },
    ...(price !== undefined && {
      money: {
        asked: moneyOf({ prompt: promptTokens, answer: answerTokens }, price),
        spared: moneyOf(left, price),
        currency: price.currency,
      },
    }),
  };
}

/** Of two sets of questions to one model; tokens and money only where both are known. */
export const costOfBoth = (one: AskingCost, other: AskingCost): AskingCost => ({
  questions: sum(one.questions, other.questions),
  model: modelCostOfBoth(one.model, other.model),
});

function modelCostOfBoth(one: ModelCost, other: ModelCost): ModelCost {
  const { probabilities = NOTHING } = one;
  const all = sum(probabilities, other.probabilities ?? NOTHING);
  const told = one.promptTokens && one.answerTokens && other.promptTokens && other.answerTokens;
  return {
    answers: sum(one.answers, other.answers),
    ...(all.asked > 0 && { probabilities: all }),
    ...(told && {
      promptTokens: sum(one.promptTokens, other.promptTokens),
      answerTokens: sum(one.answerTokens, other.answerTokens),
      ...(one.money && other.money && { money: { ...sum(one.money, other.money), currency: one.money.currency } }),
    }),
  };
}

const NOTHING: AskedAndSpared = { asked: 0, spared: 0 };
const sum = (one: AskedAndSpared, other: AskedAndSpared): AskedAndSpared => ({
  asked: one.asked + other.asked,
  spared: one.spared + other.spared,
});
