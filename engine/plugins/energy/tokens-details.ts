import type { Price } from '../../subject/language/language-model.js';
import type { ModelFault } from '../../subject/view.js';
import type { Detail } from '../detail.js';
import type { AnsweredSlice } from './metered-answers.js';

/** Sums over a slice's answers; `null` where the server does not say. */
function sumOf({ answers }: AnsweredSlice, of: 'prompt' | 'answer'): number | null {
  if (answers.some(({ tokens }) => tokens === undefined)) return null;
  return answers.reduce((sum, { tokens }) => sum + tokens![of], 0);
}

export const tokensDetails = (
  slices: readonly AnsweredSlice[],
  { price, fault }: { readonly price: Price | undefined; readonly fault: ModelFault | undefined },
): readonly Detail[] => [
  {
    type: 'table',
    id: 'slices',
    title: { en: 'Answers between two readings', zh: '两次读数之间的回答' },
    columns: [
      { name: 'answers' },
      { name: 'promptTokens', unit: 'token' },
      { name: 'answerTokens', unit: 'token' },
      { name: 'seconds', unit: 's' },
      { name: 'energy', unit: 'J' },
      { name: 'idle', unit: 'J' },
    ],
    rows: slices.map((slice) => [
      slice.answers.length,
      sumOf(slice, 'prompt'),
      sumOf(slice, 'answer'),
      slice.seconds,
      slice.reading?.joules ?? null,
      slice.reading?.idleJoules ?? null,
    ]),
  },
  ...(price === undefined
    ? []
    : [
        {
          type: 'table',
          id: 'price',
          title: { en: 'Declared price of a million tokens', zh: '声明的每百万词元价格' },
          columns: [{ name: 'prompt' }, { name: 'answer' }, { name: 'currency' }],
          rows: [[price.prompt, price.answer, price.currency]],
        } as const,
      ]),
  ...(fault === undefined
    ? []
    : [
        {
          type: 'text',
          id: 'ended',
          title: { en: 'Why no more was asked', zh: '停止提问的原因' },
          text: fault.message,
        } as const,
      ]),
];
