import type { Detail } from '../detail.js';
import type { AnswerAttributionParameters, Explained } from './answer-attribution.js';

/** For the first questions, part by part; the words themselves only where `texts` allows it. */
export const attributionDetails = (
  explained: readonly Explained[],
  { shown, texts }: AnswerAttributionParameters,
): readonly Detail[] => [
  {
    type: 'table',
    id: 'parts',
    title: { en: 'What each part adds to the worth of the answer', zh: '各片段对回答价值的贡献' },
    columns: [
      { name: 'question' },
      { name: 'part' },
      { name: 'from', unit: 'character' },
      { name: 'to', unit: 'character' },
      ...(texts ? [{ name: 'text' }] : []),
      { name: 'adds' },
      { name: 'standard error' },
    ],
    rows: explained
      .slice(0, shown)
      .flatMap(({ question, spans, shares }) =>
        spans.map(({ from, to }, at) => [
          question.id,
          at + 1,
          from,
          to,
          ...(texts ? [question.text.slice(from, to)] : []),
          shares.values[at]! + 0,
          shares.errors?.[at] ?? null,
        ]),
      ),
  },
  ...explained.slice(0, shown).map(({ question, spans, shares }, index): Detail => ({
    type: 'bars',
    id: `question-${index + 1}`,
    title: { en: `Question ${question.id}: parts by their place`, zh: `问题 ${question.id}：各片段（按位置）` },
    bars: spans.map(({ from, to }, at) => ({ name: `${from}–${to}`, value: shares.values[at]! + 0 })),
  })),
];
