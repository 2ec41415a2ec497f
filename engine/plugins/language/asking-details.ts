/** What was asked, why no more, and when what was settled, for people. */
import type { Text } from '../../document/text.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure } from '../figure.js';
import type { Asking, Ending } from './ask-in-order.js';
import type { WatchedRates } from './watched-rates.js';

export interface AskedQuestions {
  readonly about: About;
  readonly asking: Asking;
  readonly watched: WatchedRates;
  /** Questions of the set, and those whose answers count. */
  readonly size: number;
  readonly questions: number;
}

export const askingDetails = (asked: AskedQuestions): readonly Detail[] => [aboutText(asked), ...settledTable(asked)];

/** Outputs of every plugin that asks: `asked`, `spared`, `unanswered`. */
export const askedCounts = (
  { unanswered }: Asking,
  questions: number,
  size: number,
): Record<'asked' | 'spared' | 'unanswered', Figure> => ({
  asked: exactFigure(questions, '1'),
  spared: exactFigure(size - questions, '1'),
  unanswered: exactFigure(unanswered, '1'),
});

const ENDINGS: Readonly<Record<Ending, Text & object>> = {
  settled: { en: 'every rule that reads the figures is settled', zh: '所有引用该指标的规则均已有定论' },
  asked: { en: 'all questions that were to be asked were asked', zh: '应问的题目均已问完' },
  budget: { en: 'the budget is spent', zh: '预算已用尽' },
  silent: { en: 'too many questions in a row got no answer', zh: '连续过多题目未得到回答' },
};

const ABOUT: Readonly<Record<About, Text & object>> = {
  bank: {
    en: 'The figures speak of the questions of this set alone.',
    zh: '各指标仅针对本题集中的题目。',
  },
  population: {
    en: 'The figures speak of all questions of which this set is a random sample.',
    zh: '各指标针对本题集所代表（随机抽取自）的全部题目。',
  },
};

function aboutText({ asking: { ending, detail }, about: of, questions, size }: AskedQuestions): Detail {
  const about = ABOUT[of];
  const why = ENDINGS[ending];
  const said =
    ending === 'settled' || detail === undefined ? { en: '', zh: '' } : { en: ` (${detail})`, zh: `（${detail}）` };
  return {
    type: 'text',
    id: 'about',
    title: { en: 'What was asked, and why no more', zh: '提问范围与停止原因' },
    text: {
      en: `${about['en']!} ${questions} of ${size} questions were asked: ${why['en']!}${said.en}.`,
      zh: `${about['zh']!}共 ${size} 题，已问 ${questions} 题：${why['zh']!}${said.zh}。`,
    },
  };
}

function settledTable({ watched }: AskedQuestions): readonly Detail[] {
  if (watched.settled.length === 0) return [];
  return [
    {
      type: 'table',
      id: 'settled',
      title: { en: 'When each comparison was settled', zh: '各比较何时有定论' },
      columns: [
        { name: 'output' },
        { name: 'operator' },
        { name: 'limit', unit: '1' },
        { name: 'confidence', unit: '1' },
        { name: 'holds' },
        { name: 'asked' },
      ],
      rows: watched.settled.map(({ output, operator, limit, confidence, settled }) => [
        output,
        operator,
        limit,
        confidence,
        settled?.holds ?? null,
        settled?.asked ?? null,
      ]),
    },
  ];
}
