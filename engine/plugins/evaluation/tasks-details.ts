import type { Text } from '../../document/text.js';
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { Detail } from '../detail.js';
import { USUAL_LEVEL } from '../language/watched-rates.js';
import type { NamedPart, Rates, TaskRates } from './tasks-rates.js';

export const tasksDetails = (under: TaskRates, rates: Rates): readonly Detail[] => [
  ...partDetails('tasks', { en: 'Tasks', zh: '各任务' }, under.tasks, rates.tasks),
  ...partDetails('groups', { en: 'Groups', zh: '各群组' }, under.groups, rates.groups),
  observationsTable(under),
];

/** A report need not hold a bank of a million questions. */
const MOST_OBSERVATIONS = 20_000;

/** From these, the weights and the levels anyone can compute the figures again. */
const observationsTable = ({ observations }: TaskRates): Detail => ({
  type: 'table',
  id: 'observations',
  title: { en: 'Scores in the order of asking', zh: '按提问顺序的得分' },
  columns: [{ name: 'question' }, { name: 'task' }, { name: 'low', unit: '1' }, { name: 'high', unit: '1' }],
  rows: observations.slice(0, MOST_OBSERVATIONS).map(({ question, task, low, high }) => [question, task, low, high]),
});

/** Rates as the judge sees them, and how far it is right by the labels of people. */
export const judgeDetails = (
  { score, scoreMicro }: Rates,
  { sensitivity, specificity }: Accuracy,
): readonly Detail[] => [
  {
    type: 'table',
    id: 'judge',
    title: { en: 'What the judge sees, before correction', zh: '评判模型所见（修正前）' },
    columns: [{ name: 'quantity' }, { name: 'estimate', unit: '1' }, { name: 'labelled answers' }],
    rows: [
      ['score', score.mean ?? null, null],
      ['scoreMicro', scoreMicro.mean ?? null, null],
      ...Object.entries({ sensitivity, specificity }).map(([name, rate]) =>
        rate === undefined || rate.n === 0 ? [name, null, 0] : [name, rate.k / rate.n, rate.n],
      ),
    ],
  },
];

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
