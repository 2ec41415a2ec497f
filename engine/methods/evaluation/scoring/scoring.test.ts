import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chrf, chrfCounts, chrfOf } from './chrf.js';
import { choiceOf, likeliest } from './choice.js';
import { contains } from './contains.js';
import { exact } from './exact.js';
import { jsonScorer } from './json-schema.js';
import { readGrade, readVerdict, scoreOfGrade } from './judged.js';
import { normalise } from './normalise.js';
import { normalised } from './normalised.js';
import { lastNumber, number } from './number.js';
import { compilePattern, extracted, pattern } from './pattern.js';
import { rougeL } from './rouge-l.js';
import { tokenF1 } from './token-f1.js';

interface SquadCase {
  readonly answer: string;
  readonly reference: string;
  readonly exact: number;
  readonly f1: number;
}
const squad = JSON.parse(
  readFileSync(new URL('../../../../tests/reference/squad-scores.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly SquadCase[] };

describe('texts', () => {
  it('agree exactly, but for white space around them', () => {
    expect([
      exact(' Paris\n', ['paris', 'Paris']),
      exact('Paris.', ['Paris']),
      exact('', ['']),
      exact('x', []),
    ]).toEqual([1, 0, 1, 0]);
  });

  it('agree normalised, and share words, as SQuAD’s script says', () => {
    for (const { answer, reference, exact: same, f1 } of squad.cases) {
      expect([answer, reference, normalised(answer, [reference])]).toEqual([answer, reference, same]);
      expect(tokenF1(answer, [reference])).toBeCloseTo(f1, 12);
    }
  });

  it('in Chinese are characters', () => {
    expect(normalise('《红楼梦》，ＡＢＣ。')).toBe('红楼梦abc');
    expect(tokenF1('北京市', ['北京'])).toBeCloseTo(0.8, 12);
    expect(contains('首都是北京。', ['北京'])).toBe(1);
    expect(rougeL('北京 2008 年', ['北京2008年'])).toBe(1);
  });

  it.each([
    ['It is the Eiffel Tower.', ['eiffel tower'], 1],
    ['start', ['art'], 0],
    ['anything', ['the', ''], 0],
    ['in 1999', ['1998', '1999'], 1],
  ])('%s contains one of %s: %d', (answer, references, expected) => {
    expect(contains(answer, references)).toBe(expected);
  });
});

// google-research/rouge, rouge_scorer_test.py and testdata/{target,prediction}.txt (Apache-2.0): ROUGE-1.5.5's figures.
const TARGETS = [
  "ZfbCUIUuePaiLVUlCaUXxkpu XPeWing tUHfPMuZ',-Xd Y BrUgVJing M-HV.-DgdDaY.rFDJCRing Ht-LM EKBDXkME,yz'RBr q'wtion wIojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxer tKM L",
  "KsJdPByEtAor fE-Qg Dpdbring cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMtion psing sbKao Q m qiing LMmer HqqLFXe,XPY,J XsurkMer ,ed nB'wH'bWVHjWFEing tQ.saefZwJtKrTlixYpMMsJing UCAPwNHeYVjDing c T BUySKtion gMPfJpwGw p'NvxAoping eu pBwMBKV'I DNxqelhu,PHPxDEq,mtion SN",
];
const PREDICTIONS = [
  "rFDJCRtion Ht-LM EKtDXkME,yz'RBr q'wer wrojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxi",
  "n cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMer pstion sbKao Q m qier LMmed HqqLFXe,XPY,J XsurkMeo ,ed nB'wH'bWVHjWFEer tQ.saefZwJtKrTlixYpMMNJtion UCAPwNHeYVjD",
];

describe('ROUGE-L', () => {
  it('is that of ROUGE-1.5.5', () => {
    expect(rougeL('testing one', ['testing one two'])).toBeCloseTo(4 / 5, 12);
    expect(rougeL('testing two', ['testing one two'])).toBeCloseTo(4 / 5, 12);
    expect(rougeL('', ['testing one two'])).toBe(0);
    expect(rougeL(PREDICTIONS[0]!, [TARGETS[0]!])).toBeCloseTo(0.51163, 5);
    expect(rougeL(PREDICTIONS[1]!, [TARGETS[1]!])).toBeCloseTo(0.5, 5);
  });
});

describe('chrF', () => {
  // sacreBLEU's figures: Hugging Face `evaluate`, metrics/chrf (docstring), and of the first sentence alone.
  const answers = [
    'The relationship between cats and dogs is not exactly friendly.',
    'a good bookshop is just a genteel black hole that knows how to read.',
  ];
  const references = [
    'The relationship between dogs and cats is not exactly friendly.',
    'A good bookshop is just a genteel Black Hole that knows how to read.',
  ];
  it.each([
    [0, 84.64214891738334],
    [2, 82.87263732906315],
  ])('with words up to %d is that of sacreBLEU', (wordOrder, score) => {
    const counts = answers.map((answer, at) => chrfCounts(answer, references[at]!, wordOrder));
    const summed = counts[0]!.map((first, at) => ({
      answer: first.answer + counts[1]![at]!.answer,
      reference: first.reference + counts[1]![at]!.reference,
      common: first.common + counts[1]![at]!.common,
    }));
    expect(100 * chrfOf(summed)).toBeCloseTo(score, 10);
  });

  it.each([
    [answers[0]!, references[0]!, 84.41131092011067],
    // sacreBLEU, test/test_chrf.py: effective order.
    ['a', 'a', 100],
    ['', 'reference', 0],
    ['a b c', 'abc', 100],
    ['aa', 'ab', 25],
  ])('of a sentence is that of sacreBLEU', (answer, reference, score) => {
    expect(100 * chrf(answer, [reference])).toBeCloseTo(score, 10);
  });
});

describe('all scores of texts', () => {
  const scorers = { exact, normalised, contains, tokenF1, rougeL, chrf, number };
  it.each(Object.entries(scorers))(
    '%s lies in [0, 1], is 0 without references and no less with one more',
    (_, score) => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), fc.string(), (answer, references, more) => {
          const [few, many] = [score(answer, references), score(answer, [...references, more])];
          expect(score(answer, [])).toBe(0);
          expect(few).toBeGreaterThanOrEqual(0);
          expect(many).toBeLessThanOrEqual(1);
          expect(many).toBeGreaterThanOrEqual(few);
        }),
      );
    },
  );

  it('of a text against itself is 1 where it has words', () => {
    for (const score of [exact, normalised, contains, tokenF1, rougeL, chrf])
      expect(score('ein Wort 字', ['ein Wort 字'])).toBe(1);
  });

  it('of megabytes take no more than moments', () => {
    const long = 'word 7 '.repeat(150_000);
    for (const score of Object.values(scorers)) expect(score(long, ['word 7'])).toBeGreaterThanOrEqual(0);
    for (const text of [
      '('.repeat(1_000_000),
      `Answer${' '.repeat(1_000_000)}`,
      'Answer is '.repeat(100_000),
      'A, '.repeat(300_000),
    ])
      expect(choiceOf(text, ['x', 'y'])).toBe(-1);
  });
});

describe('numbers', () => {
  it.each([
    ['The answer is 42.', 42],
    ['2 + 2 = 4\n#### 1,234.50', 1234.5],
    ['from 3-4', 4],
    ['it is -3', -3],
    ['−2.5e3 m', -2500],
    ['(-7)', -7],
    ['version 1.2.3', 3],
    ['１２３', 123],
    ['12,34', 34],
    ['约为 .5', 0.5],
    ['-.5', -0.5],
    ['the end.5 more', 5],
    ['so on...7', 7],
    ['none', NaN],
  ])('%s ends with %d', (text, value) => {
    expect(lastNumber(text)).toBe(value);
  });

  it('are right within the larger tolerance', () => {
    expect([
      number('100', ['101']),
      number('100', ['101'], { relative: 0.01 }),
      number('100', ['101'], { absolute: 1 }),
    ]).toEqual([0, 1, 1]);
    expect([number('no', ['1'], { absolute: 9 }), number('1', ['no'], { absolute: 9 })]).toEqual([0, 0]);
  });
});

describe('choices', () => {
  const choices = ['Paris', 'London', 'Rome', 'A'];
  it.each([
    ['B', 1],
    ['b', 1],
    ['(C)', 2],
    ['B. London', 1],
    ['**B**', 1],
    ['A) Paris', 0],
    ['The answer is (B).', 1],
    ['I think the answer is A because B is wrong. Final answer: C', 2],
    ['答案是B', 1],
    ['答案：Ｃ', 2],
    ['london', 1],
    ['A man in London', -1],
    ['The answer is a man', -1],
    ['E', -1],
    ['', -1],
    ['The answer is Londonderry', -1],
    ['Paris or London', -1],
    ['选B', 1],
    ['应选择 C。', 2],
    ['答案应为B', 1],
    ['不选A，选B。', 1],
    ['选项A错误', -1],
    ['A, B', -1],
    ['A、B', -1],
    ['(A) or (B)', -1],
    ['A. or B.', -1],
    ['B, because A is wrong', 1],
    ['B. A is wrong', 1],
    ['The answer is A or B', -1],
    ['The answer is A, B and C.', -1],
    ['The answer is A and not B. So the answer is A.', 0],
    ['Answer: A/B', -1],
    ['A. Paris\nB. London\nC. Rome', -1],
    ['A. Paris\nB. London\nThe answer is B.', 1],
    ['B. London\nB. is right', 1],
  ])('%s names %d', (answer, index) => {
    expect(choiceOf(answer, choices)).toBe(index);
  });

  it('are likeliest by what is declared', () => {
    const given = [
      { text: 'ab', sum: -2, tokens: 1 },
      { text: 'abcdefgh', sum: -3, tokens: 2 },
      { text: 'abcdefghijkl', sum: -4, tokens: 2 },
    ];
    expect([likeliest(given, 'answer'), likeliest(given, 'token'), likeliest(given, 'character')]).toEqual([0, 1, 2]);
  });
});

describe('patterns', () => {
  it('are found, and take out what is asked for', () => {
    expect(pattern('The year 1999', [compilePattern('\\b\\d{4}\\b')])).toBe(1);
    expect(pattern('年份', [compilePattern('^\\p{Han}+$')])).toBe(1);
    expect(extracted('x=1, x=2', compilePattern('x=(\\d)'))).toBe('2');
    expect(extracted('none', compilePattern('x=(\\d)'))).toBeUndefined();
    expect(() => compilePattern('(')).toThrow();
    expect(() => extracted('a'.repeat(10_001), compilePattern('a|a.*b'))).toThrow(RangeError);
  });

  it('that would hang another engine do not', () => {
    const text = `${'a'.repeat(50_000)}!`;
    const start = performance.now();
    expect(pattern(text, [compilePattern('^(a+)+$')])).toBe(0);
    expect(jsonScorer({ type: 'string', pattern: '^(a+)+$' })(JSON.stringify(text))).toBe(0);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

it('answers are JSON of a schema', () => {
  const score = jsonScorer({
    type: 'object',
    required: ['n'],
    additionalProperties: false,
    properties: { n: { type: 'integer' }, day: { type: 'string', format: 'date' } },
  });
  expect(
    ['{"n": 1}', '{"n": 1, "day": "2026-02-30"}', '{"n": 1.5}', '```json\n{"n": 1}\n```', '{"n": 1} ok', ''].map(score),
  ).toEqual([1, 0, 0, 0, 0, 0]);
  expect(() => jsonScorer({ type: 'numbr' })).toThrow();
  const unique = jsonScorer({ uniqueItems: true });
  expect(
    [
      '[1, 2, 1.0]',
      '[{"a": 1, "b": [2]}, {"b": [2], "a": 1}]',
      '[[], {}, "", null, "1", 1]',
      `[${[...Array(300_000).keys()].join()}]`,
    ].map(unique),
  ).toEqual([0, 0, 1, 1]);
  const nested = jsonScorer({ items: { $ref: '#' } });
  expect([nested('[[[]]]'), nested('['.repeat(1_000_000) + ']'.repeat(1_000_000))]).toEqual([1, 0]);
});

describe('a judge', () => {
  it.each([
    ['Yes', 1],
    ['yes.', 1],
    ['NO', 0],
    ['**No**, it is not.', 0],
    ['It names another town. So: no', 0],
    ['是。', 1],
    ['否', 0],
    ['不正确', 0],
    ['No, yes', undefined],
    ['Perhaps', undefined],
    ['Know', undefined],
    ['I would not say yes', undefined],
    ["I can't say: yes or no", undefined],
    ['It is right, and the reply repeats nothing. Yes', 1],
    ['', undefined],
  ])('who says %s means %s', (text, score) => {
    expect(readVerdict(text)).toBe(score);
  });

  it.each([
    ['4', 4],
    ['4/5', 4],
    ['Grade: 4 out of 5', 4],
    ['4 or 5', undefined],
    ['4.5', undefined],
    ['7', undefined],
    ['-1', undefined],
    ['none', undefined],
  ])('who grades %s means %s', (text, grade) => {
    expect(readGrade(text, { from: 1, to: 5 })).toBe(grade);
  });

  it('grades on a scale', () => {
    expect([
      scoreOfGrade(3, { from: 1, to: 5 }),
      scoreOfGrade(3, { from: 1, to: 5, passes: 3 }),
      scoreOfGrade(2, { from: 1, to: 5, passes: 3 }),
    ]).toEqual([0.5, 1, 0]);
  });
});
