import type { Text } from '../../document/text.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Detail } from '../detail.js';
import type { Asking, Ending } from '../language/ask-in-order.js';
import { moneyOf } from '../language/asked-cost.js';
import type { Cost } from '../language/asked-cost.js';
import { USUAL_LEVEL } from '../language/watched-rates.js';
import type { WatchedRates } from '../language/watched-rates.js';
import type { NamedPart, Rates, TaskRates } from './tasks-rates.js';
import type { TasksParameters } from './tasks.js';

export interface TasksRun {
  readonly under: TaskRates;
  readonly rates: Rates;
  readonly asking: Asking;
  readonly watched: WatchedRates;
  readonly cost: Cost;
  readonly model: LanguageModel;
  readonly params: TasksParameters;
  /** Questions of the set, and those whose answers count. */
  readonly size: number;
  readonly questions: number;
}

export const tasksDetails = (run: TasksRun): readonly Detail[] => [
  aboutText(run),
  askingTable(run),
  ...settledTable(run),
  ...partDetails('tasks', { en: 'Tasks', zh: '各任务' }, run.under.tasks, run.rates.tasks),
  ...partDetails('groups', { en: 'Groups', zh: '各群组' }, run.under.groups, run.rates.groups),
];

const ENDINGS: Readonly<Record<Ending, Text & object>> = {
  settled: { en: 'every rule that reads the figures is settled', zh: '所有引用该指标的规则均已有定论' },
  asked: { en: 'all questions that were to be asked were asked', zh: '应问的题目均已问完' },
  budget: { en: 'the budget is spent', zh: '预算已用尽' },
  silent: { en: 'too many questions in a row got no answer', zh: '连续过多题目未得到回答' },
};

const ABOUT: Readonly<Record<TasksParameters['about'], Text & object>> = {
  bank: {
    en: 'The figures speak of the questions of this set alone.',
    zh: '各指标仅针对本题集中的题目。',
  },
  population: {
    en: 'The figures speak of all questions of which this set is a random sample.',
    zh: '各指标针对本题集所代表（随机抽取自）的全部题目。',
  },
};

function aboutText({ asking: { ending, detail }, params, questions, size }: TasksRun): Detail {
  const about = ABOUT[params.about];
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

/** What was spared is reckoned at the mean cost of what was asked. */
function askingTable({ asking, cost, model, size, questions }: TasksRun): Detail {
  const { price } = model;
  const spared = size - questions;
  const answers = questions === 0 ? 0 : asking.counted / questions;
  const each = (total: number): number | null => (cost.told === 0 ? null : total / cost.told);
  const paid = moneyOf(cost, price);
  const row = (name: string, asked: number | null, left: number | null, unit: string) => [name, asked, left, unit];
  const reckoned = (total: number): number | null => {
    const one = each(total);
    return one === null ? null : one * answers * spared;
  };
  return {
    type: 'table',
    id: 'asking',
    title: { en: 'Asked and spared', zh: '已问与节省' },
    columns: [{ name: 'quantity' }, { name: 'asked' }, { name: 'spared' }, { name: 'unit' }],
    rows: [
      row('questions', questions, spared, 'question'),
      row('answers', cost.answers, answers * spared, 'answer'),
      row('promptTokens', cost.told === 0 ? null : cost.promptTokens, reckoned(cost.promptTokens), 'token'),
      row('answerTokens', cost.told === 0 ? null : cost.answerTokens, reckoned(cost.answerTokens), 'token'),
      ...(paid === undefined || price === undefined ? [] : [row('money', paid, reckoned(paid), price.currency)]),
    ],
  };
}

function settledTable({ watched }: TasksRun): readonly Detail[] {
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

function partDetails(
  id: 'tasks' | 'groups',
  title: Text,
  parts: readonly (NamedPart & { readonly weight?: number })[],
  rates: readonly Estimand[],
): readonly Detail[] {
  if (parts.length === 0) return [];
  const measured = parts.flatMap((part, at) => {
    const { mean } = rates[at]!;
    if (mean === undefined) return [];
    const [lower, upper] = rates[at]!.exact(1 - USUAL_LEVEL);
    const name = part.name === '' ? '–' : part.name;
    return lower <= upper ? [{ ...part, name, estimate: Math.min(upper, Math.max(lower, mean)), lower, upper }] : [];
  });
  const total = parts.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return [
    {
      type: 'table',
      id,
      title,
      columns: [
        { name: id === 'tasks' ? 'task' : 'group' },
        ...(id === 'tasks' ? [{ name: 'weight', unit: '1' }] : []),
        { name: 'questions' },
        { name: 'asked' },
        { name: 'score', unit: '1' },
        { name: 'lower', unit: '1' },
        { name: 'upper', unit: '1' },
      ],
      rows: measured.map(({ name, weight, questions, asked, estimate, lower, upper }) => [
        name,
        ...(weight === undefined ? [] : [weight / total]),
        questions,
        asked,
        estimate,
        lower,
        upper,
      ]),
    },
    {
      type: 'intervals',
      id: `${id}-scores`,
      title,
      unit: '1',
      level: USUAL_LEVEL,
      items: measured.map(({ name, estimate, lower, upper }) => ({ name, estimate, lower, upper })),
    },
  ];
}
