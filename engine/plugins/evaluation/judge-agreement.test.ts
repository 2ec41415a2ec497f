import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../judge/support.js';
import { kappa } from '../../numerics/metrics/classification.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { checkPlugin } from '../check-plugin.js';
import { checkSubjects } from '../check-plugin.subjects.js';
import { decodeDraws, isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memoryQuestions, promptText } from '../memory-language.js';
import { memorySubject } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { judgeAgreement } from './judge-agreement.js';

const PARAMS = { questions: 'judged', draws: 2000 };

/** Answers that the judge calls right and wrong as the counts say: [label no, label yes] × [no, yes, nothing that can be read]. */
function judged(counts: readonly (readonly [number, number, number])[], clusters = false): MemorySubject {
  const said = ['no', 'Yes.', 'perhaps'];
  const questions = counts.flatMap((row, label) =>
    row.flatMap((count, given) =>
      Array.from({ length: count }, (_, at) => ({
        text: `Q${label}${given}${at}`,
        fields: { answerText: `it says ${said[given]}`, label: label === 1 },
        ...(clusters && { cluster: `${label}${given}${at >> 1}` }),
      })),
    ),
  );
  return {
    task: 'text-generation',
    judge: { answer: (prompt) => /it says (.*)/.exec(promptText(prompt))![1]! },
    questions: [memoryQuestions('judged', questions, { scorer: { type: 'judge' } })],
  };
}

const measure = async (subject: MemorySubject, params = PARAMS): Promise<Readonly<Record<string, Output>>> => {
  const result = await judgeAgreement.measure(memoryContext(memorySubject(subject), params));
  expect(validateResult(judgeAgreement, result)).toEqual([]);
  return result.outputs;
};
const estimate = (output: Output | undefined): number => (output && isFigure(output) ? output.estimate : NaN);
const cause = (output: Output | undefined): string => (output && isUnmeasured(output) ? output.unmeasured : 'measured');

/** Fleiss, Cohen & Everitt, "Large sample standard errors of kappa and weighted kappa", Psychological Bulletin 72, 1969. */
function standardError(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  const p = table.map((row) => row.map((count) => count / n));
  const rows = p.map((row) => row.reduce((sum, share) => sum + share, 0));
  const columns = p[0]!.map((_, j) => p.reduce((sum, row) => sum + row[j]!, 0));
  const observed = p.reduce((sum, row, i) => sum + row[i]!, 0);
  const expected = rows.reduce((sum, share, i) => sum + share * columns[i]!, 0);
  const value = (observed - expected) / (1 - expected);
  let sum = 0;
  p.forEach((row, i) =>
    row.forEach((share, j) => {
      const both = rows[j]! + columns[i]!;
      sum += i === j ? share * (1 - (rows[i]! + columns[i]!) * (1 - value)) ** 2 : (1 - value) ** 2 * share * both ** 2;
    }),
  );
  return Math.sqrt(sum - (value - expected * (1 - value)) ** 2) / ((1 - expected) * Math.sqrt(n));
}

describe('kappa', () => {
  test('and its large-sample error are those of SAS in statsmodels’ tests', () => {
    // statsmodels/stats/tests/test_inter_rater.py, table10: kappa 0.4842, ASE 0.1380.
    const table = [
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ];
    expect(kappa({ classes: 3, counts: Float64Array.from(table.flat()) })).toBeCloseTo(0.4842, 4);
    expect(standardError(table)).toBeCloseTo(0.138, 4);
  });

  test('has an interval that is the large-sample one where the sample is large', async () => {
    const table = [
      [400, 60],
      [90, 450],
    ] as const;
    const figure = (await measure(judged(table.map(([no, yes]) => [no, yes, 0]))))['kappa'];
    if (figure === undefined || !isFigure(figure) || figure.uncertainty.kind !== 'empirical')
      throw new Error('no draws');
    // scikit-learn 1.2.1: cohen_kappa_score of the same labels.
    expect(figure.estimate).toBeCloseTo(0.6995192307692308, 12);
    const draws = decodeDraws(figure.uncertainty.draws).sort();
    const arm = 1.6449 * standardError(table);
    // A pseudo-row a class makes the drawn interval a little the longer.
    const [below, above] = [
      quantileOfSorted(draws, 0.05) - (figure.estimate - arm),
      quantileOfSorted(draws, 0.95) - (figure.estimate + arm),
    ];
    expect(below).toBeGreaterThan(-0.01);
    expect(below).toBeLessThan(0.002);
    expect(above).toBeGreaterThan(-0.002);
    expect(above).toBeLessThan(0.01);
  });

  test('of a judge that always agrees is no certainty', async () => {
    const figure = (await measure(judged([[20, 0, 0], [0, 20, 0]])))['kappa']; // prettier-ignore
    if (figure === undefined || !isFigure(figure)) throw new Error('no figure');
    expect(figure.estimate).toBe(1);
    expect(supportOf(spreadOf(figure)!, '>=', 0.8)[0]).toBeGreaterThan(0.9);
    expect(supportOf(spreadOf(figure)!, '>=', 0.99)[0]).toBeLessThan(0.95);
  });
});

test('rates are of the judgements that can be read', async () => {
  const outputs = await measure(judged([[18, 2, 5], [1, 29, 0]])); // prettier-ignore
  expect(estimate(outputs['agreement'])).toBeCloseTo(47 / 50, 12);
  expect(estimate(outputs['sensitivity'])).toBeCloseTo(29 / 30, 12);
  expect(estimate(outputs['specificity'])).toBeCloseTo(18 / 20, 12);
  expect(outputs['readable']).toMatchObject({ estimate: 50 / 55, uncertainty: { kind: 'proportion', k: 50, n: 55 } });
  expect(estimate(outputs['answers'])).toBe(55);
});

test('labels of one cluster are one observation', async () => {
  const alone = (await measure(judged([[40, 10, 0], [10, 40, 0]])))['agreement']; // prettier-ignore
  const paired = (await measure(judged([[40, 10, 0], [10, 40, 0]], true)))['agreement']; // prettier-ignore
  expect([alone, paired]).toMatchObject([
    { n: 100, uncertainty: { kind: 'proportion' } },
    { n: 50, uncertainty: { kind: 'empirical' } },
  ]);
});

test('grades are categories, unless one of them passes', async () => {
  const questions = Array.from({ length: 60 }, (_, at) => ({
    text: `Q${at}`,
    fields: { answerText: `grade ${1 + (at % 3)}`, label: 1 + (at % 3) },
  }));
  const subject = (passes?: number): MemorySubject => ({
    task: 'text-generation',
    judge: { answer: (prompt) => /grade (\d)/.exec(promptText(prompt))![1]! },
    questions: [
      memoryQuestions('judged', questions, {
        scorer: { type: 'judge', grades: { from: 1, to: 3, ...(passes !== undefined && { passes }) } },
      }),
    ],
  });
  const graded = await measure(subject());
  expect([estimate(graded['kappa']), cause(graded['sensitivity'])]).toEqual([1, 'unsupported']);
  expect(estimate((await measure(subject(3)))['specificity'])).toBe(1);
});

test.each<[string, MemorySubject, string]>([
  ['no set', { ...judged([[1, 0, 0]]), questions: [] }, 'missing-input'],
  ['an empty set', judged([]), 'out-of-domain'],
  [
    'no answers',
    { ...judged([]), questions: [memoryQuestions('judged', [{ text: 'Q', fields: { label: 'yes' } }])] },
    'out-of-domain',
  ],
  [
    'no labels',
    { ...judged([]), questions: [memoryQuestions('judged', [{ text: 'Q', fields: { answerText: 'A' } }])] },
    'out-of-domain',
  ],
  [
    'a label that is none',
    { ...judged([]), questions: [memoryQuestions('judged', [{ text: 'Q', fields: { answerText: 'A', label: 2 } }])] },
    'out-of-domain',
  ],
  ['one class', judged([[30, 2, 0]]), 'out-of-domain'],
  [
    'a judge that says nothing readable',
    judged([
      [0, 0, 12],
      [0, 0, 12],
    ]),
    'failed',
  ],
])('of %s kappa is not measured', async (_, subject, expected) => {
  expect(cause((await measure(subject))['kappa'])).toBe(expected);
});

test('it passes the contract test', async () => {
  const subjects = [...checkSubjects(), { name: 'judged answers', subject: judged([[12, 3, 1], [2, 14, 0]]) }]; // prettier-ignore
  expect(await checkPlugin(judgeAgreement, PARAMS, subjects)).toEqual([]);
});
