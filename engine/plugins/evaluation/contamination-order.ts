import { orderPValue } from '../../methods/evaluation/contamination/order-test.js';
import { LETTERS } from '../../methods/evaluation/scoring/choice.js';
import { identity, permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { inOrder } from '../language/in-order.js';
import { observed, shareOf } from '../language/observations.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { drawn } from './contamination-completion.js';
import { ORDER_OUTPUTS } from './contamination-outputs.js';
import type { ContaminationParameters } from './contamination-parameters.js';

/** By log probability: of the choices in the order of the file, and in other orders drawn by the seed. */
export async function measureOrder(
  context: MeasureContext<ContaminationParameters>,
  model: LanguageModel,
  set: QuestionSet,
): Promise<MeasureResult> {
  const { params, rng, signal } = context;
  const questions = drawn(context, set).filter(isFree);
  if (questions.length === 0) {
    const detail = `no question of \`${set.name}\` has choices that can stand in any order`;
    return nothingMeasured(ORDER_OUTPUTS, unmeasured('out-of-domain', detail));
  }
  const orders = rng('orders');
  const asked = questions.flatMap((question) =>
    ordersOf(question.choices!.length, params.orders, orders).map((order) => ({ question, order })),
  );
  const told = new Map(questions.map((question) => [question, [] as number[]]));
  const given = inOrder(asked, model.concurrency, async ({ question, order }) => {
    const choices = order.map((at, place) => `${LETTERS[place]}. ${question.choices![at]}`).join('\n');
    return { question, ...(await model.logProbability({ text: `${question.text}\n` }, choices, signal)) };
  });
  for await (const { question, sum } of given) {
    await checkpoint(signal);
    told.get(question)!.push(sum);
  }
  const results = questions.map((question) => ({ question, sums: told.get(question)! }));
  return {
    outputs: {
      orderPValue: exactFigure(
        orderPValue(
          results.map(({ sums }) => sums),
          params.resamples,
          rng('order test'),
        ),
        '1',
        model.basis,
      ),
      orderFirst: shareOf(
        observed(results, ({ sums: [file, ...others] }) => others.every((other) => file! > other)),
        model.basis,
        params.level,
      ),
      orderQuestions: exactFigure(questions.length, '1'),
    } satisfies Record<keyof typeof ORDER_OUTPUTS, Output>,
    details: [
      {
        type: 'text',
        id: 'order',
        title: { en: 'What the order of choices tells', zh: '选项顺序检验的含义' },
        text: {
          en: 'The p-value holds where the file’s choices were put in an order of chance. An order with a sense of its own (by size, by time, the right one first) is likelier without having been seen.',
          zh: '该 p 值以文件中的选项顺序为随机排列为前提；若顺序本身有规律（按大小、按时间、正确项在前），则未见过也会更可能。',
        },
      },
    ],
    backend: model.backend,
  };
}

/** Numbers are put in order of size, and what speaks of the others at the end: neither is an order of chance. */
const isFree = ({ choices = [] }: Question): boolean =>
  choices.length > 1 && choices.length <= LETTERS.length && !choices.every(hasDigit) && !choices.some(speaksOfOthers);

const hasDigit = (choice: string): boolean => /\p{N}/u.test(choice);
const speaksOfOthers = (choice: string): boolean =>
  /\b(?:all|none|both|neither|above|below)\b|以上|以下|均|都/iu.test(choice);

/** That of the file, and different other ones: at most `count`, and as many as there are. */
function ordersOf(choices: number, count: number, rng: Rng): readonly (readonly number[])[] {
  const orders = new Map([[identity(choices).join(), Array.from(identity(choices))]]);
  const most = Math.min(count + 1, factorial(choices));
  while (orders.size < most) {
    const order = permutation(choices, rng);
    orders.set(order.join(), Array.from(order));
  }
  return [...orders.values()];
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
