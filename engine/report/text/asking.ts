/** What measurements asked of language models and what they spared: a table of one, a sentence for all. */
import type { DetailRecord, MeasurementRecord, Report } from '../report.js';
import { fixed, joules, threeDigits } from './number.js';
import type { Page } from './page.js';

type Asking = NonNullable<MeasurementRecord['asking']>;
type Cost = Asking['model'];
type Pair = Asking['questions'];
type Row = readonly (string | number | null)[];

/** As the measurement gives them, and what it asked where it is one that asks. */
export const detailsOf = ({ details, asking }: MeasurementRecord, page: Page): readonly DetailRecord[] =>
  asking === undefined ? details : [...details, ...askingDetails(asking, page)];

function askingDetails({ questions, model, judge, energy }: Asking, page: Page): readonly DetailRecord[] {
  const words = page.m.asking;
  const { columns, quantities } = words;
  const plain = (name: string): string => name;
  return [
    {
      type: 'table',
      id: 'asking',
      title: words.title,
      columns: Object.values(columns).map((name) => ({ name })),
      rows: [
        [quantities.questions, questions.asked, questions.spared, ''],
        ...costRows(model, plain, page),
        ...energyRows(energy, page),
        ...(judge === undefined ? [] : costRows(judge, words.ofJudge, page)),
      ].map((row) => [...row]),
    },
    ...energyText(energy, judge !== undefined, page),
  ];
}

function costRows(cost: Cost, named: (quantity: string) => string, { m }: Page): readonly Row[] {
  const { quantities } = m.asking;
  const row = (of: Exclude<keyof Cost, 'money'>): readonly Row[] => {
    const pair = cost[of];
    return pair === undefined ? [] : [[named(quantities[of]), pair.asked, pair.spared, '']];
  };
  const { money } = cost;
  return [
    ...row('answers'),
    ...row('probabilities'),
    ...row('promptTokens'),
    ...row('answerTokens'),
    ...(money === undefined ? [] : [[named(quantities.money), money.asked, money.spared, money.currency]]),
  ];
}

function energyRows(energy: Asking['energy'], { m }: Page): readonly Row[] {
  if (energy === undefined || 'unmeasured' in energy) return [];
  const { quantities, atLeast, atMost } = m.asking;
  const { asked, spared } = energy;
  const ends = asked.range && spared.range && ([asked.range, spared.range] as const);
  return [
    [quantities.energy, asked.joules, spared.joules, 'J'],
    ...(ends === undefined
      ? []
      : [
          [atLeast(quantities.energy), ends[0][0], ends[1][0], 'J'],
          [atMost(quantities.energy), ends[0][1], ends[1][1], 'J'],
        ]),
  ];
}

function energyText(energy: Asking['energy'], hasJudge: boolean, { m }: Page): readonly DetailRecord[] {
  if (energy === undefined) return [];
  const { energyTitle, energyUnknown, energyOf, energyBy, energyOfJudge } = m.asking;
  const known =
    'unmeasured' in energy ? energyUnknown(energy.detail) : energyOf(energyBy[energy.source], m.basis[energy.basis]);
  const text = [known, ...(hasJudge && !('unmeasured' in energy) ? [energyOfJudge] : [])].join('\n');
  return [{ type: 'text', id: 'asking-energy', title: energyTitle, text }];
}

/** Questions of all measurements that ask until their rules are settled; `undefined` where none does. */
export function askedOf({ measurements }: Pick<Report, 'measurements'>): Pair | undefined {
  const all = measurements.flatMap(({ asking }) => asking?.questions ?? []);
  const sum = (of: keyof Pair): number => all.reduce((total, questions) => total + questions[of], 0);
  return all.length === 0 ? undefined : { asked: sum('asked'), spared: sum('spared') };
}

export function askedSentences(report: Pick<Report, 'measurements'>, page: Page): readonly string[] {
  const words = page.m.asking;
  const questions = askedOf(report);
  if (questions === undefined) return [];
  const { asked, spared } = questions;
  const saved = savedBy(
    report.measurements.flatMap(({ asking }) => (asking !== undefined && asking.questions.spared > 0 ? asking : [])),
    page,
  );
  return [
    [
      words.ofCheck(fixed(asked, 0), fixed(asked + spared, 0)),
      ...(saved === '' ? [] : [words.spared(fixed(spared, 0), saved)]),
    ].join(page.language === 'zh' ? '' : ' '),
  ];
}

/** Tokens, money and energy, as far as they are known. */
function savedBy(all: readonly Asking[], page: Page): string {
  const { m } = page;
  const ofModel = costInWords(
    all.map(({ model }) => model),
    page,
  );
  const ofJudge = costInWords(
    all.flatMap(({ judge }) => judge ?? []),
    page,
  );
  return joined([...ofModel, ...ofJudge.map(m.asking.judged), ...energyInWords(all, page)], page);
}

function costInWords(costs: readonly Cost[], { m }: Page): readonly string[] {
  const spared = (of: 'promptTokens' | 'answerTokens'): number =>
    costs.reduce((total, cost) => total + (cost[of]?.spared ?? 0), 0);
  const [prompts, answers] = [spared('promptTokens'), spared('answerTokens')];
  const sums = new Map<string, number>();
  for (const { money } of costs)
    if (money !== undefined) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.spared);
  return [
    ...(prompts === 0 ? [] : [m.asking.promptTokens(wholes(prompts))]),
    ...(answers === 0 ? [] : [m.asking.answerTokens(wholes(answers))]),
    ...[...sums].map(([currency, amount]) => `${threeDigits(amount)} ${currency}`),
  ];
}

const wholes = (tokens: number): string => fixed(Number(tokens.toPrecision(3)), 0);

function energyInWords(all: readonly Asking[], { m }: Page): readonly string[] {
  const known = all.flatMap(({ energy }) => (energy === undefined || 'unmeasured' in energy ? [] : energy));
  if (known.length === 0) return [];
  const sum = (of: (spared: (typeof known)[number]['spared']) => number): number =>
    known.reduce((total, { spared }) => total + of(spared), 0);
  const band = [0, 1].map((end) => joules(sum(({ range, joules: mean }) => range?.[end] ?? mean)));
  const basis = [...new Set(known.map((energy) => m.basis[energy.basis]))].join(m.listSeparator);
  const isExact = band[0] === band[1];
  return [m.asking.energy(joules(sum((spared) => spared.joules)), basis, ...(isExact ? [] : band))];
}

const joined = (parts: readonly string[], { m }: Page): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(m.listSeparator)}${m.asking.and}${parts.at(-1)!}`;
